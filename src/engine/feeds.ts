/** What is fed must fit the graph before anything runs. */
import type { DataType, Graph, Value } from '../graph/graph';
import { formatShape } from '../graph/size';
import { Sizes } from './sizes';

/** What is asked of anything that is fed; the numbers themselves are not looked at. */
export interface Fed { readonly type: DataType; readonly shape: readonly number[]; readonly data: ArrayLike<unknown> }

/**
 * The sizes that the symbols of `graph` have in these feeds.
 * @throws TypeError `feed "source": expected int32 [S, B], got …` for a missing, superfluous or misshapen feed, and where two feeds
 *   disagree about a symbol or a size is 0
 */
export function checkFeeds(graph: Graph, feeds: Readonly<Record<string, Fed | undefined>>): Sizes {
  const sizes = new Sizes();
  for (const input of graph.inputs) {
    const fed = feeds[input.name];
    const fits = fed?.type === input.type && !fed.shape.includes(0) && sizes.agree(input.shape, fed.shape) && fed.data.length === lengthOf(fed.shape);
    if (!fits) throw refusal(graph, input, feeds);
  }
  for (const name in feeds) {
    if (!graph.inputs.some((input) => input.name === name)) {
      throw new TypeError(`feed "${name}" of ${graph.name}: there is no such input; it has ${graph.inputs.map((input) => input.name).join(', ') || 'none'}`);
    }
  }
  return sizes;
}

/** Why a feed does not fit, those before it do. */
function refusal(graph: Graph, { name, type, shape }: Value, feeds: Readonly<Record<string, Fed | undefined>>): TypeError {
  const expected = `feed "${name}" of ${graph.name}: expected ${type} ${formatShape(shape)}`;
  const fed = feeds[name];
  if (!fed) return new TypeError(`${expected}, got nothing`);
  const got = `got ${fed.type} ${formatShape(fed.shape)}`;
  if (fed.shape.includes(0)) return new TypeError(`${expected}, ${got}: a size of 0 leaves nothing to compute`);
  const sizes = new Sizes();
  for (const other of graph.inputs.slice(0, graph.inputs.findIndex((input) => input.name === name))) sizes.agree(other.shape, feeds[other.name]!.shape);
  const before = sizes.toString();
  if (fed.type !== type || !sizes.agree(shape, fed.shape)) return new TypeError(`${expected}${before && ` with ${before}`}, ${got}`);
  return new TypeError(`${expected}, ${got} with ${fed.data.length} numbers instead of ${lengthOf(fed.shape)}`);
}

const lengthOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
