/** Pictures of the panel in every scenario, each checked: no message on the console, no breach of the policy, nothing found by axe-core. */
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { openBrowser } from './browser.mjs';
import { serve } from './serve.mjs';

const wide = { width: 1440, height: 900 };
const medium = { width: 860, height: 1000 };
const narrow = { width: 380, height: 1000 };
/** name: [scenario, theme, size, what to do before the picture] */
const pictures = {
  'dark-wide': ['translator', 'dark', wide],
  'dark-medium': ['translator', 'dark', medium],
  'dark-narrow': ['translator', 'dark', narrow],
  'light-wide': ['translator', 'light', wide],
  'high-contrast-wide': ['translator', 'hc-dark', wide],
  'high-contrast-light-wide': ['translator', 'hc-light', wide],
  'hover-curve': ['finished', 'dark', wide, (page) => page.locator('#chart-loss .u-over').hover({ position: { x: 300, y: 80 } })],
  'hover-heatmap': ['translator', 'dark', wide, (page) => page.locator('.heat-sheet canvas').hover({ position: { x: 130, y: 110 } })],
  'early-attention': ['translator', 'dark', wide, (page) => page.locator('#training-time').fill('6')],
  'as-table': ['translator', 'light', wide, (page) => page.getByRole('button', { name: 'as a table' }).click()],
  'theme-changed': ['translator', 'dark', wide, (page) => page.evaluate(() => window.devHost.setTheme('light'))],
  'typed-sentence': ['translator', 'dark', wide, async (page) => { await page.locator('#watch-sentence input').fill('The red house is old.'); await page.keyboard.press('Enter'); }],
  'finished-light': ['finished', 'light', wide],
  'failed': ['failed', 'dark', wide],
  'diverged': ['diverged', 'dark', wide],
  'starting': ['starting', 'dark', medium],
  'one-point': ['point', 'dark', wide],
  'many-points': ['many', 'dark', wide],
  'long-wide': ['long', 'dark', wide],
  'long-narrow': ['long', 'light', narrow],
  'korean': ['korean', 'light', wide],
  'bottleneck': ['bottleneck', 'dark', wide],
  'prose-wide': ['prose', 'light', wide],
  'prose-narrow': ['prose', 'dark', narrow],
  'prose-begun-dark': ['prose-begun', 'dark', medium],
  'prose-begun-light': ['prose-begun', 'light', medium],
  'prose-high-contrast': ['prose', 'hc-dark', medium],
  'prose-begun-high-contrast-light': ['prose-begun', 'hc-light', medium],
  'selection': ['selection', 'dark', medium],
  'selections': ['selections', 'light', medium],
  'slider': ['asked', 'dark', wide, (page) => page.locator('#training-time').fill('3')],
  'tree': ['finished', 'dark', wide],
  'tree-light': ['finished', 'light', wide, (page) => page.locator('.beam .node.alive').first().hover()],
  'tree-narrow': ['finished', 'dark', narrow],
  'tree-high-contrast': ['finished', 'hc-dark', medium],
  'tree-forced': ['finished', 'dark', wide, async (page) => { await page.locator('.beam .node.alive').nth(2).click(); await page.locator('.chip').first().waitFor(); }],
  'alignment': ['finished', 'dark', wide, (page) => page.locator('.alignment .target .word').nth(4).hover()],
  'alignment-light': ['finished', 'light', narrow, (page) => page.locator('.alignment .source .word').nth(2).click()],
  'lab': ['lab', 'dark', wide],
  'lab-light': ['lab', 'light', medium],
  'lab-narrow': ['lab', 'hc-light', narrow],
  'lab-training': ['lab-training', 'dark', medium],
  'comparison': ['comparison', 'dark', wide],
  'comparison-language': ['comparison-language', 'dark', wide],
  'comparison-light': ['comparison', 'light', narrow],
  'music-dark': ['music', 'dark', wide],
  'music-light': ['music', 'light', wide],
  'music-high-contrast': ['music', 'hc-dark', wide],
  'music-high-contrast-light': ['music', 'hc-light', medium],
  'music-narrow': ['music', 'dark', narrow],
  'music-playing': ['music', 'dark', wide, async (page) => { await page.locator('#play-tune').click(); await page.waitForTimeout(2500); }],
  'music-composed': ['music', 'light', wide, async (page) => { await page.locator('#compose').click(); }],
  'music-unreadable': ['music', 'dark', medium, (page) => page.locator('.tune').nth(3).click()],
  'empty': ['empty', 'dark', medium],
  'empty-narrow': ['empty', 'hc-dark', narrow],
  'live': ['live', 'dark', wide, (page) => page.waitForTimeout(1500)],
};

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const wanted = process.argv[2] ?? '';
const folder = new URL('../../out/screenshots/', import.meta.url).pathname;
await mkdir(folder, { recursive: true });
const { address, stop } = await serve();
const browser = await openBrowser();
let failures = 0;

for (const [name, [scenario, theme, viewport, act]] of Object.entries(pictures)) {
  if (!name.includes(wanted)) continue;
  const context = await browser.newContext({ viewport, deviceScaleFactor: Number(process.env.SCALE ?? 1) });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => complaints.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  await page.goto(`${address}?scenario=${scenario}&theme=${theme}`);
  await page.waitForSelector('.panel:not([data-mode="waiting"])');
  await page.waitForTimeout(350);
  await act?.(page);
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${folder}${name}.png`, fullPage: true, animations: 'allow' });
  // evaluate() runs outside the page's policy, so that the checker itself is not refused.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  for (const { id, nodes } of violations) complaints.push(`axe ${id}: ${nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary?.split('\n').slice(1, 3).join(' ').trim()})`).join('; ')}`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (overflow > 0) complaints.push(`the page is ${overflow} pixels wider than its window`);
  console.log(`${complaints.length === 0 ? '✓' : '✗'} ${name}${complaints.map((complaint) => `\n    ${complaint}`).join('')}`);
  failures += complaints.length;
  await context.close();
}
await browser.close();
stop();
console.log(failures === 0 ? `all clean; pictures in ${folder}` : `${failures} complaints; pictures in ${folder}`);
process.exit(failures === 0 ? 0 : 1);
