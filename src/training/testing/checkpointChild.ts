/** A process that writes one checkpoint after the other into the folder of its argument, to be killed in the middle of one. */
import { saveCheckpoint } from '../checkpoint';
import { initialState } from '../trainer';

const [folder] = process.argv.slice(2);
for (let step = 1; ; step++) {
  const data = new Float32Array(50_000).fill(step);
  const tensors = [{ name: 'w', shape: [data.length], data }];
  await saveCheckpoint(folder, { state: { ...initialState(), step, best: { step: step - (step % 3), cost: 1, loss: 1 } }, model: tensors, optimizer: tensors });
  process.send?.(step);
}
