/** The command line: its commands, their options, and how what goes wrong is told. */
import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { BLEU_TOKENIZERS } from '../decoding/metrics/bleuTokenizers';
import { UserError } from '../errors/userError';
import type { CompareOptions } from './compare';
import type { CompleteOptions } from './complete';
import type { EvaluateOptions } from './evaluate';
import { RUN_HELP } from './findRun';
import type { GenerateOptions } from './generate';
import { CHECKPOINT_HELP, checkpointOption, collect, ENGINE_HELP, engineOption, numberBetween, oneOf, PROVIDER_HELP, providerOption, wholeNumber } from './options';
import { INSPECTIONS, type InspectOptions } from './inspectOptions';
import { withSearchOptions } from './searchOptions';
import type { Terminal } from './terminal';
import type { TrainOptions } from './train';
import type { TranslateOptions } from './translate';

/** Bad use or bad input, and everything else that fails. */
const [BAD_USE, FAILURE] = [2, 1];

/** @param args what follows the program's name @returns the exit code */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0;
  const program = buildProgram(terminal, (code) => { exitCode = code; });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0; // help and version
    if (isBrokenPipe(error)) return 0; // the reader has seen enough
    terminal.stderr.write(`seqlab: ${explain(error, args)}\n`);
    return error instanceof CommanderError || (error instanceof UserError && (error.code === 'input' || error.code === 'option')) ? BAD_USE : FAILURE;
  }
}

function explain(error: unknown, args: readonly string[]): string {
  if (error instanceof UserError) return error.message;
  if (error instanceof CommanderError) {
    const command = args[0] !== undefined && !args[0].startsWith('-') && error.code !== 'commander.unknownCommand' ? `seqlab ${args[0]}` : 'seqlab';
    const what = error.code === 'commander.help' ? 'no command is given' : error.message.replace(/^error: /, '').replace(/\n/g, ' ').replace(/\.$/, '');
    return `${what} (${command}): see ${command} --help`;
  }
  return error instanceof Error ? error.stack ?? error.message : String(error);
}

const isBrokenPipe = (error: unknown): boolean => (error as NodeJS.ErrnoException | null)?.code === 'EPIPE';

