/** The folders that the scripts share. Everything below `.vscode-test/` and `out/` can be deleted at any time. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = path.resolve(fileURLToPath(import.meta.url), '../../..');
/** What is installed on demand: the served VS Code, a browser, profiles. Kept between runs. */
export const cacheFolder = path.join(root, '.vscode-test');
/** What a run leaves behind: bundled suites, reports, screenshots and logs of failures, the staged package. */
export const outFolder = path.join(root, 'out');
/** The workspace that `npm start` opens. */
export const samplesFolder = path.join(root, 'samples');
