import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baselinesSchema, helpersFileSchema } from '../protocol/language';
import { seqlab, type Ran } from './testTerminal';
import { writeTestExperiments, type TestFolder } from './testExperiments';

let place: TestFolder;
let trained: Ran;
let trainedLanguage: Ran;
const run = (args: readonly string[], input: string | Buffer = ''): Promise<Ran> => seqlab(place.folder, args, input);
/** The result of a command that must succeed and print one JSON object and nothing else. */
async function json<T = Record<string, unknown>>(args: readonly string[], input = ''): Promise<T> {
  const { code, output, errors } = await run([...args, '--json'], input);
  expect({ code, errors }).toMatchObject({ code: 0 });
  return JSON.parse(output) as T;
}

beforeAll(async () => {
  place = writeTestExperiments();
  trained = await run(['train', place.translator, '--run', 'runs/translator']);
  trainedLanguage = await run(['train', place.languageModel, '--run', 'runs/rhyme', '--json']);
}, 120_000);
afterAll(() => rmSync(place.folder, { recursive: true, force: true }));

describe('seqlab train', () => {
  it('shows each epoch with samples beside their references, and ends with the run\'s folder', () => {
    const { code, output } = trained;
    expect(code).toBe(0);
    expect(output.trimEnd().split('\n').at(-1)).toBe(join(place.folder, 'runs/translator'));
    expect(output).toMatch(/before training: validation loss/);
    expect(output).toMatch(/epoch 10: validation loss [\d.]+, perplexity [\d.]+, accuracy [\d.]+ %, BLEU [\d.]+, chrF [\d.]+, TER [\d.]+, exact [\d.]+ %/);
    expect(output).toMatch(/ {2}input {6}\S.*\n {2}output {5}.*\n {2}reference {2}\S/);
  });

  it('prints one JSON object when asked to', () => {
    const result = JSON.parse(trainedLanguage.output) as Record<string, unknown>;
    expect(result).toMatchObject({ runFolder: join(place.folder, 'runs/rhyme'), status: 'finished', best: { kind: 'validation', best: true } });
    expect(result.step).toBeGreaterThan(10);
    expect(trainedLanguage.errors).toMatch(/parameters/);
  });

  it('changes settings, each honoured, and puts new runs under .sequence-lab/runs', async () => {
    const result = await json<{ runFolder: string; step: number; engine: { name: string; threads: number } }>(['train', place.languageModel, '--set', 'training.maxSteps=2', '--set', 'model.cell=gru', '--threads', '2', '--engine', 'webassembly']);
    expect(result.step).toBe(2);
    expect(result.engine.name).toBe('webassembly');
    expect(result.runFolder).toMatch(/\.sequence-lab[\\/]runs[\\/]\d{8}-\d{6}-rhyme$/);
    const record = JSON.parse(readFileSync(join(result.runFolder, 'run.json'), 'utf8')) as { experiment: { model: { cell: string }; training: { threads: number } } };
    expect(record.experiment).toMatchObject({ model: { cell: 'gru' }, training: { threads: 2, maxSteps: 2 } });
  });
});

describe('seqlab translate', () => {
  it('gives a line for a line, empty for empty', async () => {
    const { code, output, errors } = await run(['translate', 'runs/translator'], 'un chat\n\ndeux chien et chat\r\nchien');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toBe('one cat\n\ntwo dog and cat\ndog\n');
  });

  it('gives n outputs with scores', async () => {
    const { output } = await run(['translate', 'runs/translator', '--beam', '4', '--nbest', '3'], 'un chat\n\ntrois\n');
    const rows = output.trimEnd().split('\n').map((line) => line.split('\t'));
    expect(rows.filter(([index]) => index === '1')).toHaveLength(3);
    expect(rows.filter(([index]) => index === '2')).toHaveLength(1);
    expect(rows[0][2]).toBe('one cat');
    expect(Number(rows[0][1])).toBeGreaterThan(Number(rows[1][1]));
  });

  it('writes attention, and prints JSON', async () => {
    const result = await json<{ lines: { source: string; output: string; outputs: { attention: { values: number[][] } }[] }[] }>(['translate', 'runs/translator', '--attention', 'attention.json'], 'un chat\n');
    expect(result.lines[0]).toMatchObject({ source: 'un chat', output: 'one cat' });
    const { lines } = JSON.parse(readFileSync(join(place.folder, 'attention.json'), 'utf8')) as { lines: { rows: string[]; columns: string[]; values: number[][] }[] };
    expect(lines[0]).toMatchObject({ rows: ['one', 'cat', '</s>'], columns: ['un', 'chat', '</s>'] });
    expect(lines[0].values).toEqual(result.lines[0].outputs[0].attention.values);
    for (const row of lines[0].values) expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 3);
  });

  it('honours the length limit and the length penalty', async () => {
    const short = await run(['translate', 'runs/translator', '--max-length', '2'], 'un chat et deux chien\n');
    expect(short.output.trim().split(' ')).toHaveLength(2);
    const scoreWith = async (alpha: string): Promise<number> => Number((await run(['translate', 'runs/translator', '--nbest', '2', '--length-penalty', alpha], 'un chat et deux chien\n')).output.split('\t')[1]);
    expect(Math.abs(await scoreWith('0'))).toBeGreaterThan(Math.abs(await scoreWith('2')));
  });
});

