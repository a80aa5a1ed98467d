/** What axe-core, the usual checker of accessibility, finds wrong in a webview. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * @param {import('playwright-core').FrameLocator} webview
 * @returns {Promise<string[]>} a line for each rule that is broken, with the first element that breaks it
 */
export async function accessibilityProblems(webview) {
  const frame = await (await webview.locator('body').elementHandle())?.ownerFrame();
  if (!frame) throw new Error('the webview is gone');
  await frame.evaluate(axe);
  const check = () => frame.evaluate(async () => {
    const { violations, passes } = await /** @type {any} */ (window).axe.run(document.body);
    if (passes.length < 10) return [`axe checked next to nothing: ${passes.length} rules`];
    return violations.map((/** @type {any} */ { id, help, nodes }) => `${id}: ${help}: ${nodes[0].html}`);
  });
  const problems = await check();
  if (problems.length === 0) return problems;
  await delay(1_000); // what fades in is pale for a moment: only what stays wrong counts
  return check();
}
