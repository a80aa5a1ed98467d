/** What a person sees who trains a translator from the palette: curves and heatmap while it learns, a stop, and a translation. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accessibilityProblems } from './accessibility.mjs';
import { readDrawing } from './pixels.mjs';
import { Session, until } from './session.mjs';
import { digitPairs, inWords } from './tinyData.mjs';

/** @type {Session} */
let session;
beforeAll(async () => {
  session = await Session.open({ 'digits.tsv': digitPairs(12_000), 'letter.txt': '3 1 4\n' });
});
afterAll(() => session?.close());
beforeEach((context) => session.beginStep(context));

describe('a translator trained from the palette', () => {
  it('opens its panel and says that it trains', async () => {
    const { workbench } = session;
    await workbench.runCommand('Sequence Lab: Train Translator…');
    await workbench.asked(/Sentence pairs/);
    await workbench.pick('digits.tsv');
    await workbench.asked(/How thoroughly/);
    await workbench.pick('Quick');
    await workbench.webview.locator('#run-status[data-status="running"]').waitFor();
    expect(await workbench.webview.locator('#run-name').textContent()).toContain('digits');
  });

  it('draws its loss while the loss falls', async () => {
    const chart = session.workbench.webview.locator('#chart-loss canvas').first();
    await until('three reports of progress', () => session.reports('progress').length >= 3);
    await chart.waitFor();
    const early = await until('a curve', async () => {
      const drawing = await readDrawing(chart);
      return drawing.span > 0 && drawing;
    });
    const first = session.reports('progress')[0].loss;
    await until('the loss at half of where it began', () => (session.reports('progress').at(-1)?.loss ?? Infinity) < first / 2, 90_000);
    const later = await readDrawing(chart);
    expect(later.colours).toBeGreaterThan(2);
    expect(later.span).toBeGreaterThan(later.width / 2);
    expect(later.span).toBeGreaterThanOrEqual(early.span);
    const readout = await session.workbench.webview.locator('#chart-loss .readout dd').first().textContent();
    expect(Number(readout)).toBeLessThan(first);
  });

  it('draws the attention of a held-out sentence', async () => {
    const { webview } = session.workbench;
    const heatmap = webview.locator('.heatmap .heat-sheet canvas');
    await heatmap.waitFor();
    // The first sample, before any learning, may be an end of sentence that looks evenly at all words.
    const drawing = await until('weights that differ', async () => {
      const drawn = await readDrawing(heatmap);
      return drawn.colours > 3 && drawn;
    }, 60_000);
    expect(drawing.painted).toBe(drawing.width * drawing.height);
    expect(await webview.locator('.heat-scroll').getAttribute('aria-label')).toMatch(/output words over \d+ input words/);
  });

  it('stops from the palette and keeps a checkpoint', async () => {
    await until('every held-out pair right', () => (session.reports('validation').at(-1)?.exactMatch ?? 0) > 0.95, 110_000);
    await session.workbench.runCommand('Sequence Lab: Stop Training');
    await session.workbench.webview.locator('#run-status[data-status="stopped"]').waitFor();
    expect(session.record().status).toBe('stopped');
    const [run] = session.runs();
    expect(existsSync(path.join(run, 'checkpoints/last'))).toBe(true);
    const { step } = session.reports('progress').at(-1);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(session.reports('progress').at(-1).step).toBe(step);
  });

  it('shows the same run after the panel was closed, and after the window was reloaded', async () => {
    const { workbench } = session;
    const { webview } = workbench;
    const figures = await webview.locator('.figures').innerText();
    await workbench.page.locator('.tab.active[data-resource-name]', { hasText: 'Training' }).locator('.action-label').click();
    await workbench.page.locator('iframe.webview').first().waitFor({ state: 'detached' });
    await workbench.runCommand('Sequence Lab: Open Training Panel');
    await expectTheRun();
    await workbench.reload();
    await expectTheRun();

    async function expectTheRun() {
      await webview.locator('#run-status[data-status="stopped"]').waitFor();
      expect(await webview.locator('.figures').innerText()).toBe(figures);
      await until('the curve', async () => (await readDrawing(webview.locator('#chart-loss canvas').first())).span > 100, 20_000);
      await until('the heatmap', async () => (await readDrawing(webview.locator('.heatmap .heat-sheet canvas'))).colours > 3, 20_000);
    }
  });

  it('can be used without seeing or pointing: axe finds nothing in the panel', async () => {
    expect(await accessibilityProblems(session.workbench.webview)).toEqual([]);
  });

  it('shows the attention of a line of the editor at every checkpoint, and searches on from a word that is forced', async () => {
    const { workbench } = session;
    const { webview } = workbench;
    await workbench.openFile('letter.txt');
    await workbench.page.keyboard.press('Control+Home');
    await workbench.runCommand('Sequence Lab: Show Attention for Selection');
    await webview.locator('.alignment .source', { hasText: /3\s*1\s*4/ }).waitFor({ timeout: 60_000 });
    const target = webview.locator('.alignment .target');
    await until('the translation by the best checkpoint', async () => (await target.innerText()).replace(/\s+/g, ' ').includes(inWords('3 1 4')), 20_000);
    await webview.locator('#training-time').focus();
    await workbench.page.keyboard.press('Home');
    await until('what the model said at first', async () => /^as of step 0,/.test(await webview.locator('.attention .caption').innerText()), 30_000);
    await webview.locator('#newest').click();
    await webview.locator('.beam .node.alive').first().click();
    await webview.locator('.beam .node.forced').first().waitFor({ timeout: 30_000 });
    const given = (await webview.locator('.chip').allInnerTexts()).join(' ');
    await until('an output that begins so', async () => (await target.innerText()).replace(/\s+/g, ' ').trim().startsWith(given), 10_000);
  });

  it('translates the selection and puts the translation into the text', async () => {
    const { workbench } = session;
    await workbench.openFile('letter.txt');
    await workbench.page.keyboard.press('Control+Home');
    await workbench.page.keyboard.press('Shift+End');
    await workbench.runCommand('Sequence Lab: Translate Selection');
    const told = workbench.page.locator('.notification-list-item', { hasText: inWords('3 1 4') });
    await told.waitFor({ timeout: 60_000 });
    await told.getByRole('button', { name: 'Replace' }).click();
    await until('the translation in the editor', async () => (await workbench.editorLines())[0] === inWords('3 1 4'), 10_000);
  });
});
