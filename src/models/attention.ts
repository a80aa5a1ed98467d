/**
 * Attention: where in the source to look. For a query q [B, H] and the encoder's states m_s (memory [B, S, D]) each source position gets a
 * score, the scores become weights α = softmax(score), and the context is Σ_s α_s m_s. Padding gets the weight 0.
 *
 *     dot        score = q · m_s                      needs D = H       Luong et al. 2015, equation 8
 *     general    score = q · (m_s W)                                    Luong et al. 2015, equation 8
 *     additive   score = v · tanh(q W + m_s U)                          Bahdanau et al. 2015, appendix A.1.2
 *
 * What does not depend on the query is computed once for a sentence: the keys. With coverage (Tu et al. 2016; in the form of See et al. 2017,
 * equation 11) the additive score knows how much each position has been looked at, c_s = Σ α_s over the steps before:
 *
 *     score = v · tanh(q W + m_s U + c_s w)
 */
import type { Value } from '../graph/graph';
import { add, matMul, mul, softmax, squeeze, sub, tanh, transpose, unsqueeze } from '../graph/ops';
import { glorot, uniform } from './initializers';
import type { AttentionName } from './model';
import type { ModelBuilder } from './weights';

export interface Attention {
  /** Keys of a sentence, [B, S, A]: A = D for dot, H otherwise. */
  keys(memory: Value): Value;
  /** Ready to be asked, many times: in a loop all of this stays outside. */
  over(source: AttendedSource): Attend;
}

/** query [B, H], and with coverage what was looked at so far, [B, S] -> where it looks now. */
export type Attend = (query: Value, coverage: Value | null) => Attended;

export interface AttendedSource {
  /** [B, S, D] */
  readonly memory: Value;
  /** [B, S, A] */
  readonly keys: Value;
  /** [S, B], 1 where a token stands. */
  readonly mask: Value;
}

export interface Attended {
  /** [B, D] */
  readonly context: Value;
  /** [B, S], sums to 1. */
  readonly alphas: Value;
}

/** Added to the score of padding: e^-1e9 is 0 in float32. */
const NEVER = 1e9;

/** @throws TypeError for dot attention between states of different sizes */
export function attention(kind: Exclude<AttentionName, 'none'>, builder: ModelBuilder, hidden: number, memorySize: number): Attention {
  if (kind === 'dot' && hidden !== memorySize) throw new TypeError(`dot attention: expected encoder states of size ${hidden}, got ${memorySize}`);
  const keys = (memory: Value): Value => (kind === 'dot' ? memory : matMul(memory, builder.weight('attention.key', [memorySize, hidden], glorot())));
  return {
    keys,
    over({ memory, keys, mask }) {
      const penalty = mul(sub(transpose(mask), 1), NEVER); // [S, B] -> [B, S]
      const score = kind === 'additive' ? additiveScore(builder, hidden, keys) : productScore(keys);
      return (query, coverage) => {
        const alphas = softmax(add(score(query, coverage), penalty)); // [B, S]
        const context = squeeze(matMul(unsqueeze(alphas, 1), memory), 1); // [B, 1, S] [B, S, D] -> [B, D]
        return { context, alphas };
      };
    },
  };
}

type Score = (query: Value, coverage: Value | null) => Value;

function additiveScore(builder: ModelBuilder, hidden: number, keys: Value): Score {
  const W = builder.weight('attention.query', [hidden, hidden], glorot());
  const v = builder.weight('attention.energy', [hidden, 1], glorot());
  return (query, coverage) => {
    const energies = add(keys, unsqueeze(matMul(query, W), 1)); // [B, S, A]
    const covered = coverage ? add(energies, mul(unsqueeze(coverage, 2), builder.weight('attention.coverage', [hidden], uniform(0.1)))) : energies; // + [B, S, 1] [A]
    return squeeze(matMul(tanh(covered), v), 2); // [B, S, 1] -> [B, S]
  };
}

function productScore(keys: Value): Score {
  const columns = transpose(keys); // [B, A, S]
  return (query) => squeeze(matMul(unsqueeze(query, 1), columns), 1); // [B, 1, A] [B, A, S] -> [B, S]
}