describe('seqlab evaluate', () => {
  it('measures a translator beside its baselines', async () => {
    const result = await json<Record<string, number> & { baselines: Record<string, Record<string, number>> }>(['evaluate', 'runs/translator']);
    for (const name of ['loss', 'perplexity', 'accuracy', 'bleu', 'chrf', 'exactMatch', 'tokenAccuracy']) expect(result[name], name).toBeTypeOf('number');
    expect(result.perplexity).toBeCloseTo(Math.exp(result.loss), 6);
    expect(result.exactMatch).toBeGreaterThan(0.8);
    expect(result.baselines.copySource.bleu).toBe(0);
    expect(result.bleu).toBeGreaterThan(result.baselines.mostFrequentTarget.bleu + 20);
  });

  it('measures on other files', async () => {
    writeFileSync(join(place.folder, 'test.fr'), 'un chat\nchien\n');
    writeFileSync(join(place.folder, 'test.en'), 'one cat\nhorse\n');
    const result = await json(['evaluate', 'runs/translator', '--data', 'test.fr', 'test.en', '--beam', '1', '--tokenize', 'char', '--no-baselines']);
    expect(result).toMatchObject({ exactMatch: 0.5, baselines: {}, data: 'test.fr, test.en', signatures: { bleu: expect.stringContaining('tok:char') as string } });
  });

  it('measures a language model beside n-gram models, on the same tokens', async () => {
    const result = await json<Record<string, number> & { baselines: Record<string, Record<string, number>> }>(['evaluate', 'runs/rhyme']);
    expect(result.bitsPerCharacter).toBeGreaterThan(0);
    const { unigram, kneserNey } = result.baselines;
    expect(unigram.perplexity).toBeGreaterThan(10);
    expect(kneserNey.perplexity).toBeLessThan(unigram.perplexity / 4);
    expect(result.perplexity).toBeLessThan(unigram.perplexity / 4);
    // Bits per character and loss differ by the same factor everywhere: the texts are the same.
    expect(result.bitsPerCharacter / result.loss).toBeCloseTo(unigram.bitsPerCharacter / unigram.loss, 6);
    const { output } = await run(['evaluate', 'runs/rhyme', '--data', 'rhyme.txt']);
    expect(output).toMatch(/this run +unigram +bag of words +Kneser–Ney 5-gram\n/);
  });

  it('measures other text where the training text has gone, but for the baselines', async () => {
    const [text, gone] = [join(place.folder, 'rhyme.txt'), join(place.folder, 'gone.txt')];
    renameSync(text, gone);
    try {
      const { helped } = await json<{ helped: Record<string, Record<string, number>> }>(['evaluate', 'runs/rhyme', '--data', 'gone.txt', '--partner', '--no-baselines']);
      expect(helped.withPartner.loss).toBeGreaterThan(0);
      expect(helped.withPartner.loss).toBeLessThanOrEqual(helped.oneText.loss); // weighed on this very text
      expect((await run(['evaluate', 'runs/rhyme', '--data', 'gone.txt'])).errors).toMatch(/the baselines need the training text: .*rhyme\.txt.*--no-baselines/);
    } finally {
      renameSync(gone, text);
    }
  });
});

