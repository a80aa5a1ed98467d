import { expect, it } from 'vitest';
import { diffWords } from './wordDiff';

const show = (parts: readonly { text: string; changed: boolean }[]): string => parts.map(({ text, changed }) => (changed ? `[${text}]` : text)).join('');
const diff = (output: string, reference: string): [string, string] => {
  const result = diffWords(output, reference);
  return [show(result.output), show(result.reference)];
};

it.each([
  ['le chat dort', 'le chat dort', 'le chat dort', 'le chat dort'],
  ['le chien dort', 'le chat dort', 'le [chien] dort', 'le [chat] dort'],
  ['le petit gros chat', 'le chat noir', 'le [petit gros] chat', 'le chat [noir]'],
  ['', 'le chat', '', '[le chat]'],
  ['2021-03-05', '2021-03-04', '2021-03-[05]', '2021-03-[04]'],
  ['나는 학교에 갔다', '나는 집에 갔다', '나는 [학교에] 갔다', '나는 [집에] 갔다'],
])('marks what differs in %j against %j', (output, reference, wantedOutput, wantedReference) => {
  expect(diff(output, reference)).toEqual([wantedOutput, wantedReference]);
});

it('finds words where none are spaced', () => {
  const [output] = diff('私は犬が好きです', '私は猫が好きです');
  expect(output).toBe('私は[犬]が好きです');
});

it('does not stall on a runaway answer: it is not compared word by word', () => {
  expect(diffWords(`${'la '.repeat(300)}chat`, 'le chat').output).toHaveLength(2);
  expect(diffWords(`${'la '.repeat(5000)}chat`, 'le chat').output).toHaveLength(1);
});
