/** The background process that predicts: it translates and completes with the runs it is asked for, and ends when the editor goes away. */
import { openChannel } from '../protocol/channel';
import { predictorHostSide, predictorSide } from '../protocol/messages';
import { processTransport } from './forkChannel';
import { comingFirst } from './precedence';
import { PredictionService } from './predictionService';

const transport = processTransport();
const log = (text: string): void => channel.notify('predict/log', { text });
const { handlers } = new PredictionService(log, (piece) => channel.notify('predict/generated', piece));
const complete: typeof handlers['predict/complete'] = (params, signal) => comingFirst(async () => handlers['predict/complete'](params, signal));
const channel = openChannel(transport, predictorSide, predictorHostSide, { ...handlers, 'predict/complete': complete }, (error) => log(error.message));
transport.onClose(() => process.exit(0));

/** A fault that no request answers for: told, and survived, since each request begins from what is on disk. */
const survive = (error: unknown): void => log(error instanceof Error ? error.stack ?? error.message : String(error));
process.on('uncaughtException', survive);
process.on('unhandledRejection', survive);
