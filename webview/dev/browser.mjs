/** A headless Chromium: the reader's own, or the one that the tests of the editor install. */
import { chromium } from 'playwright-core';
import { ensureBrowser } from '../../scripts/lib/browser.mjs';

const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function openBrowser() {
  const { executable, environment } = await ensureBrowser();
  return chromium.launch({ executablePath: executable, env: { ...process.env, ...environment }, args: process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet });
}
