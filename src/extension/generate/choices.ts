/** What a text is drawn with: shown as a form, remembered between uses, written above the text so that it can be made again. */

export interface GenerationChoices {
  /** Tokens to write: words, pieces of words or characters, as the model has them. */
  readonly length: number;
  /** 0 always takes the likeliest token, 1 draws as the model says, more is bolder. */
  readonly temperature: number;
  /** Only the so many likeliest are drawn from; null: all. */
  readonly topK: number | null;
  /** Only the likeliest that together have this probability are drawn from (Holtzman et al. 2020); 1: all. */
  readonly topP: number;
  readonly seed: number;
}

export const usualChoices: Omit<GenerationChoices, 'seed'> = { length: 200, temperature: 0.8, topK: null, topP: 0.95 };

export type ChoiceName = keyof GenerationChoices;

interface Field { readonly label: string; readonly says: string; readonly prompt: string; parse(text: string): number | null | undefined }

const number = (least: number, most: number, isWhole: boolean) => (text: string): number | undefined => {
  const value = text.trim() === '' ? NaN : Number(text.trim().replace(',', '.'));
  return value >= least && value <= most && (!isWhole || Number.isInteger(value)) ? value : undefined;
};

/** In the order of the form. `parse` answers undefined to what will not do. */
export const fields: Readonly<Record<ChoiceName, Field>> = {
  length: { label: 'Length', says: 'tokens: words, pieces of words or characters, as the model has them', prompt: 'A whole number from 1 to 100,000', parse: number(1, 100_000, true) },
  temperature: { label: 'Temperature', says: '0 always takes the likeliest, 1 draws as the model says, more is bolder', prompt: 'A number from 0 to 10', parse: number(0, 10, false) },
  topK: { label: 'Top-k', says: 'draws from the so many likeliest', prompt: 'A whole number from 1, or “off”', parse: (text) => (/^\s*(off|all|none)?\s*$/i.test(text) ? null : number(1, 1_000_000, true)(text)) },
  topP: { label: 'Top-p', says: 'draws from the likeliest that together have this probability; 1: from all', prompt: 'A number above 0, up to 1', parse: number(Number.MIN_VALUE, 1, false) },
  seed: { label: 'Seed', says: 'the same seed draws the same text again', prompt: 'A whole number from 0', parse: number(0, Number.MAX_SAFE_INTEGER, true) },
};

export const valueText = (choices: GenerationChoices, name: ChoiceName): string => (choices[name] === null ? 'off' : String(choices[name]));

/** The choices with one of them changed; null where the text will not do. */
export function withChoice(choices: GenerationChoices, name: ChoiceName, text: string): GenerationChoices | null {
  const value = fields[name].parse(text);
  return value === undefined ? null : { ...choices, [name]: value };
}

/** What was stored, checked, with a fresh seed. */
export function readChoices(stored: unknown, seed: number): GenerationChoices {
  const before = (typeof stored === 'object' && stored !== null ? stored : {}) as Partial<Record<ChoiceName, unknown>>;
  let choices: GenerationChoices = { ...usualChoices, seed };
  for (const name of ['length', 'temperature', 'topK', 'topP'] as const) {
    const value = before[name];
    if (typeof value === 'number' || value === null) choices = withChoice(choices, name, value === null ? 'off' : String(value)) ?? choices;
  }
  return choices;
}

/** The line above a generated text: all that is needed to make it again. */
export function headline(model: string, runId: string, { length, temperature, topK, topP, seed }: GenerationChoices): string {
  return `Written by “${model}” (${runId}): length ${length}, temperature ${temperature}, top-k ${topK ?? 'off'}, top-p ${topP}, seed ${seed}`;
}