describe('the helpers of a language model', () => {
  it('are counted and weighed while it is trained, and stay in its folder', () => {
    const read = (name: string): unknown => JSON.parse(readFileSync(join(place.folder, 'runs/rhyme', name), 'utf8'));
    expect(baselinesSchema.parse(read('baselines.json')).models.map(({ name }) => name)).toEqual(['unigram', 'bagOfWords', 'kneserNey']);
    const helpers = helpersFileSchema.parse(read('helpers.json'));
    expect(helpers.perplexity.both!).toBeLessThanOrEqual(helpers.perplexity.model);
    expect(helpers.weights.both!.partner).toBeGreaterThanOrEqual(0);
  });

  it('count as much as the run says', async () => {
    const file = join(place.folder, 'runs/rhyme/helpers.json');
    const found = readFileSync(file, 'utf8');
    const evaluate = async (partner: number): Promise<number> => {
      const helpers = helpersFileSchema.parse(JSON.parse(found));
      writeFileSync(file, JSON.stringify({ ...helpers, weights: { ...helpers.weights, partner: { partner, cache: 0 } } }));
      return (await json<{ helped: Record<string, { loss: number }> }>(['evaluate', 'runs/rhyme', '--partner', '--no-baselines'])).helped.withPartner.loss;
    };
    try {
      const [none, some] = [await evaluate(0), await evaluate(0.9)];
      expect(some).toBeGreaterThan(none * 1.01); // the model knows the rhyme by heart, and its partner hardly does
    } finally {
      writeFileSync(file, found);
    }
  });

  it('are measured beside the model read as one text', async () => {
    const result = await json<{ helped: Record<string, Record<string, number>> }>(['evaluate', 'runs/rhyme', '--cache', '50', '--partner', '--no-baselines']);
    const { oneText, withPartner, withCache, withBoth } = result.helped;
    expect(withPartner.perplexity).toBeLessThan(oneText.perplexity * 1.01);
    expect(withCache.perplexity).toBeLessThan(oneText.perplexity * 1.01); // weighed on this very text
    expect(withBoth.perplexity).toBeLessThan(Math.min(withPartner.perplexity, withCache.perplexity) * 1.01);
    const { output } = await run(['evaluate', 'runs/rhyme', '--partner', '--no-baselines']);
    expect(output).toMatch(/this run +as one text +\+ n-gram\n/);
    expect((await run(['evaluate', 'runs/translator', '--partner'])).errors).toMatch(/only language models have helpers/);
  });

  it('say plainly when a simple model is better', async () => {
    writeFileSync(join(place.folder, 'odd.txt'), 'one one one one\none one one one\none one two one\n');
    const { output } = await run(['evaluate', 'runs/rhyme', '--data', 'odd.txt']);
    expect(output).toMatch(/(unigram|bag of words|Kneser–Ney 5-gram) is better: a loss of \d+\.\d\d against \d+\.\d\d\n$/);
  });

  it('change what is completed, unless they are left out', async () => {
    // On so short a text the weights that are found may be zero: those of a run that nobody weighed are not
    cpSync(join(place.folder, 'runs/rhyme'), join(place.folder, 'unweighed'), { recursive: true });
    rmSync(join(place.folder, 'unweighed/helpers.json'));
    const words = (...more: string[]): Promise<{ words: { word: string; probability: number }[] }> => json(['complete', 'unweighed', '--text', 'five six buckle five six buckle five six ', '--top', '3', ...more]);
    const all = [await words(), await words('--no-partner'), await words('--no-cache'), await words('--no-partner', '--no-cache')].map((result) => JSON.stringify(result.words));
    expect(new Set(all).size).toBe(4);
  });
});

describe('seqlab inspect', () => {
  it('shows the surprise of each token', async () => {
    const text = 'three four knock at the sticks';
    const result = await json<{ labels: string[]; bits: number[]; shape: number[]; meanBits: number }>(['inspect', 'runs/rhyme', '--text', text, '--what', 'surprise']);
    expect(result.labels.join(' ')).toBe(text);
    expect(result.shape).toEqual([6]);
    expect(result.bits[5]).toBeGreaterThan(result.bits[3] + 2);
    const { output } = await run(['inspect', 'runs/rhyme', '--text', text, '--what', 'surprise']);
    expect(output).toMatch(/token +bits\nthree +\d+\.\d\d\n[^]*bits a token, perplexity/);
    expect((await run(['inspect', 'runs/rhyme', '--text', ' ', '--what', 'surprise'])).errors).toMatch(/nothing in the text to look at \(--text\)/);
    expect((await run(['inspect', 'runs/rhyme', '--text', text, '--what', 'dreams'])).errors).toMatch(/"dreams" is not a choice \(--what\)/);
  });
});

