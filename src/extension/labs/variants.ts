/** The two experiments of the bottleneck lab: the same in everything but attention. */

export type ExperimentJson = Readonly<Record<string, unknown>>;
export interface Variant { readonly name: string; readonly experiment: ExperimentJson }

/** What has no meaning without attention, by section. */
const OF_ATTENTION: Readonly<Record<string, readonly string[]>> = {
  model: ['inputFeeding', 'coverage'], training: ['coverageLoss'], decoding: ['coveragePenalty', 'replaceUnknown'],
};

/** The experiment without attention and with the attention it names (additive where it names none). What the user wrote is otherwise kept as it is. */
export function variantsOf(experiment: ExperimentJson): Variant[] {
  const model = section(experiment, 'model');
  const attention = typeof model.attention === 'string' && model.attention !== 'none' ? model.attention : 'additive';
  const rest = Object.fromEntries(Object.entries(model).filter(([key]) => key !== 'feedContext'));
  let without: ExperimentJson = { ...experiment, model: { ...model, attention: 'none' } };
  for (const [name, keys] of Object.entries(OF_ATTENTION)) {
    if (name in without) without = { ...without, [name]: Object.fromEntries(Object.entries(section(without, name)).filter(([key]) => !keys.includes(key))) };
  }
  const withModel = model.attention === 'none' ? Object.fromEntries(Object.entries(rest).filter(([key]) => key !== 'inputFeeding')) : rest;
  return [{ name: 'without attention', experiment: without }, { name: `with ${attention} attention`, experiment: { ...experiment, model: { ...withModel, attention } } }];
}

const section = (experiment: ExperimentJson, name: string): Readonly<Record<string, unknown>> => (experiment[name] ?? {}) as Readonly<Record<string, unknown>>;
