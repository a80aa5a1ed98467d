/** The experiment file's schema in the form that editors read. */
import * as z from 'zod';
import { experimentSchema } from './experiment';

/** JSON Schema draft 7, the newest that VS Code understands wholly. Descriptions are those of the one schema. */
export function experimentJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(experimentSchema, { target: 'draft-7', io: 'input' });
  return { ...schema, title: 'Sequence Lab experiment', description: 'What to train, on what, how. Every key is optional but task and data.train.', allowComments: true, allowTrailingCommas: true };
}
