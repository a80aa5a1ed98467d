import { expect, it } from 'vitest';
import { UserError } from '../errors/userError';
import { namedAsTyped, type SearchOptions } from './searchOptions';

const options: SearchOptions = { nbest: 1, repeatNgram: true };
const refusal = new UserError('a coverage penalty needs attention', 'coveragePenalty', 'set it to 0', 'option');

it('names what was typed, or the setting of the experiment where nothing was', () => {
  expect(namedAsTyped(refusal, { ...options, coveragePenalty: 0.2 })).toMatchObject({ what: refusal.what, where: '--coverage-penalty', remedy: 'set it to 0', code: 'option' });
  expect(namedAsTyped(refusal, options)).toMatchObject({ where: 'the run\'s decoding.coveragePenalty', remedy: 'set it to 0; or give --coverage-penalty' });
});

it('leaves other errors as they are', () => {
  for (const error of [new Error('internal: x'), new UserError('gone', 'coveragePenalty', 'restore it'), new UserError('x', 'constructor', 'y', 'option'), 'text']) expect(namedAsTyped(error, options)).toBe(error);
});
