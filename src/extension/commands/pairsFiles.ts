/** The files of sentence pairs that a workspace offers, those trained on before first, each with its first pair to tell it by. */
import { open, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { firstLine } from '../../protocol/format';

const RECENT_KEY = 'recentPairs';
const MOST_FILES = 200;
const MOST_RECENT = 8;

export interface PairsItem extends vscode.QuickPickItem { readonly file: vscode.Uri }

export async function listPairsFiles(state: vscode.Memento): Promise<PairsItem[]> {
  const found = await vscode.workspace.findFiles('**/*.{tsv,tab}', '**/{node_modules,.sequence-lab}/**', MOST_FILES);
  const recent = state.get<string[]>(RECENT_KEY, []);
  const rank = (file: vscode.Uri): number => { const at = recent.indexOf(file.fsPath); return at < 0 ? MOST_RECENT : at; };
  const outside = recent.filter((path) => !found.some(({ fsPath }) => fsPath === path)).map((path) => vscode.Uri.file(path));
  const files = [...found.filter(({ scheme }) => scheme === 'file'), ...outside].sort((a, b) => rank(a) - rank(b) || a.fsPath.localeCompare(b.fsPath));
  const items = await Promise.all(files.map((file) => toItem(file, recent)));
  return items.filter((item) => item !== null);
}

export async function rememberPairsFile(state: vscode.Memento, file: vscode.Uri): Promise<void> {
  const recent = state.get<string[]>(RECENT_KEY, []).filter((path) => path !== file.fsPath);
  await state.update(RECENT_KEY, [file.fsPath, ...recent].slice(0, MOST_RECENT));
}

/** About how many lines a file has, by its size and its first lines; 0 where it cannot be read. */
export async function estimateLines(path: string): Promise<number> {
  const [start, size] = await Promise.all([readStart(path), stat(path).then((found) => found.size, () => 0)]);
  if (start === null || start === '') return 0;
  return Math.round(size / Buffer.byteLength(start) * start.split('\n').length);
}

async function toItem(file: vscode.Uri, recent: readonly string[]): Promise<PairsItem | null> {
  const start = await readStart(file.fsPath);
  if (start === null) return null; // gone since
  const [source, target] = start.split('\n', 1)[0].split('\t');
  return {
    file, label: file.path.replace(/^.*\//, ''), description: `${vscode.workspace.asRelativePath(file)}${recent.includes(file.fsPath) ? ' · recently used' : ''}`,
    detail: target === undefined ? 'no tab in its first line' : `${firstLine(source)} → ${firstLine(target)}`,
  };
}

/** The first kilobytes of a file, or null where it cannot be read. */
async function readStart(path: string): Promise<string | null> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(2048), 0, 2048, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}
