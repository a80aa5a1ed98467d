/** Whether WebAssembly has relaxed vector instructions here: V8 since 11.4, so VS Code's Node, and not Node 20. */
import { four, get } from './code';
import { V128, wasmModule } from './module';

let known: boolean | null = null;

export function hasRelaxedVectors(): boolean {
  return known ??= WebAssembly.validate(wasmModule([{ name: 'multiplyAdd', parameters: [V128, V128, V128], result: V128, locals: [], code: [...get(0), ...get(1), ...get(2), ...four.multiplyAdd] }]));
}
