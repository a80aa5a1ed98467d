/** Writes docs/lstm-step.md: the loss of an LSTM layer and its derived gradient, printed line by line with the equation that each line is. */
import { gradients } from '../graph/differentiate';
import { printGraph } from '../graph/print';
import { sub, sumOfSquares } from '../graph/ops';
import { lstmCell } from '../models/lstmCell';
import { drive } from '../models/recurrent';
import { ModelBuilder } from '../models/weights';
import { AnnotatedListing } from './annotatedListing';

const I = 3, H = 2;

/** Σ (h_t - target_t)² over one layer; with its gradients for weights and inputs, if they are asked for. */
function layer(withGradient: boolean): AnnotatedListing {
  const builder = new ModelBuilder('one LSTM layer');
  const { graph } = builder;
  const x = graph.input('x', 'float32', ['T', 'B', I]);
  const target = graph.input('target', 'float32', ['T', 'B', H]);
  const initial = ['h0', 'c0'].map((name) => graph.input(name, 'float32', ['B', H]));
  const step = lstmCell.create(builder, 'lstm', I, { hidden: H, activation: 'tanh', recurrentInitializer: 'orthogonal' });
  const { outputs } = drive(step, x, initial, { mask: null, reverse: false });
  const loss = sumOfSquares(sub(outputs, target));
  graph.output('loss', loss);
  if (withGradient) {
    const wrt = [...builder.finish(loss).parameters, x];
    gradients(loss, wrt).forEach((slope, i) => graph.output(`∂loss/∂${wrt[i].name}`, slope));
  }
  return new AnnotatedListing(printGraph(graph));
}

/** The names that the printed graph has for the letters of the equations, each with what is said beside its line. */
function annotateForward(listing: AnnotatedListing): void {
  listing.note('xW = x × lstm.input', 'xₜ W for every t at once');
  listing.note('gatesIn = xW + lstm.bias', 'xₜ W + b');
  listing.note('h, starting as h0', 'hₜ₋₁');
  listing.note('c, starting as c0', 'cₜ₋₁');
  listing.note('part = gatesIn[t]', 'this step\'s xₜ W + b');
  listing.note('hU = h × lstm.recurrent', 'hₜ₋₁ U, the one product that must wait for the step before');
  listing.note('a = part + hU', 'aₜ = xₜ W + b + hₜ₋₁ U');
  listing.note('aGates, aCandidate = split(a,', 'aₜ of i, f, o, and of u');
  listing.note('s = sigmoid(aGates)', 'σ of three gates at once');
  listing.note('i, f, o = split(s,', 'iₜ, fₜ, oₜ');
  listing.note('u = tanh(aCandidate)', 'uₜ');
  listing.note('fc = f ⊙ c', 'fₜ ⊙ cₜ₋₁');
  listing.note('iu = i ⊙ u', 'iₜ ⊙ uₜ');
  listing.note('cell = fc + iu', 'cₜ');
  listing.note('squashed = tanh(cell)', 'tanh cₜ');
  listing.note('out = o ⊙ squashed', 'hₜ');
  listing.note('all collects out', 'h₁ … h_T');
  listing.note('error = all - target', 'hₜ - targetₜ');
  listing.note('loss = reduceSumSquare(error)', 'L = Σ (hₜ - targetₜ)²');
}

function annotateKept(listing: AnnotatedListing): void {
  listing.note('squashedAll collects squashed', 'kept: tanh cₜ');
  listing.note('oAll collects o', 'kept: oₜ');
  listing.note('sAll collects s', 'kept: σ of all three gates');
  listing.note('uAll collects u', 'kept: uₜ');
  listing.note('iAll collects i', 'kept: iₜ');
  listing.note('hAll collects h', 'kept: hₜ₋₁');
  listing.note('cAll collects c', 'kept: cₜ₋₁');
  listing.note('fAll collects f', 'kept: fₜ');
}

