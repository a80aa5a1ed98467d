/**
 * What a reader does with the panel while reports arrive ten times a second: hover, zoom, scrub, type, reload. Each line states what
 * holds. `node webview/dev/interactions.mjs`.
 */
import assert from 'node:assert/strict';
import { openBrowser } from './browser.mjs';
import { serve } from './serve.mjs';

const { address, stop } = await serve();
const browser = await openBrowser();
let passed = 0;
let failed = 0;

async function check(name, query, body) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
  try {
    await page.goto(`${address}?${query}`);
    await page.waitForSelector('.panel:not([data-mode="waiting"])');
    await page.waitForTimeout(200);
    await body(page);
    assert.deepEqual(faults, []);
    passed++;
    console.log(`✓ ${name}`);
  } catch (error) {
    failed++;
    console.error(`✗ ${name}\n    ${error.message.split('\n').slice(0, 6).join('\n    ')}`);
  }
  await context.close();
}

const text = (page, selector) => page.locator(selector).innerText();
/** Number of pixels of a canvas that differ from its first one. */
const painted = (page, selector) => page.locator(selector).first().evaluate((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 4; i < data.length; i += 4) if (data[i] !== data[0] || data[i + 1] !== data[1] || data[i + 2] !== data[2] || data[i + 3] !== data[3]) count++;
  return count;
});

await check('curves and heatmap are painted, and figures move', 'scenario=live&rate=50', async (page) => {
  assert.ok(await painted(page, '#chart-loss canvas') > 2000);
  assert.ok(await painted(page, '.heat-sheet canvas') > 2000);
  const before = await text(page, '.figures');
  await page.waitForTimeout(500);
  assert.notEqual(await text(page, '.figures'), before);
});

await check('a hover on a curve stays while reports arrive, on every chart', 'scenario=live&rate=20', async (page) => {
  await page.locator('#chart-loss .u-over').hover({ position: { x: 150, y: 60 } });
  for (let i = 0; i < 5; i++) {
    await page.waitForTimeout(150);
    assert.match(await text(page, '.place'), /step [\d,]+ · epoch/);
    const lines = await page.locator('.u-cursor-x').evaluateAll((all) => all.filter((line) => !line.classList.contains('u-off') && getComputedStyle(line).transform !== 'none').length);
    assert.equal(lines, 6);
  }
  await page.mouse.move(5, 5);
  await page.waitForTimeout(150);
  assert.equal(await text(page, '.place'), '');
});

await check('a drag zooms all charts, stays, and a double click shows all again', 'scenario=live&rate=20', async (page) => {
  const box = await page.locator('#chart-loss .u-over').boundingBox();
  await page.mouse.move(box.x + 100, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + 260, box.y + 60, { steps: 4 });
  await page.mouse.up();
  const all = page.getByRole('button', { name: 'show all' });
  await all.waitFor();
  await page.waitForTimeout(400);
  assert.ok(await all.isVisible());
  await page.locator('#chart-speed .u-over').dblclick();
  await all.waitFor({ state: 'hidden' });
});

await check('the moment that is looked at stays while newer ones arrive', 'scenario=live&rate=50', async (page) => {
  await page.locator('#training-time').fill('2');
  const moment = await text(page, '#moment');
  const count = await page.locator('#training-time').getAttribute('max');
  await page.waitForFunction((max) => Number(document.querySelector('#training-time').max) > Number(max), count);
  assert.equal(await text(page, '#moment'), moment);
  await page.locator('#newest').click();
  await page.waitForTimeout(200);
  assert.notEqual(await text(page, '#moment'), moment);
});

await check('playing goes from the beginning to the newest', 'scenario=translator', async (page) => {
  await page.locator('#play').click();
  await page.waitForTimeout(300);
  const early = Number(await page.locator('#training-time').inputValue());
  assert.ok(early < 10, String(early));
  await page.waitForFunction(() => document.querySelector('#newest').getAttribute('aria-pressed') === 'true', null, { timeout: 15_000 });
  assert.equal(await page.locator('#training-time').inputValue(), await page.locator('#training-time').getAttribute('max'));
});

await check('the heatmap answers to the pointer and to the arrow keys', 'scenario=live&rate=20', async (page) => {
  await page.locator('.heat-sheet canvas').hover({ position: { x: 20, y: 20 } });
  await page.waitForTimeout(400);
  assert.match(await text(page, '.heat-tip'), /The\s*→\s*\S+\s*0\.\d{3}/);
  await page.mouse.move(5, 5);
  await page.locator('.heat-scroll').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  assert.match(await page.locator('.heatmap [aria-live]').innerText(), /looks at The: 0\.\d\d/);
  assert.equal(await page.locator('.heat-columns .lit').count(), 1);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.heat-columns .lit').count(), 0);
});

