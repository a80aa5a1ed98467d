import { describe, expect, it } from 'vitest';
import { describeExit, lastComplaint, TextTail } from './processExit';

describe('describeExit', () => {
  it('tells what a signal means and what to do', () => {
    expect(describeExit('the training process', null, 'SIGKILL', '')).toMatch(/^the training process ended with signal SIGKILL: .*memory ran out.*smaller batch/);
    expect(describeExit('it', null, 'SIGTERM', '')).toBe('it ended with signal SIGTERM');
  });

  it('adds the reason that the process printed', () => {
    expect(describeExit('it', 1, null, 'Error: no engine\n    at load (x.js:1:1)\n\nNode.js v24.0.0\n')).toBe('it ended with code 1: Error: no engine');
    expect(describeExit('it', 3, null, '')).toBe('it ended with code 3');
    expect(describeExit('it', 0, null, 'a warning')).toBe('it has ended');
  });
});

it('lastComplaint prefers the error to what surrounds it', () => {
  expect(lastComplaint('file.js:3\n  throw new TypeError("x")\n  ^\n\nTypeError: x is no function\n    at a (b.js:1:2) {\n  code: 7\n}\n')).toBe('TypeError: x is no function');
  expect(lastComplaint('first\nlast words\n')).toBe('last words');
  expect(lastComplaint('')).toBe('');
});

it('TextTail keeps the end', () => {
  const tail = new TextTail(5);
  for (const text of ['abc', 'def', 'g']) tail.add(text);
  expect(tail.text).toBe('cdefg');
});
