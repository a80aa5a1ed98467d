import { expect, it } from 'vitest';
import { tuneFileName } from './tuneFileName';

it.each([
  ['The Miller\'s Holiday', 'the-millers-holiday.abc'],
  ['  Ólafur — №2!  ', 'ólafur-no2.abc'.replace('no2', '2')],
  ['../../etc/passwd', 'etc-passwd.abc'],
  ['', 'tune.abc'], ['***', 'tune.abc'], ['CON', 'tune-con.abc'],
  ['아리랑', '아리랑.abc'],
])('%j is saved as %s', (title, name) => expect(tuneFileName(title)).toBe(name));
