/** A headless Chromium: the one that the environment variable CHROMIUM names, or one of the usual places. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function openBrowser() {
  const executablePath = [process.env.CHROMIUM, ...usual].find((candidate) => candidate && existsSync(candidate));
  if (!executablePath) {
    console.error('no Chromium found: install one or name it in the environment variable CHROMIUM');
    process.exit(2);
  }
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet });
}
