/** Lines to translations, a few at a time: progress is seen, and Cancel obeyed. */
import * as vscode from 'vscode';
import type { Translation } from '../../protocol/messages';
import type { App } from '../app';
import { chunksOf } from './lines';

/** The first lines come at once; then as many as fill a batch. */
const FIRST_CHUNK = 4;
const CHUNK = 16;

/** @throws CancellationError when the token says so */
export async function* translateInChunks(app: App, runFolder: string, lines: readonly string[], token: vscode.CancellationToken): AsyncGenerator<Translation[]> {
  for (const chunk of [lines.slice(0, FIRST_CHUNK), ...chunksOf(lines.slice(FIRST_CHUNK), CHUNK)]) {
    if (token.isCancellationRequested) throw new vscode.CancellationError();
    if (chunk.length === 0) continue;
    try {
      yield await app.predictor.translate(runFolder, chunk, token);
    } catch (error) {
      throw token.isCancellationRequested ? new vscode.CancellationError() : error;
    }
  }
}
