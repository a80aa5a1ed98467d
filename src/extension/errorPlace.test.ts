import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findErrorPlace } from './errorPlace';

const folder = mkdtempSync(join(tmpdir(), 'place-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'sub'));
for (const name of ['a.tsv', 'my.seqlab.json', join('sub', 'b, c.txt')]) writeFileSync(join(folder, name), '');

it.each([
  ['a.tsv', 'a.tsv', null], ['a.tsv:12', 'a.tsv', 12], ['a.tsv:12:7', 'a.tsv', 12], ['my.seqlab.json, model.hidden', 'my.seqlab.json', null],
  [join(folder, 'a.tsv'), 'a.tsv', null],
])('%s', async (where, label, line) => {
  expect(await findErrorPlace(where, folder)).toEqual({ path: join(folder, label), label, line });
});

it.each(['missing.tsv:3', 'sub', 'model.hidden', '', 'Translate Selection'])('no file: %j', async (where) => {
  expect(await findErrorPlace(where, folder)).toBeNull();
});