describe('seqlab complete, generate, runs', () => {
  it('completes', async () => {
    const result = await json<{ words: { word: string; probability: number }[]; completion: { text: string }; milliseconds: number }>(['complete', 'runs/rhyme', '--text', 'three four kn', '--top', '2', '--words', '3']);
    expect(result.words[0]).toMatchObject({ word: 'knock' });
    expect(result.words[0].probability).toBeGreaterThan(0.5);
    expect(result.completion.text).toBe('ock at the');
    expect(result.milliseconds).toBeGreaterThan(0);
    const { output } = await run(['complete', 'runs/rhyme', '--text', 'five six ', '--top', '1']);
    expect(output).toMatch(/^0\.\d{4} {2}pick\n\nfive six │pick up sticks\n[\d.]+ ms\n$/);
    expect((await run(['complete', 'runs/rhyme', '--text', 'zzz'])).output).toContain('no known word begins so');
  });

  it('generates the same text from the same seed', async () => {
    const generate = (...more: string[]): Promise<Ran> => run(['generate', 'runs/rhyme', '--prompt', 'one', '--length', '30', ...more]);
    const { output } = await generate('--temperature', '0');
    expect(output).toMatch(/^one two buckle my shoe\nthree four knock at the door\n/);
    expect((await generate('--seed', '4', '--temperature', '3')).output).toBe((await generate('--seed', '4', '--temperature', '3')).output);
    expect((await generate('--seed', '4', '--temperature', '3')).output).not.toBe((await generate('--seed', '5', '--temperature', '3')).output);
    expect((await generate('--seed', '4', '--temperature', '3', '--top-k', '1')).output).toBe(output);
    expect((await generate('--seed', '4', '--temperature', '3', '--top-p', '0.01')).output).toBe(output);
    expect((await generate('--temperature', '0', '--one-line')).output).toBe('one two buckle my shoe\n');
    const result = await json<{ text: string; tokens: number }>(['generate', 'runs/rhyme', '--temperature', '0', '--length', '5', '--prompt', 'one']);
    expect(result).toMatchObject({ tokens: 5, text: ' two buckle my shoe\n' });
  });

  it('lists runs and knows the latest', async () => {
    const { runs } = await json<{ runs: { name: string; status: string; hasCheckpoint: boolean }[] }>(['runs', 'runs']);
    expect(runs.map(({ name }) => name).sort()).toEqual(['rhyme', 'translator']);
    expect(runs.every(({ status, hasCheckpoint }) => status === 'finished' && hasCheckpoint)).toBe(true);
    expect((await run(['runs', 'runs'])).output).toMatch(/^run +task +status +best validation loss +when\n/);
    expect((await run(['runs', 'nowhere'])).output).toMatch(/^No runs in /);
    const latest = join(place.folder, '.sequence-lab/runs');
    expect(existsSync(latest)).toBe(true); // from the test of settings
    expect(await json(['complete', 'latest', '--text', 'one '])).toMatchObject({ run: expect.stringContaining(latest) as string });
  });
});

