/** The background process that trains. It ends when its training has ended, when the editor goes away, and on SIGTERM: with a checkpoint each time. */
import { constants, getPriority, setPriority } from 'node:os';
import { openChannel } from '../protocol/channel';
import { trainerHostSide, trainerSide } from '../protocol/messages';
import { processTransport } from './forkChannel';
import { createSampler } from './sampler';
import { TrainingService } from './trainingService';

/** How long the last message may take to reach the editor. */
const FAREWELL_MS = 2000;

function leave(exitCode: number): void {
  process.exitCode = exitCode;
  // Closing the pipe first lets the last message out; a process that has nothing left to do then ends by itself.
  if (process.connected) process.disconnect();
  setTimeout(() => process.exit(exitCode), FAREWELL_MS).unref();
}

/**
 * Whoever types comes first: where there is more to do than processors, the editor and the predictions get theirs before a training step does. With nothing
 * else to do a training is no slower. Threads that are made later inherit it.
 */
function stepBack(): void {
  try {
    setPriority(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));
  } catch { /* where the system does not allow it, they share the processors as equals */ }
}

stepBack();
const transport = processTransport();
const service: TrainingService = new TrainingService(() => channel, createSampler, leave);
const channel = openChannel(transport, trainerSide, trainerHostSide, service.handlers, (error) => console.error(error.message));
transport.onClose(() => service.close());
process.on('SIGTERM', () => service.close());

const fail = (error: unknown): void => {
  console.error(error instanceof Error ? error.stack : error);
  void service.fail(error);
};
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
