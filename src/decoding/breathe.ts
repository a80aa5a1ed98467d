/**
 * Lets waiting messages in, one of which may be that the work is no longer wanted: called at every step of a search. Without a signal nobody can
 * say so, and it returns at once. @throws the signal's reason
 */
export async function breathe(signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return;
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}
