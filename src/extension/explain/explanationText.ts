/** An explanation as the Markdown of a hover. Nothing of a document is interpreted as Markdown or HTML. */
import type { Explanation } from '../../protocol/language';

/** Blocks of a bar that stands for probability 1. */
const BAR = 12;

/**
 * @param asked the word under the pointer; null where none stands there yet
 * @param linkOf the address of a line of a training file; null where it cannot be opened
 */
export function explanationMarkdown({ candidates, probability, surpriseBits, unknown, sources, sourceCount }: Explanation, asked: string | null, model: string, linkOf: (file: string, line: number) => string | null): string {
  const likeliest = candidates.map(({ word, probability: share }) => `| ${isSame(word, asked) ? `**${plain(word)}**` : plain(word)} | ${bar(share)} | ${percent(share)} |`);
  const lines = [
    asked === null ? `**What comes next**, by “${plain(model)}”` : `**${plain(asked)}** ${unknown ? unknownText(probability) : surpriseText(probability, surpriseBits)}`,
    '', `| ${asked === null ? 'Likeliest' : 'Expected here'} | | |`, '|:--|:--|--:|', ...likeliest,
  ];
  if (candidates.length === 0) lines.splice(1, 4, '', 'The model has no word to offer here.');
  if (sources.length > 0) {
    const [{ words }] = sources;
    lines.push('', `Learnt from ${sourceCount.toLocaleString('en')} ${sourceCount === 1 ? 'place' : 'places'} ${words === 0 ? 'that have the word' : `where the same ${words === 1 ? 'word stands' : `${words} words stand`} before it`}:`, '');
    for (const { file, line, excerpt } of sources) {
      const name = `${plain(file.replace(/^.*[\\/]/, ''))}:${line}`;
      const link = linkOf(file, line);
      lines.push(`- ${link === null ? name : `[${name}](${link})`} ${plain(excerpt)}`);
    }
  }
  if (asked !== null) lines.push('', `*Expected by “${plain(model)}”*`);
  return lines.join('\n');
}

/** "surprises by 3.2 bits: 1 in 9" */
export function surpriseText(probability: number, bits: number | null): string {
  if (bits === null) return 'is a word that the model cannot say';
  if (probability > 0.5) return `was expected: ${percent(probability)}, ${bits.toFixed(1)} bits`;
  return `surprises by ${bits.toFixed(1)} bits: 1 in ${oneIn(probability)}`;
}

/** A word that is not in the vocabulary has no probability of its own. */
const unknownText = (probability: number): string => `is not in the vocabulary; some unknown word had ${percent(probability)}`;

const oneIn = (probability: number): string => Number((1 / probability).toPrecision(2)).toLocaleString('en');

/** "34 %", "0.8 %", "<0.1 %" */
export function percent(share: number): string {
  if (share >= 0.0995) return `${Math.round(100 * share)} %`;
  return share >= 0.001 ? `${(100 * share).toFixed(1)} %` : '<0.1 %';
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Blocks of text, to an eighth of one. */
export function bar(share: number, blocks = BAR): string {
  const filled = Math.max(share > 0 ? 1 : 0, Math.round(8 * blocks * share));
  return '█'.repeat(Math.floor(filled / 8)) + eighths[filled % 8];
}

const isSame = (word: string, asked: string | null): boolean => asked !== null && word.toLowerCase() === asked.toLowerCase();

/** Without meaning in Markdown or HTML, on one line. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+\-.!|<>~&$]/g, (sign) => `&#${sign.charCodeAt(0)};`);