describe('what is wrong', () => {
  it.each([
    ['no command', [], 'no command is given'],
    ['an unknown command', ['trane'], 'unknown command \'trane\''],
    ['an unknown option', ['train', 'translator.seqlab.json', '--fast'], 'unknown option \'--fast\''],
    ['a missing argument', ['translate'], 'missing required argument \'run\''],
    ['a missing option', ['complete', 'runs/rhyme'], 'required option \'--text <text>\' not specified'],
    ['too many arguments', ['runs', 'a', 'b'], 'too many arguments'],
    ['no experiment', ['train'], 'no experiment is named'],
    ['a file that is not there', ['train', 'none.seqlab.json'], 'there is no such file'],
    ['a folder for a file', ['train', '.'], 'this is a folder'],
    ['a file that is not JSON', ['train', 'pairs.tsv'], 'not valid JSON'],
    ['an unknown setting', ['train', 'translator.seqlab.json', '--set', 'model.hiden=3'], 'unknown key "hiden"'],
    ['an impossible setting', ['train', 'translator.seqlab.json', '--set', 'model.hidden=-3'], '-3 is too small'],
    ['no setting at all', ['train', 'translator.seqlab.json', '--set', 'model.hidden'], '"model.hidden" is no setting'],
    ['a text for a number', ['translate', 'runs/translator', '--beam', 'wide'], '"wide" cannot be used'],
    ['a number out of bounds', ['generate', 'runs/rhyme', '--top-p', '1.5'], '"1.5" cannot be used'],
    ['an engine that there is not', ['runs', '--engine', 'x'], 'unknown option \'--engine\''],
    ['an engine that there is not', ['translate', 'runs/translator', '--engine', 'cuda'], '"cuda" is not a choice'],
    ['a provider that there is not', ['train', 'dates.seqlab.json', '--provider', 'gpu'], '"gpu" is not a choice (--provider): use one of cpu, cuda, directml, coreml, webgpu'],
    ['a run that there is not', ['translate', 'nowhere'], 'there is no such run'],
    ['a folder that is no run', ['translate', 'runs'], 'this is not the folder of a run'],
    ['more outputs than the beam', ['translate', 'runs/translator', '--beam', '2', '--nbest', '3'], '3 outputs of a beam of 2'],
    ['a translator asked to complete', ['complete', 'runs/translator', '--text', 'x'], 'this run is a translator'],
    ['a language model asked to translate', ['translate', 'runs/rhyme'], 'this run is a language model'],
    ['BLEU of a language model', ['evaluate', 'runs/rhyme', '--tokenize', 'char'], 'char cannot be used here'],
    ['other settings for a run that goes on', ['train', '--resume', '--run', 'runs/rhyme', '--set', 'training.epochs=3'], 'a run goes on with the settings it began with'],
    ['a run that has finished', ['train', '--resume', '--run', 'runs/rhyme'], 'the run has finished'],
    ['nothing to resume', ['train', 'translator.seqlab.json', '--resume'], 'no stopped run of translator is here'],
    ['a folder that holds a run', ['train', 'rhyme.seqlab.json', '--run', 'runs/rhyme'], 'this folder holds a run already'],
    ['data that are not there', ['evaluate', 'runs/translator', '--data', 'none.tsv'], 'none.tsv'],
    ['one parallel file too short', ['evaluate', 'runs/translator', '--data', 'pairs.tsv', 'rhyme.txt'], 'rhyme.txt'],
  ])('%s: exit code 2 and one line on standard error', async (_, args, message) => {
    const { code, output, errors } = await run(args, 'un chat\n');
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toMatch(/^seqlab: .+ \(.+\): .+\n$/s);
    expect(errors).toContain(message);
    expect(errors.trimEnd().split('\n')).toHaveLength(1);
  });

  it('names the line of input that is not UTF-8', async () => {
    const { code, errors } = await run(['translate', 'runs/translator'], Buffer.from([0x75, 0x6e, 0x0a, 0xff, 0x0a]));
    expect(code).toBe(2);
    expect(errors).toMatch(/not UTF-8 text \(standard input, near line 1\)/);
  });

  it('leaves nothing behind where a training could not begin', async () => {
    mkdirSync(join(place.folder, 'empty'));
    writeFileSync(join(place.folder, 'empty/e.txt'), '');
    writeFileSync(join(place.folder, 'empty/e.seqlab.json'), JSON.stringify({ task: 'language-model', data: { train: 'e.txt' } }));
    const { code, errors } = await run(['train', 'empty/e.seqlab.json', '--run', 'empty/run']);
    expect(code).toBe(2);
    expect(errors).toContain('e.txt');
    expect(existsSync(join(place.folder, 'empty/run'))).toBe(false);
  });

  it('refuses a line without end', async () => {
    const { code, errors } = await run(['translate', 'runs/translator'], 'x'.repeat(1_100_000));
    expect(code).toBe(2);
    expect(errors).toContain('a line has more than 1000000 characters');
  });

  it.each(['train', 'evaluate', 'translate', 'complete', 'generate', 'runs'])('seqlab %s --help shows examples', async (command) => {
    const { code, output } = await run([command, '--help']);
    expect(code).toBe(0);
    expect(output).toMatch(new RegExp(`^Usage: seqlab ${command} `));
    expect(output).toMatch(/Examples:\n {2}\S/);
    expect(output).toContain('--json');
  });
});
