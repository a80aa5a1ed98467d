import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { pathIn } from './paths';

const base = resolve('/home/me/texts');
it.each([
  [join(base, 'a.tsv'), 'a.tsv'], [join(base, 'sub', 'a.tsv'), 'sub/a.tsv'], [base, '.'], [join(base, '..hidden', 'a'), '..hidden/a'],
  [resolve('/home/me/other/a.tsv'), resolve('/home/me/other/a.tsv')], [resolve('/home/me'), resolve('/home/me')],
])('%s', (path, written) => {
  expect(pathIn(base, path)).toBe(written);
});
