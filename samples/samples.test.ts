/** The committed samples are what their generators write, byte for byte, and every experiment file is one that trains. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseExperiment } from '../src/protocol/experiment';

const SAMPLES = import.meta.dirname;
const STORIES = readdirSync(join(SAMPLES, '03-stories/stories'));
const GENERATED: Record<string, string[]> = {
  '01-dates': ['dates.tsv'],
  '02-phrasebook': ['phrasebook.tsv'],
  '03-stories': STORIES.map((name) => `stories/${name}`),
  '04-tunes': ['tunes.abc'],
};

describe.each(Object.entries(GENERATED))('the generator of %s', (sample, files) => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'samples-')); });
  afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

  it('writes the committed files again, byte for byte, and no others', () => {
    execFileSync(process.execPath, [join(SAMPLES, sample, 'generate.mjs'), folder]);
    for (const file of files) expect(readFileSync(join(folder, file)).equals(readFileSync(join(SAMPLES, sample, file))), file).toBe(true);
    expect(readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())).toHaveLength(files.length);
  });
});

const EXPERIMENTS = readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.seqlab.json'));

it('offers nine experiments', () => expect(EXPERIMENTS).toHaveLength(9));

describe.each(EXPERIMENTS)('%s', (path) => {
  const experiment = parseExperiment(readFileSync(join(SAMPLES, path), 'utf8'), path);

  it('names training data that is there', () => {
    const { train } = experiment.data;
    const patterns = typeof train === 'string' ? [train] : Array.isArray(train) ? train : [train.source, train.target];
    for (const pattern of patterns) {
      const folder = join(SAMPLES, dirname(path));
      const [base, rest] = pattern.split('/*');
      expect(rest === undefined ? existsSync(join(folder, pattern)) : readdirSync(join(folder, base)).some((name) => name.endsWith(rest)), pattern).toBe(true);
    }
  });

  it('holds out some of it', () => expect(experiment.data.validation).toEqual({ fraction: 0.05 }));
});
