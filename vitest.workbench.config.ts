import { defineConfig } from 'vitest/config';

/** The suites that use the editor as a person does. One after another: each opens an editor and trains. */
export default defineConfig({
  test: {
    include: ['src/test/workbench/**/*.spec.mjs'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    pool: 'forks',
    retry: process.env.CI ? 1 : 0, // as in vitest.config.ts
  },
});
