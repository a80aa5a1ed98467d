import { getPriority, setPriority, constants } from 'node:os';
import { expect, it } from 'vitest';
import { comingFirst } from './precedence';

function mayRaise(): boolean {
  const usual = getPriority();
  try {
    setPriority(constants.priority.PRIORITY_ABOVE_NORMAL);
    setPriority(usual);
    return true;
  } catch {
    return false;
  }
}

it('comes first where the system allows it, as long as anybody works, and gives back what is done', async () => {
  const usual = getPriority();
  const expected = mayRaise() ? Math.min(usual, constants.priority.PRIORITY_ABOVE_NORMAL) : usual;
  let release = (): void => undefined;
  const waiting = comingFirst(() => new Promise<string>((resolve) => { release = () => resolve('waited'); }));
  expect(await comingFirst(() => Promise.resolve(getPriority()))).toBe(expected);
  expect(getPriority()).toBe(expected);
  release();
  expect(await waiting).toBe('waited');
  expect(getPriority()).toBe(usual);
  await expect(comingFirst(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(getPriority()).toBe(usual);
});