function annotateBackward(listing: AnnotatedListing): void {
  listing.note('one = 1 ⊙ 2', '∂e²/∂e = 2e');
  listing.note('direct = one ⊙ error', '2 (hₜ - targetₜ): what reaches hₜ straight from the loss');
  listing.note('zeros = 0 everywhere', 'nothing comes from beyond the last step');
  listing.note('Ut = transpose(lstm.recurrent,', 'Uᵀ, turned once');
  listing.note('squashed2 = squashedAll ⊙ squashedAll', '');
  listing.note('dSquash = 1 - squashed2', '1 - tanh² cₜ');
  listing.note('oSlope = oAll ⊙ dSquash', 'oₜ ⊙ (1 - tanh² cₜ): from δhₜ to δcₜ');
  listing.note('s2 = sAll ⊙ sAll', '');
  listing.note('dSigmoid = sAll - s2', 'σ′ = σ - σ²');
  listing.note('u2 = uAll ⊙ uAll', '');
  listing.note('dTanh = 1 - u2', '1 - uₜ²');
  listing.note('iSlope = iAll ⊙ dTanh', 'iₜ ⊙ (1 - uₜ²): from δcₜ to δa of u');

  listing.note('dhNext, starting as zeros', 'what step t+1 hands to hₜ');
  listing.note('dcNext, starting as zeros', 'what step t+1 hands to cₜ');
  for (const [name, stacked] of [['direct1', 'direct'], ['oSlope1', 'oSlope'], ['u1', 'uAll'], ['c1', 'cAll'], ['squashed1', 'squashedAll'], ['dSigmoid1', 'dSigmoid'], ['iSlope1', 'iSlope'], ['f1', 'fAll']]) {
    listing.note(`${name} = ${stacked}[t]`, '');
  }
  listing.note('dh = dhNext + direct1', 'δhₜ');
  listing.note('dcFromH = dh ⊙ oSlope1', 'δhₜ ⊙ oₜ ⊙ (1 - tanh² cₜ)');
  listing.note('dc = dcNext + dcFromH', 'δcₜ');
  listing.note('di = dc ⊙ u1', 'δiₜ = δcₜ ⊙ uₜ');
  listing.note('df = dc ⊙ c1', 'δfₜ = δcₜ ⊙ cₜ₋₁');
  listing.note('do = dh ⊙ squashed1', 'δoₜ = δhₜ ⊙ tanh cₜ');
  listing.note('dGates = concat(di, df, do,', '');
  listing.note('daGates = dGates ⊙ dSigmoid1', 'δa of i, f, o');
  listing.note('daCandidate = dc ⊙ iSlope1', 'δa of u');
  listing.note('da = concat(daGates, daCandidate,', 'δaₜ, all four');
  listing.note('dhBefore = da × Ut', 'δhₜ₋₁ = δaₜ Uᵀ');
  listing.note('dcBefore = dc ⊙ f1', 'δcₜ₋₁ = δcₜ ⊙ fₜ: the highway');
  listing.note('daAll collects da', 'δa₁ … δa_T');

  listing.note('hTurned = transpose(hAll,', '');
  listing.note('hColumns = reshape(hTurned)', 'time and batch become one axis');
  listing.note('daRows = reshape(daAll)', '');
  listing.note('dU = hColumns × daRows', '∂L/∂U = Σₜ hₜ₋₁ᵀ δaₜ, one product');
  listing.note('db = sum over axes 0, 1 of daAll', '∂L/∂b = Σₜ δaₜ');
  listing.note('Wt = transpose(lstm.input,', '');
  listing.note('dx = daAll × Wt', '∂L/∂xₜ = δaₜ Wᵀ for every t at once');
  listing.note('xTurned = transpose(x,', '');
  listing.note('xColumns = reshape(xTurned)', '');
  listing.note('dW = xColumns × daRows', '∂L/∂W = Σₜ xₜᵀ δaₜ, one product');
}

