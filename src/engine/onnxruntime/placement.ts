/** Where the nodes of a session really ran, as onnxruntime's own profile tells it. What was asked for proves nothing. */

export interface Placement {
  /** Operation -> how many runs of its nodes this provider computed; in a loop each step counts. */
  readonly there: ReadonlyMap<string, number>;
  /** The same for all other providers: what fell back to the processor. */
  readonly elsewhere: ReadonlyMap<string, number>;
}

interface ProfileEvent { readonly cat?: string; readonly args?: { readonly op_name?: string; readonly provider?: string } }

/** Copies between the card's memory and the processor's compute nothing. */
const COPY = /^Memcpy/;
/** Products, under the names that the runtime gives them when it joins them with what follows. */
const PRODUCT = /MatMul|Gemm/;

/**
 * @param profiles the JSON that each session writes where profiling is enabled
 * @param provider onnxruntime's own name, such as `CUDAExecutionProvider`
 */
export function readPlacement(profiles: readonly string[], provider: string): Placement {
  const there = new Map<string, number>();
  const elsewhere = new Map<string, number>();
  for (const { cat, args } of profiles.flatMap((profile) => JSON.parse(profile) as ProfileEvent[])) {
    if (cat !== 'Node' || !args?.op_name || !args.provider || COPY.test(args.op_name)) continue;
    const counts = args.provider === provider ? there : elsewhere;
    counts.set(args.op_name, (counts.get(args.op_name) ?? 0) + 1);
  }
  return { there, elsewhere };
}

/** Whether the provider did what it is for: something ran there, and every matrix product. */
export const ranThere = ({ there, elsewhere }: Placement): boolean => there.size > 0 && ![...elsewhere.keys()].some((operation) => PRODUCT.test(operation));

/** E.g. "75 of 81 nodes of a trial step ran there; Concat, ConstantOfShape and Scan stayed on the processor". */
export function describePlacement({ there, elsewhere }: Placement): string {
  const [here, other] = [total(there), total(elsewhere)];
  const left = [...elsewhere.keys()].sort();
  const names = left.length < 2 ? left.join('') : `${left.slice(0, -1).join(', ')} and ${left[left.length - 1]}`;
  return `${here} of ${here + other} nodes of a trial step ran there${names && `; ${names} stayed on the processor`}`;
}

const total = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, count) => sum + count, 0);
