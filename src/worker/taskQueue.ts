/** One task after another: a program serves one run at a time, and its numbers last only until the next. */
export class TaskQueue {
  private last: Promise<unknown> = Promise.resolve();

  /**
   * Runs `task` after all before it. Messages that wait are heard in between, so that a task which was cancelled meanwhile never begins.
   * @throws the signal's reason where it is aborted before the task's turn
   */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const turn = this.last.then(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      return task();
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