await check('a sentence of one\'s own is asked, chosen and kept over a reload', 'scenario=translator', async (page) => {
  await page.locator('#watch-sentence input').fill('The blue bird sings.');
  await page.keyboard.press('Enter');
  await page.locator('.answer.chosen', { hasText: 'The blue bird sings.' }).waitFor();
  await page.locator('.heat-columns', { hasText: 'bird' }).waitFor();
  assert.equal(await page.locator('#watch-sentence input').inputValue(), '');
  await page.locator('#smoothing').fill('0.9');
  await page.locator('.answers').getByRole('button', { name: 'It is raining.' }).click();
  await page.locator('.segments').getByText('Epoch').click();
  await page.reload();
  await page.locator('.answer.chosen', { hasText: 'It is raining.' }).waitFor();
  assert.equal(await page.locator('#smoothing').inputValue(), '0.9');
  assert.ok(await page.getByRole('radio', { name: 'Epoch' }).isChecked());
});

await check('a refused sentence says why and keeps what was typed', 'scenario=translator', async (page) => {
  const long = 'word '.repeat(200).trim();
  await page.locator('#watch-sentence input').fill(long);
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'type at most 500' }).waitFor();
  assert.equal(await page.locator('#watch-sentence input').inputValue(), long);
});

await check('Stop stops; then the run can be resumed, and opened', 'scenario=live&rate=20', async (page) => {
  await page.locator('#stop').click();
  await page.locator('.pill[data-status="stopped"]').waitFor();
  assert.equal(await page.locator('#stop').isVisible(), false);
  await page.locator('#resume').press('Enter');
  await page.locator('#open-run-folder').click();
  assert.deepEqual(await page.evaluate(() => window.devHost.commands), ['stop', 'resumeTraining', 'openRunFolder']);
});

await check('a translator without attention offers to be trained with it', 'scenario=bottleneck', async (page) => {
  await page.locator('#train-to-compare').click();
  assert.deepEqual(await page.evaluate(() => window.devHost.commands), ['trainWithAttention']);
});

await check('with nothing trained, the two beginnings are there', 'scenario=empty', async (page) => {
  await page.locator('#begin-trainTranslator').click();
  await page.locator('#begin-trainLanguageModel').press('Enter');
  assert.deepEqual(await page.evaluate(() => window.devHost.commands), ['trainTranslator', 'trainLanguageModel']);
});

await check('a new theme recolours what was drawn', 'scenario=translator&theme=dark', async (page) => {
  const corner = () => page.locator('.heat-sheet canvas').evaluate((canvas) => [...canvas.getContext('2d').getImageData(canvas.width - 10, 10, 1, 1).data]);
  const dark = await corner();
  await page.evaluate(() => window.devHost.setTheme('light'));
  await page.waitForTimeout(200);
  const light = await corner();
  assert.ok(dark[0] < 60 && light[0] > 200, `${dark} ${light}`);
});

const wordsOf = (page, side) => page.locator(`.alignment .${side} .word`).allInnerTexts();

await check('a sentence from the editor is asked of the best checkpoint, and the slider goes over all of them', 'scenario=asked', async (page) => {
  await page.locator('.alignment .source .word').first().waitFor();
  assert.match((await wordsOf(page, 'source')).join(' '), /^The old cat sleeps/);
  assert.match(await text(page, '#moment'), /best checkpoint/);
  await page.locator('#training-time').focus();
  await page.keyboard.press('Home');
  await page.waitForFunction(() => document.querySelector('.attention .caption').textContent === 'as of step 0, epoch 0');
  assert.match(await text(page, '#moment'), /^step 0 · epoch 0 · validation loss 8\.\d+$/);
  const early = (await wordsOf(page, 'target')).join(' ');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => /^as of step 500/.test(document.querySelector('.attention .caption').textContent));
  await page.keyboard.press('End');
  await page.waitForFunction(() => /^as of step 5,000/.test(document.querySelector('.attention .caption').textContent));
  assert.notEqual((await wordsOf(page, 'target')).join(' '), early);
  assert.equal(await page.locator('.time-marks span').count(), 11);
  await page.reload(); // what was typed before is known still
  await page.locator('.answers').getByRole('button', { name: 'The cat is old.' }).waitFor();
});

await check('playing waits for the answers of the checkpoints', 'scenario=asked', async (page) => {
  await page.locator('.alignment .source .word').first().waitFor();
  await page.locator('#training-time').fill('0');
  const seen = new Set();
  await page.exposeFunction('note', (caption) => seen.add(caption));
  await page.evaluate(() => new MutationObserver(() => window.note(document.querySelector('.attention .caption').textContent)).observe(document.querySelector('.attention .caption'), { childList: true, characterData: true, subtree: true }));
  await page.locator('#play').click();
  await page.waitForFunction(() => document.querySelector('#newest').getAttribute('aria-pressed') === 'true', null, { timeout: 20_000 });
  const steps = [...seen].filter((caption) => caption.startsWith('as of'));
  for (let step = 500; step < 5000; step += 500) assert.ok(steps.some((caption) => caption.startsWith(`as of step ${step.toLocaleString('en')},`)), `${step} is not in ${steps.join('; ')}`);
});

