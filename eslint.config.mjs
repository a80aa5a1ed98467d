/**
 * The house rules. A room may look only at the rooms named beside it (ARCHITECTURE.md draws them); `vscode` has one home.
 */
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** room under src/ -> the rooms it may import. Everything not named is forbidden. */
const rooms = {
  errors: [],
  protocol: [],
  random: [],
  graph: [],
  text: ['random'],
  music: [],
  engine: ['graph'],
  models: ['graph', 'random'],
  training: ['models', 'music', 'text', 'graph', 'engine', 'random', 'protocol'],
  decoding: ['models', 'text', 'graph', 'engine', 'random'],
  worker: ['training', 'decoding', 'models', 'music', 'text', 'graph', 'engine', 'random', 'protocol'],
  cli: ['worker', 'training', 'decoding', 'models', 'music', 'text', 'graph', 'engine', 'random', 'protocol'],
  extension: ['protocol'],
};

const zones = Object.entries(rooms).map(([room, allowed]) => ({
  target: `./src/${room}/**/*!(.test).ts`,
  from: ['./src', './webview'],
  except: undefined,
  message: `src/${room} may import only ${[room, ...allowed].map((name) => `src/${name}`).join(', ')}: see ARCHITECTURE.md.`,
  allowed: [room, 'errors', ...allowed],
}));

/** One pattern per forbidden room, so that the message names both ends. */
const restrictedPaths = [
  ...zones.flatMap(({ target, message, allowed }) =>
    [...Object.keys(rooms), 'test'].filter((name) => !allowed.includes(name)).map((name) => ({ target, from: `./src/${name}`, message }))),
  { target: './src', from: './webview', message: 'src never looks into webview: they meet in src/protocol.' },
  ...Object.keys(rooms).filter((name) => name !== 'protocol').map((name) => ({ target: './webview', from: `./src/${name}`, message: 'webview may import only src/protocol.' })),
];

export default tseslint.config(
  { ignores: ['dist/**', 'out/**', 'node_modules/**', '.vscode-test/**', 'coverage/**'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.js', '.mjs'] } } },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: restrictedPaths }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-syntax': ['error', { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/extension/**', 'src/test/**'],
    rules: { 'no-restricted-imports': ['error', { paths: [{ name: 'vscode', message: 'vscode has one home: src/extension.' }] }] },
  },
  {
    files: ['src/{graph,models}/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ group: ['node:*', 'vscode', 'onnxruntime-*', '@tensorflow/*'], message: 'Graphs and models know nothing of files or engines.' }] }] },
  },
  // A test may hold its room against another: the rules are about what ships
  { files: ['**/*.test.ts', 'src/testing/**/*.ts'], rules: { 'import-x/no-restricted-paths': 'off' } },
  { files: ['src/extension/**/*.ts'], rules: { 'no-restricted-imports': ['error', { patterns: [{ group: ['onnxruntime-*'], message: 'The extension host never computes.' }] }] } },
);
