import { defineConfig } from 'vitest/config';

/** Unit tests sit beside their source and run in plain Node; the suites of the real editor live in src/test and run there. */
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'webview/**/*.test.ts', 'samples/**/*.test.ts', 'scripts/**/*.test.ts'],
    exclude: ['src/test/**', 'node_modules/**'],
    setupFiles: ['src/testing/setup.ts'],
    testTimeout: 60_000,
    pool: 'forks',
    // Node 20 has the instructions of src/engine/compiled/ behind a flag; later it neither needs nor knows it.
    execArgv: parseInt(process.versions.node) < 22 ? ['--experimental-wasm-relaxed-simd'] : [],
    // A build server may give a test no processor for a while. What passes at a second try is told at the end.
    retry: process.env.CI ? 1 : 0,
  },
});
