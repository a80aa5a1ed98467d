import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filledFolder } from './onDemand.mjs';

let parent: string;
beforeEach(() => { parent = mkdtempSync(path.join(tmpdir(), 'sequence-lab-test-')); });
afterEach(() => rmSync(parent, { recursive: true }));

const filling = (content: string) => (folder: string): Promise<void> => {
  writeFileSync(path.join(folder, 'file'), content);
  return Promise.resolve();
};
const contentOf = (folder: string): string => readFileSync(path.join(folder, 'file'), 'utf8');

describe('a folder filled on demand', () => {
  it('is filled once and then reused', async () => {
    const folder = await filledFolder('host-1', filling('first'), parent);
    expect(await filledFolder('host-1', filling('second'), parent)).toBe(folder);
    expect(contentOf(folder)).toBe('first');
  });

  it('is absent after a failure and filled by the next try', async () => {
    const failing = (folder: string): Promise<void> => {
      writeFileSync(path.join(folder, 'file'), 'half');
      return Promise.reject(new Error('no network'));
    };
    await expect(filledFolder('host-1', failing, parent)).rejects.toThrow('no network');
    expect(readdirSync(parent)).toEqual([]);
    expect(contentOf(await filledFolder('host-1', filling('whole'), parent))).toBe('whole');
  });

  it('removes what a dead run left, but not what a living one fills', async () => {
    const dead = path.join(parent, 'host-1.partial-99999999');
    const living = path.join(parent, `host-1.partial-${process.ppid}`);
    mkdirSync(dead);
    mkdirSync(living);
    await filledFolder('host-1', filling('whole'), parent);
    expect([existsSync(dead), existsSync(living)]).toEqual([false, true]);
  });

  it('is taken from the faster of two runs', async () => {
    const overtaken = async (folder: string): Promise<void> => {
      mkdirSync(path.join(parent, 'host-1'));
      await filling('faster')(path.join(parent, 'host-1'));
      await filling('slower')(folder);
    };
    expect(contentOf(await filledFolder('host-1', overtaken, parent))).toBe('faster');
    expect(readdirSync(parent)).toEqual(['host-1']);
  });
});