/** The page in Markdown. @throws Error where the graph no longer has a line that the text explains */
export function lstmPage(): string {
  const forward = layer(false);
  annotateForward(forward);
  const both = layer(true);
  annotateForward(both);
  annotateKept(both);
  annotateBackward(both);
  const name = (letter: string): string => `\`${both.nameOf(letter)}\``;
  const block = (lines: readonly string[]): string => `\`\`\`text\n${lines.join('\n')}\n\`\`\``;
  const [, loopFrom, loopTo] = both.parts();

  return `# One LSTM layer, forward and back

This page is made by \`node scripts/lstmPage.mjs\` from the graph that trains; a test holds it against the code. It shows what becomes of the equations of
\`src/models/lstmCell.ts\` when they run through time, and what \`src/graph/differentiate.ts\` derives from them. Nobody wrote the backward half by hand.

The layer is small: inputs of ${I} numbers, ${H} hidden units, T steps, B sequences side by side. W is \`lstm.input\` [${I}, ${4 * H}], U is \`lstm.recurrent\` [${H}, ${4 * H}], b is
\`lstm.bias\` [${4 * H}]; each holds its four blocks of ${H} columns in the order i, f, o, u. The loss is the squared distance of every output from a target.

    aₜ = xₜ W + b + hₜ₋₁ U
    iₜ, fₜ, oₜ = σ(aₜ)    uₜ = tanh(aₜ)
    cₜ = fₜ ⊙ cₜ₋₁ + iₜ ⊙ uₜ
    hₜ = oₜ ⊙ tanh cₜ
    L  = Σₜ ‖hₜ - targetₜ‖²

\`×\` is the matrix product, \`⊙\` the product number by number. A name such as \`${forward.nameOf('a')}\` is an operation and a running number.

## Forward

${block(forward.lines())}

**What left the loop before it.** The model's author wrote x W + b inside the time step. It reads no state, so it was taken out: ${name('xW')} is one product over all steps and sequences,
[T·B, ${I}] × [${I}, ${4 * H}], instead of T small ones. Only hₜ₋₁ U has to wait for its turn.

**What left the loop after it.** Nothing of the layer itself: hₜ is a state. But the loss is computed from all stacked outputs at once, as an output layer would be.

## Back through time

The chain rule is applied to the loop's body, from its last line to its first. Write δv for ∂L/∂v. Through hₜ and cₜ two streams run from step t+1 to step t:

    δhₜ   = 2 (hₜ - targetₜ) + δaₜ₊₁ Uᵀ
    δcₜ   = δcₜ₊₁ ⊙ fₜ₊₁ + δhₜ ⊙ oₜ ⊙ (1 - tanh² cₜ)
    δaₜ   = [ δcₜ ⊙ uₜ ⊙ σ′(i),  δcₜ ⊙ cₜ₋₁ ⊙ σ′(f),  δhₜ ⊙ tanh cₜ ⊙ σ′(o),  δcₜ ⊙ iₜ ⊙ (1 - uₜ²) ]

and each weight collects from every step:

    ∂L/∂U = Σₜ hₜ₋₁ᵀ δaₜ    ∂L/∂W = Σₜ xₜᵀ δaₜ    ∂L/∂b = Σₜ δaₜ    ∂L/∂xₜ = δaₜ Wᵀ

### 1. The way forward keeps what the way back will read

The loop is the one above. It now also stacks what the way back will ask for, eight values of each step:

${block(both.lines(loopFrom, loopTo))}

With \`residuals: 'recompute'\` the cheap ones among them are computed again on the way back: less memory, more time.

### 2. What is known before the way back begins

${block(both.lines(loopTo, both.loops()[1].from))}

Everything here is made of values that the way forward has already found, so it is computed for all steps at once, outside the backward loop. The products
${name('oSlope')} and ${name('iSlope')} were not written by anyone either: δhₜ ⊙ oₜ ⊙ (1 - tanh² cₜ) is a product of three factors of which two are known, so the two are multiplied first, out here, and
the loop is left with one multiplication (\`src/graph/scan/groupProducts.ts\`).

### 3. The loop from the last step to the first

${block(both.lines(both.loops()[1].from, both.loops()[1].to))}

One matrix product is left in it, δaₜ Uᵀ: the mirror image of hₜ₋₁ U. On the path of δc stands no matrix and no tanh, only fₜ (${name('dcBefore')}): where the forget gate is near 1, the
gradient passes almost unchanged. That is what the LSTM was invented for.

### 4. What is summed over time, as one product

${block(both.lines(both.loops()[1].to))}

The sum Σₜ hₜ₋₁ᵀ δaₜ could be added up inside the loop, a small product a step. But stacking the rows of all steps and sequences turns it into a single product
[${H}, B·T] × [B·T, ${4 * H}], ${name('dU')}, because a matrix product *is* a sum over its inner axis (\`src/graph/scan/sumOverTime.ts\`). The same holds for W, ${name('dW')}.
${name('dx')} is a lifted product again: no state waits for ∂L/∂xₜ, so it is computed after the loop, for all steps at once.
`;
}
