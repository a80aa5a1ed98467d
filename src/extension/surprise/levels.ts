/** How surprise is drawn: three levels by bits, each with a line of its own beside its colour, so that it is seen in high contrast and by the colour-blind. */

export interface Level {
  /** From so many bits. */
  readonly bits: number;
  /** The line below the word. */
  readonly border: 'dotted' | 'dashed' | 'solid';
  readonly width: string;
  /** The line as a character, for the legend. */
  readonly sign: string;
  readonly says: string;
}

/** Below the first level a word is as good as expected and stays plain. Bits = -log2 p: each further bit halves the probability. */
export const levels: readonly Level[] = [
  { bits: 4, border: 'dotted', width: '0 0 1px 0', sign: '┈', says: 'somewhat surprising: less likely than 1 in 16' },
  { bits: 7, border: 'dashed', width: '0 0 2px 0', sign: '╌', says: 'surprising: less likely than 1 in 128' },
  { bits: 10, border: 'solid', width: '0 0 2px 0', sign: '━', says: 'very surprising: less likely than 1 in 1,024' },
];

/** How a word is drawn that is not in the vocabulary: the model can only say how likely some unknown word is. */
export const unknownBorder = { border: 'double', width: '0 0 3px 0' } as const;

/** Index of the level of so many bits; -1 below the first. */
export const levelOf = (bits: number): number => levels.findLastIndex((level) => bits >= level.bits);

/** "Surprise ┈ 4 ╌ 7 ━ 10 bits · mean 5.2" */
export function legendText(meanBits: number | null): string {
  const signs = levels.map(({ bits, sign }) => `${sign} ${bits}`).join('  ');
  return `Surprise ${signs} bits${meanBits === null ? '' : ` · mean ${meanBits.toFixed(1)}`}`;
}

/** Markdown. */
export function legendMarkdown(model: string, meanBits: number | null, limit: number | null): string {
  const rows = levels.map(({ bits, border, says }) => `| ${border} | ${bits} bits | ${says} |`);
  return [
    `**How much each word surprised “${model}”**`, '', '| line | from | |', '|:--|--:|:--|', ...rows, `| ${unknownBorder.border} | | a word that the model does not know |`, '',
    ...(meanBits === null ? [] : [`On average ${meanBits.toFixed(1)} bits a token, a perplexity of ${Math.round(2 ** meanBits).toLocaleString('en')}.`, '']),
    ...(limit === null ? [] : [`Only the first ${limit.toLocaleString('en')} characters are measured.`, '']),
    'Escape, or a click here, takes the colours away.',
  ].join('\n');
}
