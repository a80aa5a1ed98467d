/** What a person sees who trains a next-word model on the text in front of them and then writes on. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Session, until } from './session.mjs';
import { prose } from './tinyData.mjs';

/** @type {Session} */
let session;
beforeAll(async () => {
  session = await Session.open({ 'garden.txt': prose(400), 'letter.txt': '' });
});
afterAll(() => session?.close());
beforeEach((context) => session.beginStep(context));

/** The last line that has text. */
const lastLine = async () => (await session.workbench.editorLines()).filter((line) => line !== '').at(-1);

/** Toggles inline completions, waits until the status bar says so and goes back to the text. @param {'on' | 'off'} expected */
async function toggle(expected) {
  const { workbench } = session;
  await workbench.runCommand('Sequence Lab: Toggle Inline Completions');
  await workbench.statusBar.filter({ hasText: `inline completions are ${expected}` }).waitFor();
  await workbench.focusEditor();
}

describe('a next-word model trained on the active file', () => {
  it('is trained from the palette to its end', async () => {
    const { workbench } = session;
    await workbench.openFile('garden.txt');
    await workbench.runCommand('Sequence Lab: Train Next-Word Model…');
    await workbench.asked(/text to learn from/);
    await workbench.pick('The active file');
    await workbench.asked(/What it predicts/);
    await workbench.pick('Words');
    await workbench.asked(/Which model/);
    await workbench.pick('GRU');
    await workbench.webview.locator('#run-status[data-status="finished"]').waitFor({ timeout: 110_000 });
    const losses = session.reports('validation').map(({ loss }) => loss);
    expect(losses.at(-1)).toBeLessThan(losses[0] / 3);
  });

  it('offers ghost text that Tab accepts', async () => {
    const { workbench } = session;
    await workbench.openFile('letter.txt');
    await workbench.typeText('The gardener ');
    await workbench.ghostText.first().waitFor();
    const ghost = (await workbench.ghostText.allTextContents()).join('').replaceAll('\u00a0', ' ');
    expect(ghost).toMatch(/^waters the roses/);
    expect(await lastLine()).toBe('The gardener ');
    await workbench.page.keyboard.press('Tab');
    await until('the accepted text', async () => (await lastLine())?.startsWith('The gardener waters the roses'), 10_000);
  });

  it('is accepted word by word with Ctrl+Right', async () => {
    const { workbench } = session;
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.press('Enter');
    await workbench.typeText('My neighbour ');
    await workbench.ghostText.first().waitFor();
    await workbench.page.keyboard.press('Control+ArrowRight');
    await until('one word', async () => (await lastLine())?.trimEnd() === 'My neighbour feeds', 10_000);
    await until('the rest still offered', async () => (await workbench.ghostText.allTextContents()).join('').includes('the'), 10_000);
  });

  it('completes a word that is partly typed, and Escape takes the offer away', async () => {
    const { workbench } = session;
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.press('Enter');
    await workbench.typeText('The baker se');
    await until('the rest of the word', async () => (await workbench.ghostText.allTextContents()).join('').startsWith('lls'), 15_000);
    await workbench.page.keyboard.press('Escape');
    await workbench.ghostText.first().waitFor({ state: 'detached' });
    expect(await lastLine()).toBe('The baker se');
  });

  it('counts in the status bar what was saved', async () => {
    await until('the count', async () => (await session.workbench.statusBar.allTextContents()).some((text) => /[1-9]\d* saved/.test(text)), 10_000);
  });

  it('shows what is asked for by Alt+\\, and nothing else, where the setting says so', async () => {
    const { workbench } = session;
    const { page, ghostText } = workbench;
    const settings = path.join(session.folder, '.vscode/settings.json');
    mkdirSync(path.dirname(settings), { recursive: true });
    writeFileSync(settings, JSON.stringify({ 'sequenceLab.completions.trigger': 'manual' }));
    const write = async () => {
      await page.keyboard.press('Control+End');
      await page.keyboard.press('Enter');
      await workbench.typeText('The captain ');
      await new Promise((resolve) => setTimeout(resolve, 1500));
      return await ghostText.count();
    };
    await until('the setting to hold', async () => (await write()) === 0, 40_000); // the editor hears of its file some time
    await page.keyboard.press('Alt+Backslash');
    const offered = await until('what was asked for', async () => (await ghostText.allTextContents()).join('').replaceAll('\u00a0', ' '), 15_000);
    await page.keyboard.press('Tab');
    await until('the accepted text', async () => (await lastLine())?.trimEnd() === `The captain ${offered}`.trimEnd(), 10_000);
    rmSync(settings);
    await until('the setting to go', async () => (await write()) > 0, 40_000);
  });

  it('leaves an input method alone', async () => {
    const { page, ghostText } = session.workbench;
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await session.workbench.typeText('The gardener ');
    await ghostText.first().waitFor();
    const method = await page.context().newCDPSession(page);
    for (const text of ['ㅎ', '하', '한']) {
      await method.send('Input.imeSetComposition', { text, selectionStart: 1, selectionEnd: 1 });
      await new Promise((resolve) => setTimeout(resolve, 700));
      expect(await ghostText.count(), text).toBe(0);
    }
    await method.send('Input.insertText', { text: '한' });
    expect(await lastLine()).toBe('The gardener 한');
  });

  it('colours words by surprise until Escape', async () => {
    const { workbench } = session;
    await workbench.runCommand('Sequence Lab: Toggle Surprise Colouring');
    const legend = workbench.statusBar.filter({ hasText: /Surprise .* mean/ });
    await legend.waitFor();
    await workbench.focusEditor();
    await workbench.page.keyboard.press('Escape');
    await legend.waitFor({ state: 'detached' });
  });

  it('offers nothing once inline completions are toggled off', async () => {
    const { workbench } = session;
    await toggle('off');
    await workbench.page.keyboard.press('Control+End');
    await workbench.page.keyboard.press('Enter');
    await workbench.typeText('The captain watches ');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(await workbench.ghostText.count()).toBe(0);
    await toggle('on');
    await workbench.page.keyboard.press('Control+End');
    await workbench.typeText('the ');
    await workbench.ghostText.first().waitFor();
  });
});
