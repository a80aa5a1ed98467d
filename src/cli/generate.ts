/** `seqlab generate`: text written by a language model. */
import { generate, type GenerateOptions as Choice } from '../decoding/generate';
import { generateTunes } from './generateTunes';
import { printJson, write, type Terminal } from './terminal';
import { withRun, type EngineOptions } from './useRun';

export interface GenerateOptions extends EngineOptions, Omit<Choice, 'length' | 'signal'> {
  readonly prompt: string;
  readonly length?: number;
  /** Compose so many tunes instead. */
  readonly tunes?: number;
  readonly json: boolean;
}

/** Tokens to write where nobody says: about a paragraph. */
const DEFAULT_LENGTH = { word: 100, bpe: 150, char: 500 } as const;

export function generateCommand(terminal: Terminal, run: string, options: GenerateOptions): Promise<void> {
  const { length, json, engine, threads, tunes, ...choice } = options;
  return withRun(terminal, run, { engine, threads }, async (loaded) => {
    if (tunes !== undefined) return generateTunes(terminal, loaded, { ...options, tunes });
    const { tokens: model } = loaded.languageModel();
    const tokenizer = loaded.run.tokenizers.target;
    const began = performance.now();
    let text = '';
    let tokens = 0;
    if (!json) await write(terminal.stdout, choice.prompt);
    for await (const piece of generate(model, tokenizer, { ...choice, length: length ?? DEFAULT_LENGTH[tokenizer.unit] })) {
      text += piece;
      tokens++;
      if (!json) await write(terminal.stdout, piece);
    }
    if (json) return printJson(terminal, { run: loaded.run.folder, step: loaded.checkpointStep, prompt: choice.prompt, text, seed: choice.seed, tokens, milliseconds: performance.now() - began });
    if (!text.endsWith('\n')) await write(terminal.stdout, '\n');
  });
}
