/** The counts in docs/exactness.md are those of today. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { onnxOperations } from '../graph/onnx/lower';
import pytorch from '../models/fixtures/pytorch.json';
import { operationCases } from './testing/cases';
import { gradientCases } from './testing/gradientCases';
import { loopCases } from './testing/loops';

const ENGINES = 3;

it('docs/exactness.md counts what is compared', () => {
  const operations = operationCases().length, loops = loopCases().length, slopes = gradientCases().length, models = Object.keys(pytorch.cases).length;
  const rows = [
    `| values of ${onnxOperations().length} operations | ${operations} cases and ${loops} loops | ${ENGINES} | ${(operations + loops) * ENGINES} |`,
    `| gradients of the same | ${slopes} cases | ${ENGINES} | ${slopes * ENGINES} |`,
    `| models against PyTorch | ${models} models | 3 | ${models * 3} |`,
  ];
  const page = readFileSync(path.join(import.meta.dirname, '../../docs/exactness.md'), 'utf8');
  expect(rows.filter((row) => !page.includes(row)), 'rows that the table lacks').toEqual([]);
});
