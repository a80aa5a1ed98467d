/** The background process that predicts: it translates and completes with the runs it is asked for, and ends when the editor goes away. */
import { openChannel } from '../protocol/channel';
import { predictorHostSide, predictorSide } from '../protocol/messages';
import { processTransport } from './forkChannel';
import { PredictionService } from './predictionService';

const transport = processTransport();
const log = (text: string): void => channel.notify('predict/log', { text });
const channel = openChannel(transport, predictorSide, predictorHostSide, new PredictionService(log, (piece) => channel.notify('predict/generated', piece)).handlers, (error) => log(error.message));
transport.onClose(() => process.exit(0));

/** A fault that no request answers for: told, and survived, since each request begins from what is on disk. */
const survive = (error: unknown): void => log(error instanceof Error ? error.stack ?? error.message : String(error));
process.on('uncaughtException', survive);
process.on('unhandledRejection', survive);
