import eslint from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

/** What may import what, as in design: each line is a promise to a reader, and says why it is kept. */
const boundaries = {
  'import-x/no-restricted-paths': [
    'error',
    {
      zones: [
        {
          target: './constructs/src/blueprint',
          from: './constructs/src',
          except: ['./blueprint'],
          message: 'The blueprint holds facts for every front end, so it knows none of them.',
        },
        {
          target: './constructs/src/cdk',
          from: './constructs/src',
          except: ['./cdk', './blueprint', './lambda', './templates'],
          message: 'A CDK user installs no cdktf. What both need is a fact, and belongs in the blueprint.',
        },
        {
          target: './constructs/src/cdktf',
          from: './constructs/src',
          except: ['./cdktf', './blueprint', './lambda', './templates'],
          message: 'A cdktf user installs no CDK. What both need is a fact, and belongs in the blueprint.',
        },
        {
          target: './constructs/src/lambda',
          from: './constructs/src',
          except: ['./lambda'],
          message: 'Only reads the functions as files, which the blueprint cannot, and is the same for both engines.',
        },
        {
          target: './constructs/src/templates',
          from: './constructs/src',
          except: ['./templates'],
          message: 'Only knows where the templates lie, which the blueprint cannot, and is the same for both engines.',
        },
        {
          target: './receiver/src',
          from: './constructs',
          message:
            'The receiver takes facts from the package, clarion-aws-constructs/blueprint, and nothing else of the constructs.',
        },
        {
          target: './constructs/src',
          from: './receiver',
          message: 'What is deployed into a customer’s account does not depend on who receives it.',
        },
      ],
    },
  ],
};

/** What the sources in a folder may not import, with the reason; and not by `import()` either, which no such rule would see. */
const restricted = (folder, patterns) => ({
  files: [folder],
  ignores: ['**/*.test.ts'],
  rules: {
    'no-restricted-imports': ['error', { patterns }],
    ...(folder.startsWith('constructs') && {
      'no-restricted-syntax': [
        'error',
        { selector: 'ImportExpression', message: 'Import at the top, where the boundaries can be checked.' },
      ],
    }),
  },
});

export default tseslint.config(
  {
    ignores: [
      '**/lib/',
      '**/node_modules/',
      'terraform/',
      'cloudformation/',
      '.cache/',
      'examples/**/cdktf.out/',
      'examples/**/cdk.out/',
    ],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
  },
  {
    files: ['**/*.ts'],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.js'] } } },
    rules: {
      ...boundaries,
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  restricted('constructs/src/blueprint/**', [
    { regex: '^[^.]', message: 'The blueprint imports nothing, so that every front end can read it.' },
  ]),
  restricted('constructs/src/cdk/**', [{ regex: '^(cdktf|@cdktf/)', message: 'A CDK user installs no cdktf.' }]),
  restricted('constructs/src/cdktf/**', [
    { regex: '^aws-cdk-lib', message: 'A cdktf user installs no CDK.' },
    {
      regex: '^@cdktf/provider-aws(/lib(/index.*)?)?$',
      message: 'Import a resource by its subpath: 0.1 s, where the barrel costs 2.5 s.',
    },
  ]),
  restricted('receiver/src/**', [
    {
      regex: '^(clarion-aws-constructs(?!/blueprint$)|aws-cdk-lib|cdktf|@cdktf/|constructs$)',
      message: 'The receiver takes facts from clarion-aws-constructs/blueprint, and nothing else of the constructs.',
    },
  ]),
  { files: ['constructs/src/**'], rules: { '@typescript-eslint/explicit-member-accessibility': 'error' } },
  {
    // Programs that a person runs speak to that person.
    files: ['**/cli/**', 'examples/**', 'bench/**', 'test/crash/**', 'constructs/src/generate/main.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.test.ts'],
    extends: [jest.configs['flat/recommended']],
    rules: {
      'jest/expect-expect': [
        'error',
        {
          assertFunctionNames: [
            'expect*',
            'fc.assert',
            'command',
            'rotates*',
            '*erif*',
            'refus*',
            'accept*',
            '**.expect*',
            '**.has*',
            '**.allResources*',
            '**.resourceCountIs',
          ],
        },
      ],
      'jest/no-standalone-expect': 'off',
      'jest/no-conditional-expect': 'off',
      'jest/valid-title': ['error', { ignoreTypeOfDescribeName: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // What is read from JSON that others wrote has the type that the test goes on to check.
    files: ['test/**/*.ts', '**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // Put into a customer's account as it stands: no build, and nothing but what Lambda's runtime has.
    files: ['constructs/lambda/**'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: {
        ...Object.fromEntries(['AbortSignal', 'Buffer', 'console', 'fetch', 'process'].map((name) => [name, 'readonly'])),
      },
    },
    rules: {
      'no-console': 'off',
      'no-unused-vars': ['error', { varsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.name='require'] > Literal[value!=/^(node:|@aws-sdk[/])/]",
          message:
            'A function in a customer’s account is one file, which a reviewer reads: it requires what Lambda’s runtime brings.',
        },
      ],
    },
  },
  { files: ['**/*.mjs', '**/*.cjs', '**/*.js'], languageOptions: { globals: { process: 'readonly', console: 'readonly' } } },
);
