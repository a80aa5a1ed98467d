/**
 * Shows a graph so that a person can read it: a line for each value, written like an equation, with its shape beside it; loops indented.
 *
 *     hidden layer
 *       input      x                            float32 [B, 3]
 *       parameter  w                            float32 [3, 4]
 *       MatMul_0 = x × w                        [B, 4]
 *       Tanh_1 = tanh(MatMul_0)                 [B, 4]
 *       output     y = Tanh_1
 *       after the run  w ← Sub_9
 *
 * `×` is the matrix product, `⊙` the product number by number.
 */
import type { Graph, Node, Tensor, Value } from './graph';
import { liveValues, stateCount } from './onnx/live';
import { formatShape } from './size';

const INFIX: Readonly<Record<string, string>> = { Add: '+', Sub: '-', Mul: '⊙', Div: '/', MatMul: '×', Equal: '=', Less: '<', Greater: '>' };
const SHAPE_COLUMN = 72;
/** Constants of more numbers are shown by their shape. */
const SHOWN_NUMBERS = 6;

/** Values that nothing depends on are left out, as they are when the graph runs. */
export function printGraph(graph: Graph): string {
  const live = liveValues(graph);
  const lines = [graph.name];
  const declare = (kind: string, { name, type, shape }: Value): void => { lines.push(line(1, `${kind.padEnd(10)} ${name}`, `${type} ${formatShape(shape)}`)); };
  for (const input of graph.inputs) declare('input', input);
  for (const parameter of graph.parameters) declare('parameter', parameter);
  lines.push(...nodeLines(graph, live, 1));
  for (const { name, value } of graph.outputs) lines.push(line(1, `output     ${name} = ${reference(value)}`));
  for (const [parameter, value] of graph.assignments) lines.push(line(1, `after the run  ${parameter.name} ← ${reference(value)}`));
  return `${lines.join('\n')}\n`;
}

function line(depth: number, text: string, shape = ''): string {
  return `${'  '.repeat(depth)}${text}`.padEnd(shape ? SHAPE_COLUMN : 0).concat(shape ? ` ${shape}` : '');
}

function nodeLines(graph: Graph, live: ReadonlySet<Value>, depth: number): string[] {
  return graph.nodes.filter(({ outputs }) => outputs.some((output) => live.has(output)))
    .flatMap((node) => (node.body ? loopLines(node, node.body, live, depth) : [equation(node, live, depth)]));
}

function equation(node: Node, live: ReadonlySet<Value>, depth: number): string {
  const left = node.outputs.map((output) => (live.has(output) ? output.name : '_')).join(', ');
  const shapes = node.outputs.filter((output) => live.has(output)).map(({ type, shape }) => (type === 'float32' ? formatShape(shape) : `${type} ${formatShape(shape)}`));
  return line(depth, `${left} = ${expression(node)}`, shapes.join(', '));
}

function expression(node: Node): string {
  const { operation, attributes } = node;
  const inputs = node.inputs.map(reference);
  if (operation in INFIX) return inputs.join(` ${INFIX[operation]} `);
  switch (operation) {
    case 'Neg': return `-${inputs[0]}`;
    case 'Not': return `not ${inputs[0]}`;
    case 'Identity': return inputs[0];
    case 'Where': return `${inputs[0]} ? ${inputs[1]} : ${inputs[2]}`;
    case 'Gather': return `${inputs[0]}[${inputs[1]}]`;
    case 'Slice': {
      const end = attributes.end === Number.MAX_SAFE_INTEGER ? '' : String(attributes.end);
      return `${inputs[0]}[${':, '.repeat(attributes.axis as number)}${attributes.start as number}:${end}]`;
    }
    // The shape they lead to stands beside the line
    case 'Reshape': case 'Expand': return `${lowerFirst(operation)}(${inputs[0]})`;
    case 'ReduceSum': return `sum over ${(attributes.axes as readonly number[]).length > 1 ? 'axes' : 'axis'} ${(attributes.axes as readonly number[]).join(', ')} of ${inputs[0]}`;
    case 'ConstantOfShape': return `${attributes.value as number} everywhere`;
    default: return `${lowerFirst(operation)}(${[...inputs, ...options(node)].join(', ')})`;
  }
}

const options = ({ attributes }: Node): string[] => Object.entries(attributes).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
const lowerFirst = (name: string): string => name[0].toLowerCase() + name.slice(1);

/** A value by its name, a constant by its numbers. */
function reference(value: Value): string {
  const constant = value.graph.root.constants.get(value);
  return constant ? numbersOf(constant) : value.name;
}

function numbersOf({ shape, data }: Tensor): string {
  if (data.length > SHOWN_NUMBERS) return `constant ${formatShape(shape)}`;
  if (shape.length === 0) return numberText(data[0]);
  return `[${Array.from<number | bigint, string>(data, numberText).join(', ')}]`;
}

/** The shortest decimal that is this number in single precision: 0.9, not 0.8999999761581421. */
function numberText(number: number | bigint): string {
  if (typeof number === 'bigint' || Number.isInteger(number)) return String(number);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(number.toPrecision(digits));
    if (Math.fround(short) === number) return String(short);
  }
  return String(number);
}

/**
 *     for each step t of T, from the last:
 *       h, starting as h0                       [B, H]
 *       x = Concat_4[t]                         [B, E]
 *       …
 *       next h = Tanh_7
 *       Scan_9 collects Tanh_7                  [T, B, H]
 *     Scan_8 = the last h                       [B, H]
 */
function loopLines(node: Node, body: Graph, live: ReadonlySet<Value>, depth: number): string[] {
  const states = stateCount(node);
  const lines = [line(depth, `for each step t of ${node.inputs[states].shape[0]}${node.attributes.reverse ? ', from the last' : ''} (${body.name}):`)];
  const inner = depth + 1;
  body.inputs.forEach((input, index) => {
    if (!live.has(input)) return;
    const text = index < states ? `${input.name}, starting as ${reference(node.inputs[index])}` : `${input.name} = ${reference(node.inputs[index])}[t]`;
    lines.push(line(inner, text, formatShape(input.shape)));
  });
  lines.push(...nodeLines(body, live, inner));
  body.outputs.forEach(({ value }, index) => {
    if (index < states && live.has(body.inputs[index])) lines.push(line(inner, `next ${body.inputs[index].name} = ${reference(value)}`));
    if (index >= states && live.has(node.outputs[index])) lines.push(line(inner, `${node.outputs[index].name} collects ${reference(value)}`, formatShape(node.outputs[index].shape)));
  });
  node.outputs.slice(0, states).forEach((output, index) => {
    if (live.has(output)) lines.push(line(depth, `${output.name} = the last ${body.inputs[index].name}`, formatShape(output.shape)));
  });
  return lines;
}