await check('a word lights up what it was made from, by pointer, by touch and by keys', 'scenario=finished', async (page) => {
  const word = page.locator('.alignment .target .word').nth(1);
  await word.hover();
  const painted = () => page.locator('.alignment .source .word').evaluateAll((all) => all.map((one) => [one.textContent, Number(one.dataset.weight)]).sort((a, b) => b[1] - a[1])[0]);
  const [strongest, weight] = await painted();
  assert.equal(strongest, 'old');
  assert.ok(weight > 0.5);
  assert.equal(await page.locator('.heat-rows .lit').innerText(), 'vieux');
  await page.mouse.move(5, 5);
  assert.equal(await page.locator('.alignment .lit').count(), 0);
  await page.locator('.alignment .source .word').nth(2).click(); // held
  await page.mouse.move(5, 5);
  assert.equal(await page.locator('.alignment .source .lit').innerText(), 'cat');
  assert.equal(await page.locator('.heat-columns .lit').innerText(), 'cat');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown'); // to the word that looks at it most
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'dort');
  assert.match(await page.locator('.alignment [aria-live]').innerText(), /^dort looks at sleeps 0\.\d\d/);
});

await check('another word is forced, undone and reset; its output is what the heatmap shows', 'scenario=finished', async (page) => {
  await page.locator('.beam .node').first().waitFor();
  const before = (await wordsOf(page, 'target')).join(' ');
  const other = page.locator('.beam .node.alive').nth(1);
  const path = await other.locator('.token').textContent();
  await other.click();
  await page.locator('.chip').first().waitFor();
  await page.locator('.beam .node.forced').first().waitFor();
  const chips = await page.locator('.chip').allInnerTexts();
  assert.equal(chips.at(-1), path);
  await page.waitForFunction((wanted) => [...document.querySelectorAll('.alignment .target .word')].slice(0, wanted.length).map((word) => word.textContent).join(' ') === wanted.join(' '), chips);
  await page.locator('#force-undo').click();
  await page.waitForFunction((wanted) => [...document.querySelectorAll('.alignment .target .word')].map((word) => word.textContent).join(' ') === wanted, before);
  assert.equal(await page.locator('.chip').count(), 0);
});

await check('the tree is walked by keys, chosen by Enter, and made smaller', 'scenario=finished', async (page) => {
  await page.locator('.beam .node').first().focus();
  assert.equal(await page.locator('.beam .node[tabindex="0"]').count(), 1);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  const level = () => page.evaluate(() => document.activeElement.getAttribute('aria-level'));
  assert.equal(await level(), '2');
  await page.keyboard.press('Enter');
  await page.locator('.chip').nth(1).waitFor();
  const width = () => page.locator('.beam').evaluate((drawing) => drawing.getBoundingClientRect().width);
  const wide = await width();
  await page.locator('#tree-smaller').click();
  assert.ok(await width() < wide);
  const all = await page.locator('.beam .node').count();
  await page.locator('#tree-pruned').click();
  assert.ok(await page.locator('.beam .node').count() < all);
});

await check('one of the n best is shown with its attention; a wider beam has more; a narrow one fewer', 'scenario=finished', async (page) => {
  await page.locator('.output-choice').nth(1).click();
  assert.equal(await text(page, '.attention .caption'), 'output 2 of the search');
  const chosen = (await page.locator('.output-choice[aria-pressed="true"] .output-text').innerText()).replace(/[.\s]+/gu, '');
  assert.equal((await wordsOf(page, 'target')).slice(0, -1).join('').replace(/[.\s]+/gu, ''), chosen);
  await page.locator('.search .segments').getByText('2', { exact: true }).click();
  await page.waitForFunction(() => document.querySelectorAll('.output-choice').length === 2);
  await page.locator('#search-toggle').click();
  assert.equal(await page.locator('.beam').isVisible(), false);
  await page.reload();
  await page.locator('#search-toggle[aria-expanded="false"]').waitFor();
});

await check('the bottleneck lab reads its figures by pointer and by measure', 'scenario=lab', async (page) => {
  assert.ok(await painted(page, '#overlay-length canvas') > 2000);
  await page.locator('#overlay-length .plot').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  assert.match(await page.locator('#overlay-length .plot').getAttribute('aria-label'), /^6–10: with attention 39\.\d; without attention 30\.\d/);
  await page.locator('.segments').getByText('Exact').click();
  assert.match(await text(page, '.conclusion'), /Exact goes: with attention from .* %/);
});

await check('compared runs change their axis together', 'scenario=comparison', async (page) => {
  await page.locator('.comparison .segments').getByText('Time').click();
  await page.locator('#overlay-loss .plot').focus();
  await page.keyboard.press('End');
  assert.match(await page.locator('#overlay-loss .place').innerText(), /min/);
  assert.match(await text(page, '.comparison'), /model\.attention/);
});

await check('40,000 reports stay smooth at ten a second', 'scenario=live-many&rate=10', async (page) => {
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  const busy = async () => Object.fromEntries((await client.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value])).TaskDuration;
  await page.waitForTimeout(500);
  const before = await busy();
  await page.waitForTimeout(3000);
  const share = (await busy() - before) / 3;
  console.log(`    main thread busy ${(share * 100).toFixed(0)} % with ${await page.locator('.figures').innerText().then((all) => all.split('\n')[1])}`);
  assert.ok(share < 0.6, `busy ${share}`);
});

await browser.close();
stop();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
