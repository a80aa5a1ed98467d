import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { experimentJsonSchema } from './experimentJsonSchema';

it('the committed schema is the generated one (else run `node scripts/schema.mjs`)', () => {
  const committed = readFileSync(new URL('../../media/seqlab.schema.json', import.meta.url), 'utf8');
  expect(committed).toBe(`${JSON.stringify(experimentJsonSchema(), null, 2)}\n`);
});

it('describes every key, so that the editor explains what it completes', () => {
  const missing: string[] = [];
  const visit = (schema: unknown, path: string): void => {
    const { properties } = schema as { properties?: Record<string, { description?: string }> };
    for (const [name, value] of Object.entries(properties ?? {})) {
      const isSection = 'properties' in value;
      if (!isSection && value.description === undefined && name !== '$schema') missing.push(`${path}${name}`);
      visit(value, `${path}${name}.`);
    }
  };
  visit(experimentJsonSchema(), '');
  expect(missing).toEqual([]);
});

it('asks for the task and the training data, and refuses unknown keys', () => {
  expect(experimentJsonSchema()).toMatchObject({ required: ['task', 'data'], additionalProperties: false, properties: { data: { required: ['train'], additionalProperties: false } } });
});