function buildProgram(terminal: Terminal, exitWith: (code: number) => void): Command {
  const program = new Command('seqlab')
    .description('Trains recurrent and attention models on your own text files, and uses them.')
    .version(version).showSuggestionAfterError(true).exitOverride()
    .configureOutput({ writeOut: (text) => terminal.stdout.write(text), writeErr: () => undefined, outputError: () => undefined });
  /** Commands are loaded when they run, so that help and errors come at once. */
  const add = (usage: string, description: string, examples: readonly string[]): Command =>
    program.command(usage).description(description).addHelpText('after', `\nExamples:\n${examples.map((example) => `  ${example}`).join('\n')}`);
  const withEngine = (command: Command): Command => command
    .option('--engine <name>', ENGINE_HELP, engineOption, 'auto')
    .option('--threads <n>', 'threads that compute (default: as many as the machine has cores, at most 4)', wholeNumber('--threads', 1));
  const withCheckpoint = (command: Command): Command => command.option('--checkpoint <which>', CHECKPOINT_HELP, checkpointOption);
  const withJson = (command: Command): Command => command.option('--json', 'print one JSON object and nothing else', false);

  withJson(withEngine(add('train [file]', 'Trains an experiment; prints the folder of the run. Ctrl-C stops it with a checkpoint.', [
    'seqlab train samples/01-dates/dates.seqlab.json', 'seqlab train dates.seqlab.json --set training.epochs=3 --set model.attention=none', 'seqlab train --resume --run .sequence-lab/runs/20250131-142503-dates',
  ]))
    .option('--provider <name>', PROVIDER_HELP, providerOption, 'cpu')
    .option('--run <folder>', 'folder of the run (default: a new one in .sequence-lab/runs)')
    .option('--from <run>', `begin with the best weights and the vocabulary of a run (${RUN_HELP}); without FILE, with its experiment too`)
    .option('--set <path=value>', 'change a setting of the experiment; may be given many times', collect, [])
    .option('--resume', 'go on with a run that was stopped: that of --run, or the newest of FILE', false))
    .action(async (file: string | undefined, options: TrainOptions) =>
      exitWith(await (await import('./train')).trainCommand(terminal, file, options)));

  withJson(withCheckpoint(withEngine(add('evaluate <run>', 'Measures a run on its test data (else its held-out part), or on other data, beside baselines.', [
    'seqlab evaluate latest', 'seqlab evaluate .sequence-lab/runs/20250131-142503-dates --data test.tsv', 'seqlab evaluate latest --data test.en test.fr --beam 1 --json',
  ])))
    .option('--data <path...>', 'files to measure on: pairs (TSV), two parallel files, or text')
    .option('--beam <n>', 'beam width of the translations that are scored (default: the experiment\'s)', wholeNumber('--beam', 1))
    .option('--tokenize <name>', `BLEU's tokenizer: ${BLEU_TOKENIZERS.join(', ')} (default: 13a; none for text that is tokenized already)`, oneOf('--tokenize', BLEU_TOKENIZERS))
    .option('--output <file>', 'translators: write what is scored, a line a sentence')
    .option('--tunes <n>', 'tunes that a model of ABC notation composes to be judged; 0: none (default: 100 where its training text was ABC)', wholeNumber('--tunes', 0))
    .option('--cache <n>', 'language models: also with a continuous cache of the last n tokens (Grave et al. 2017)', wholeNumber('--cache', 1))
    .option('--partner', 'language models: also mixed with the Kneser\u2013Ney 5-gram', false)
    .option('--no-baselines', 'leave the baselines out'))
    .action(async (run: string, options: EvaluateOptions) => (await import('./evaluate')).evaluateCommand(terminal, run, options));

  withJson(withCheckpoint(withSearchOptions(withEngine(add('translate <run>', 'Translates standard input: a line in, a line out.', [
    'echo "3 May 2021" | seqlab translate latest', 'seqlab translate latest --beam 10 --nbest 3 < sentences.txt', 'seqlab translate latest --temperature 0.8 --top-p 0.9 --nbest 5 --seed 3 < sentences.txt',
    'seqlab translate latest --attention attention.json < sentences.txt > translations.txt',
  ]))))
    .option('--attention <file>', 'write where the model looked, as JSON'))
    .action(async (run: string, options: TranslateOptions) => (await import('./translate')).translateCommand(terminal, run, options));

  withJson(withEngine(add('complete <run>', 'Lists the likeliest next words after a text, with their probabilities.', [
    'seqlab complete latest --text "Once upon a "', 'seqlab complete latest --text "Once upon a ti" --top 5 --json',
  ]))
    .requiredOption('--text <text>', 'what is written so far; a word that is only begun is completed')
    .option('--top <n>', 'words to list', wholeNumber('--top', 1), 10)
    .option('--words <n>', 'words of the completion at most', wholeNumber('--words', 1), 5)
    .option('--min-probability <p>', 'the completion ends before a word that is less likely', numberBetween('--min-probability', 0, 1), 0.2)
    .option('--no-partner', 'without the Kneser\u2013Ney 5-gram')
    .option('--no-cache', 'without the cache of the text so far'))
    .action(async (run: string, options: CompleteOptions) => (await import('./complete')).completeCommand(terminal, run, options));

  withJson(withEngine(add('generate <run>', 'Writes text with a language model.', [
    'seqlab generate latest --prompt "The king" --length 200', 'seqlab generate latest --temperature 0.7 --top-p 0.9 --seed 3', 'seqlab generate latest --tunes 10 > tunes.abc',
  ]))
    .option('--prompt <text>', 'what the text begins with', '')
    .option('--tunes <n>', 'compose n tunes in ABC notation instead, and tell how many parse', wholeNumber('--tunes', 1))
    .option('--length <n>', 'tokens to write (default: 100 words, 150 pieces or 500 characters)', wholeNumber('--length', 1))
    .option('--temperature <x>', 'below 1 more cautious, above 1 more daring; 0 always takes the likeliest (default: 1; 0.7 for tunes)', numberBetween('--temperature', 0))
    .option('--top-k <n>', 'choose among the n likeliest tokens only', wholeNumber('--top-k', 1))
    .option('--top-p <x>', 'choose among the fewest likeliest tokens that hold this probability', numberBetween('--top-p', 0, 1), 1)
    .option('--seed <n>', 'the same seed gives the same text', wholeNumber('--seed', 0), 1)
    .option('--one-line', 'stop at the end of a line', false))
    .action(async (run: string, options: GenerateOptions) => (await import('./generate')).generateCommand(terminal, run, options));

  withJson(withEngine(add('inspect <run>', 'Shows what a run makes of a text, number by number.', ['seqlab inspect latest --text "The cat sat on the mat" --what surprise', 'seqlab inspect latest --text "The cat" --what surprise --json']))
    .requiredOption('--text <text>', 'the text to look at')
    .requiredOption('--what <what>', `what to show: ${INSPECTIONS.join(', ')} (bits a token)`, oneOf('--what', INSPECTIONS)))
    .action(async (run: string, options: InspectOptions) => (await import('./inspect')).inspectCommand(terminal, run, options));

  withJson(withEngine(add('compare <runs...>', 'Measures runs on the same data, side by side, and whether a difference could be chance.', [
    'seqlab compare 20250131-142503-none 20250131-151107-attention', 'seqlab compare runs/a runs/b --data test.en test.fr --samples 10000 --json',
  ]))
    .option('--data <path...>', 'files to measure on (default: the test data, else the held-out part, of the first run)')
    .option('--beam <n>', 'beam width of the translations that are scored (default: each experiment\'s)', wholeNumber('--beam', 1))
    .option('--tokenize <name>', `BLEU's tokenizer: ${BLEU_TOKENIZERS.join(', ')} (default: as for the first run)`, oneOf('--tokenize', BLEU_TOKENIZERS))
    .option('--samples <n>', 'resampled test sets of the paired bootstrap', wholeNumber('--samples', 1), 1000)
    .option('--seed <n>', 'the same seed draws the same test sets', wholeNumber('--seed', 0), 1))
    .action(async (runs: readonly string[], options: CompareOptions) => (await import('./compare')).compareCommand(terminal, runs, options));

  withJson(add('runs [folder]', 'Lists the runs of this folder, the newest first.', ['seqlab runs', 'seqlab runs samples/.sequence-lab/runs --json']))
    .action(async (folder: string | undefined, options: { readonly json: boolean }) => (await import('./runs')).runsCommand(terminal, folder, options));

  const help: Readonly<Record<string, string>> = { run: RUN_HELP, runs: `two or more runs, each ${RUN_HELP}`, file: 'experiment file, NAME.seqlab.json', folder: 'folder of runs (default: .sequence-lab/runs)' };
  for (const argument of program.commands.flatMap((command) => command.registeredArguments)) argument.description = help[argument.name()];
  return program;
}
