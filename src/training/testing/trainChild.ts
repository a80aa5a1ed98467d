/** A process that trains what its argument asks for, to be killed: the request as JSON. Sends its steps to the parent. */
import { openTraining, type TrainingRequest } from '../train';

const training = await openTraining(JSON.parse(process.argv[2]) as TrainingRequest, {
  onReport: (report) => { if (report.kind !== 'sample') process.send?.({ kind: report.kind, step: report.step }); },
});
await training.run();
process.disconnect?.();
