/** Drives the workbench as a person does: keyboard, palette, quick picks, editors, panels. Everything waits for what it needs to see. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

/** @typedef {import('playwright-core').Page} Page */

/** What a closed network and a root user need; the GPU is left out so that pixels are the same everywhere. */
const switches = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** @param {import('./browser.mjs').Browser} browser */
export const launch = ({ executable, environment }) => {
  const env = /** @type {Record<string, string>} */ ({ ...process.env, ...environment });
  return chromium.launch({ executablePath: executable, args: switches, env, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false });
};

/** How long a part of the workbench may take to appear. */
const patienceMs = 45_000;

export class Workbench {
  /** @param {Page} page @param {import('playwright-core').Browser} browser */
  constructor(page, browser) {
    this.page = page;
    this.browser = browser;
  }

  /**
   * Opens a folder and waits until the workbench stands.
   * @param {import('./browser.mjs').Browser} browser
   * @param {string} url  of the served VS Code
   * @param {string} folder
   * @param {{ width: number, height: number }} [viewport]
   */
  static async open(browser, url, folder, viewport = { width: 1400, height: 900 }) {
    const chromium = await launch(browser);
    const context = await chromium.newContext({ viewport, locale: 'en-US' });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    const workbench = new Workbench(page, chromium);
    try {
      await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`);
      await workbench.#stands();
    } catch (error) {
      await workbench.close();
      throw error;
    }
    return workbench;
  }

  /** Reloads the window: a new extension host begins. */
  async reload() {
    // In a browser VS Code writes down what is open every five seconds, once it is idle: nothing can be awaited while a page closes.
    await this.page.waitForTimeout(8_000);
    await this.page.reload();
    await this.#stands();
  }

  /** Runs a command by its title ("Sequence Lab: Stop Training") from the palette. @param {string} title */
  async runCommand(title) {
    await this.#choose(`>${title}`, title);
  }

  /** Opens a workspace file in an editor. @param {string} name */
  async openFile(name) {
    // Without its `>` the palette finds files. (Ctrl+P is the browser's while a webview has the keyboard.)
    await this.#choose(name, path.basename(name));
    await this.page.locator(`.editor-group-container.active .tab[data-resource-name="${path.basename(name)}"].active`).waitFor();
    await this.focusEditor();
  }

  /** Chooses the first entry of the open quick pick that contains a text. @param {string | RegExp} text */
  async pick(text) {
    const row = this.#row(text);
    await row.waitFor();
    await this.page.mouse.move(0, 0); // an entry that the mouse rests on shows a hover, which would lie over the others
    await row.click();
  }

  /** Types into the open quick pick or input box and confirms. @param {string} text */
  async answer(text) {
    await this.#type(text);
    await this.page.keyboard.press('Enter');
  }

  /** Waits until the quick pick or input box asks this, in its title, prompt or placeholder. @param {RegExp} question */
  async asked(question) {
    await this.page.waitForFunction(([source, flags]) => {
      const widget = /** @type {HTMLElement | null} */ (document.querySelector('.quick-input-widget'));
      if (!widget || widget.style.display === 'none') return false;
      const placeholder = widget.querySelector('input[placeholder]')?.getAttribute('placeholder') ?? '';
      return new RegExp(source, flags).test(`${widget.innerText}\n${placeholder}`);
    }, [question.source, question.flags]);
  }

  /** Puts the keyboard into the active editor. */
  async focusEditor() {
    await this.page.locator('.editor-group-container.active .monaco-editor .view-lines').first().click();
  }

  /** Types at the cursor. @param {string} text @param {{ delayMs?: number }} [options] */
  async typeText(text, { delayMs = 30 } = {}) {
    await this.page.keyboard.type(text, { delay: delayMs });
  }

  /** What the active editor shows, a string for each line on the screen. */
  async editorLines() {
    const lines = this.page.locator('.editor-group-container.active .monaco-editor .view-line');
    const rows = await lines.evaluateAll((elements) => elements.map((element) => {
      const visible = /** @type {HTMLElement} */ (element.cloneNode(true));
      for (const ghost of visible.querySelectorAll('.ghost-text-decoration, .ghost-text-decoration-preview, .ghost-text')) ghost.remove();
      return { top: /** @type {HTMLElement} */ (element).offsetTop, text: (visible.textContent ?? '').replaceAll('\u00a0', ' ') };
    }));
    return rows.sort((a, b) => a.top - b.top).map(({ text }) => text);
  }

  /** The grey text offered at the cursor. */
  get ghostText() {
    return this.page.locator('.ghost-text-decoration, .ghost-text-decoration-preview, .ghost-text');
  }

  /** The notifications on the screen. */
  get notifications() {
    return this.page.locator('.notifications-toasts .notification-list-item-message');
  }

  /** The status bar's entries. */
  get statusBar() {
    return this.page.locator('.part.statusbar .statusbar-item');
  }

  /** The document inside the visible webview. */
  get webview() {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** @param {string} file */
  async screenshot(file) {
    mkdirSync(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
  }

  async close() {
    await this.browser.close();
  }

  /**
   * Opens the palette, types and chooses. It is opened again where it closed, because something else took the keyboard, and where the
   * entry is missing: an extension's commands may come late, and an open palette does not show them.
   * @param {string} text @param {string} entry
   */
  async #choose(text, entry) {
    for (const end = Date.now() + patienceMs; ;) {
      await this.page.keyboard.press('F1');
      try {
        await this.#input.fill(text, { timeout: 3000 });
        await this.#row(entry).click({ timeout: 3000 });
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  async #stands() {
    await this.page.locator('.part.statusbar .statusbar-item').first().waitFor({ timeout: 2 * patienceMs });
  }

  get #input() {
    return this.page.locator('.quick-input-widget input.input, .quick-input-widget .quick-input-box input').first();
  }

  /** @param {string} text */
  async #type(text) {
    await this.#input.waitFor({ state: 'visible' });
    await this.#input.fill(text);
  }

  /** @param {string | RegExp} text */
  #row(text) {
    return this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  }
}
