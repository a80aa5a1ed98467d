import type { Feeds, Program, Results } from './engine';

/** A program that is loaded when it is first run: for what may never be asked for. Errors of loading come from the run, and the next run tries again. */
export class LateProgram implements Program {
  private loading: Promise<Program> | null = null;

  constructor(private readonly load: () => Promise<Program>) {}

  async run(feeds: Feeds): Promise<Results> {
    this.loading ??= this.load();
    const program = await this.loading.catch((error: unknown) => {
      this.loading = null;
      throw error;
    });
    return program.run(feeds);
  }

  async dispose(): Promise<void> {
    await (await this.loading?.catch(() => null))?.dispose();
  }
}
