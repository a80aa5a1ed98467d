/** Graphs on the kernels of a given TensorFlow: node by node, loops step by step, every tensor given back after its last reader. */
import type { Graph, Tensor, Value } from '../../graph/graph';
import { typedArray } from '../../graph/graph';
import { refuseFrozenTraining, type Engine, type EngineInfo, type Feeds, type LoadOptions, type Program, type Results, type Variables } from '../engine';
import { checkFeeds } from '../feeds';
import { refuseMissing } from '../missing';
import { runFailure } from '../failures';
import { Device, type TensorFlow } from './device';
import { runPlan } from './evaluate';
import { Frame } from './frame';
import { hold, isOnDevice, release, type Held } from './held';
import { whatLacks } from './missing';
import { planOf, type Plan } from './plan';

/** @param tf its backend must be chosen and ready */
export const tensorflowEngine = (tf: TensorFlow, info: EngineInfo): Engine => ({
  info,
  load: (graph, variables, options = {}) => new Promise((resolve) => {
    const device = new Device(tf);
    refuseMissing('TensorFlow', graph, (node) => whatLacks(device, node));
    refuseFrozenTraining(graph, options);
    resolve(new TensorFlowProgram(graph, variables, device, info, options));
  }),
});

class TensorFlowProgram implements Program {
  private readonly plan: Plan;
  private readonly constants: ReadonlyMap<Value, Held>;
  private readonly isFrozen: boolean;
  /** The weights on the device, and the version of the variables that they are. */
  private frozen: { readonly held: ReadonlyMap<Value, Held>; readonly version: number } | null = null;

  constructor(private readonly graph: Graph, private readonly variables: Variables, private readonly device: Device, private readonly info: EngineInfo, { weights = 'fed' }: LoadOptions) {
    this.plan = planOf(graph);
    this.isFrozen = weights !== 'fed';
    this.constants = new Map([...graph.constants].map(([value, tensor]) => [value, hold(device, tensor)]));
  }

  run(feeds: Feeds): Promise<Results> {
    return new Promise((resolve) => {
      const sizes = checkFeeds(this.graph, feeds);
      const parameters = this.graph.parameters.map((parameter) => ({ parameter, tensor: this.present(parameter) }));
      try {
        if (this.isFrozen) this.freeze(parameters);
        resolve(this.device.scope(() => this.compute(feeds, parameters)));
      } catch (error) {
        throw runFailure(error, this.graph, this.info, sizes);
      }
    });
  }

  dispose(): Promise<void> {
    for (const held of this.constants.values()) release(held);
    this.thaw();
    return Promise.resolve();
  }

  private freeze(parameters: readonly { readonly parameter: Value; readonly tensor: Tensor }[]): void {
    const { version } = this.variables;
    if (this.frozen?.version === version) return;
    this.thaw();
    this.frozen = { held: new Map(parameters.map(({ parameter, tensor }) => [parameter, hold(this.device, tensor)])), version };
  }

  private thaw(): void {
    for (const held of this.frozen?.held.values() ?? []) release(held);
    this.frozen = null;
  }

  private present(parameter: Value): Tensor {
    const tensor = this.variables.get(parameter.name);
    if (tensor.shape.join() !== parameter.shape.join()) {
      throw new Error(`internal: ${this.graph.name} expects ${parameter.name} [${parameter.shape.join(', ')}], got [${tensor.shape.join(', ')}]`);
    }
    return tensor;
  }

  private compute(feeds: Feeds, parameters: readonly { readonly parameter: Value; readonly tensor: Tensor }[]): Results {
    const { graph, device } = this;
    const frame = new Frame();
    const reader = new Reader(device);
    const give = (value: Value, tensor: Tensor): void => {
      reader.protect(tensor);
      frame.set(value, hold(device, tensor));
    };
    for (const [value, held] of this.constants) frame.set(value, held);
    for (const tensor of graph.constants.values()) reader.protect(tensor);
    for (const input of graph.inputs) give(input, feeds[input.name]);
    for (const { parameter, tensor } of parameters) {
      const held = this.frozen?.held.get(parameter);
      if (held === undefined) give(parameter, tensor);
      else frame.set(parameter, held);
      reader.protect(tensor);
    }
    runPlan(device, this.plan, frame);
    const results = Object.fromEntries(graph.outputs.map(({ name, value }) => [name, reader.read(value, frame.get(value))]));
    const assigned = [...graph.assignments].map(([parameter, value]) => ({ name: parameter.name, tensor: reader.read(value, frame.get(value)) }));
    for (const { name, tensor } of assigned) this.variables.replace(name, tensor as Tensor & { readonly data: Float32Array });
    return results;
  }
}

/** Reads results into memory of their own: a backend may hand out the very array that it was given, or one array for two results. */
class Reader {
  private readonly used = new Set<ArrayBufferLike>();

  constructor(private readonly device: Device) {}

  /** The memory of `tensor` must not be handed out. */
  protect({ data }: Tensor): void { this.used.add(data.buffer); }

  read({ type }: Value, held: Held): Tensor {
    if (!isOnDevice(held)) return { type, shape: held.shape, data: typedArray(type, Array.from(held.data)) };
    let data = this.device.download(held);
    if (this.used.has(data.buffer)) data = data.slice();
    this.used.add(data.buffer);
    return { type, shape: held.shape, data };
  }
}
