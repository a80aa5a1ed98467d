/**
 * The vocabularies of a run. `tokenizer.json` is the source's, or the only one (language models, shared vocabularies);
 * `tokenizer.target.json` is the target's where that has one of its own.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors/userError';
import { runFiles } from '../protocol/runFiles';
import type { Tokenizer } from '../text/tokenizer';
import { loadTokenizer, tokenizerToText } from '../text/tokenizerFile';
import { writeFileAtomic } from './atomicFiles';

export const TARGET_TOKENIZER_FILE = 'tokenizer.target.json';

export interface Tokenizers {
  /** Of a translator's input; null for a language model. The same object as `target` where the vocabulary is shared. */
  readonly source: Tokenizer | null;
  /** Of what the model says. */
  readonly target: Tokenizer;
}

export async function saveTokenizers(folder: string, { source, target }: Tokenizers): Promise<void> {
  await writeFileAtomic(join(folder, runFiles.tokenizer), tokenizerToText(source ?? target));
  if (source && source !== target) await writeFileAtomic(join(folder, TARGET_TOKENIZER_FILE), tokenizerToText(target));
}

/** @throws UserError where a file is missing or damaged */
export async function loadTokenizers(folder: string, kind: { readonly translates: boolean; readonly shared: boolean }): Promise<Tokenizers> {
  const first = await loadOne(join(folder, runFiles.tokenizer));
  if (!kind.translates) return { source: null, target: first };
  return { source: first, target: kind.shared ? first : await loadOne(join(folder, TARGET_TOKENIZER_FILE)) };
}

async function loadOne(path: string): Promise<Tokenizer> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new UserError(`the vocabulary cannot be read: ${(error as Error).message}`, path, 'restore the file or train the run again');
  }
  return loadTokenizer(json, path);
}
