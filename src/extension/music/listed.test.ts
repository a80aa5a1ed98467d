import { expect, it } from 'vitest';
import { listed } from './listed';

const book = ['a', 'b', 'c', 'd', 'e'];

it('lists all tunes from that at the cursor on', () => {
  expect(listed(book, 0)).toEqual({ list: book, which: '' });
  expect(listed(book, 2)).toEqual({ list: ['c', 'd', 'e', 'a', 'b'], which: '' });
});

it('says which of a whole book are listed', () => {
  expect(listed(book, 1, 3)).toEqual({ list: ['b', 'c', 'd'], which: ': tunes 2 to 4 of 5' });
  expect(listed(book, 4, 3)).toEqual({ list: ['e', 'c', 'd'], which: ': tunes 3 to 5 of 5' });
});

it('takes a cursor behind the last tune for one in it', () => expect(listed(book, 9).list[0]).toBe('e'));
