import { describe, expect, it } from 'vitest';
import { isSecretFile, looksSecret, withoutSecrets, withSecretsMasked } from './secrets';

/** Made up here; in pieces, so that no scanner takes the test for a leak. */
const key = ['AKIA', 'Q3ZK7W2NP5XM4TRV'].join('');
const random = ['x9Kf2mQ7', 'vLp4Zt8R', 'wB3nYc6H', 'sJ1d'].join('');

describe('a line that looks secret', () => {
  it.each([
    'PASSWORD=hunter2', 'password: hunter2', 'db_password = "open sesame"'.replace(' sesame', ''), '"apiKey": "abc",', 'MY_ACCESS_TOKEN=1', '**Password**: tulip9',
    'postgres://anna:tulip@localhost/db', `Authorization: Bearer ${random}`, `key ${key} for the bucket`, `ghp_${random}`, random,
    `-----BEGIN ${'RSA PRIVATE'} KEY-----`, 'd41d8cd98f00b204e9800998ecf8427e',
  ])('%s', (line) => { expect(looksSecret(line)).toBe(true); });

  it.each([
    'The secret of the old house was never told.', 'He had forgotten the password again, and the key.', 'See https://example.com/a/very/long/path/to/some/page-number-2024',
    'Donaudampfschifffahrtsgesellschaftskapitän', 'token ring networks', '----------------------------------------', 'The pin: a small thing, easily lost.', 'a_very_long_snake_case_name_of_a_thing',
  ])('is not: %s', (line) => { expect(looksSecret(line)).toBe(false); });
});

describe('a text without its secrets', () => {
  it('keeps every other line where it was', () => {
    expect(withoutSecrets('Dear Ann,\npassword: tulip9\nYours')).toBe('Dear Ann,\n\nYours');
  });

  it('may keep every place of the rest', () => {
    expect(withSecretsMasked('Dear Ann,\npassword: tulip9\nYours')).toBe(`Dear Ann,\n${' '.repeat(16)}\nYours`);
  });

  it('is the same where there are none', () => {
    expect(withoutSecrets('Dear Ann,\nall is well')).toBe('Dear Ann,\nall is well');
  });
});

it('knows files of credentials by their names', () => {
  for (const path of ['/a/.env', '/a/.env.local', 'C:\\u\\.npmrc', '/home/u/.ssh/id_ed25519', '/a/server.pem', '/a/secrets.yaml', '/aws/credentials']) expect(isSecretFile(path), path).toBe(true);
  for (const path of ['/a/environment.txt', '/a/key.txt', '/a/secretary.md', '/a/monkey.md', 'Untitled-1']) expect(isSecretFile(path), path).toBe(false);
});
