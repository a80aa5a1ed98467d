/** A failure that the reader can do something about: it is printed as one line, without a stack. */
export class Problem extends Error {
  /** @override */
  name = 'Problem';
}

/**
 * Runs a script's main function; a `Problem` becomes one line and exit code 1, anything else is ours and keeps its stack.
 * @param {() => Promise<number | void>} main  resolves to the exit code, 0 by default
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof Problem ? `sequence-lab: ${error.message}` : error);
    process.exitCode = 1;
  }
}
