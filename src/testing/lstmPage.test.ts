import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AnnotatedListing } from './annotatedListing';
import { lstmPage } from './lstmPage';

it('docs/lstm-step.md is what the graphs of today say (node scripts/lstmPage.mjs writes it anew)', () => {
  expect(readFileSync(path.join(import.meta.dirname, '../../docs/lstm-step.md'), 'utf8').replaceAll('\r\n', '\n')).toBe(lstmPage());
});

describe('a listing', () => {
  const printed = 'graph\n  input      x      float32 [2]\n  Add_0 = y + x      [2]\n  A_1, B_2 = split(Add_0, axis 1)      [1], [1]\n';

  it('is found by equations, whichever way round, and carries remarks', () => {
    const listing = new AnnotatedListing(printed);
    listing.note('sum = x + y', 'both');
    listing.note('left, right = split(sum,', '');
    expect(listing.nameOf('right')).toBe('B_2');
    expect(listing.lines(2, 3)[0]).toMatch(/^ {2}Add_0 = y \+ x +\[2\] +← both$/);
  });

  it('says which equation it lacks', () => {
    expect(() => new AnnotatedListing(printed).note('product = x ⊙ y', '')).toThrow('the graph has no line product = x ⊙ y');
  });
});
