import projen from 'projen';

/**
 * Two configurations for a package: `tsconfig.build.json` makes `lib/` of its sources, and `tsconfig.json`, which editors and ESLint
 * find, checks its tests against what was built.
 *
 * @param needs folders of packages that are built first
 */
export function typescriptConfigs(project: projen.Project, compilerOptions: object, needs: readonly string[] = []): void {
  new projen.JsonFile(project, 'tsconfig.build.json', {
    obj: {
      extends: '../tsconfig.base.json',
      compilerOptions: {
        ...compilerOptions,
        rootDir: 'src',
        outDir: 'lib',
        types: ['node'],
        tsBuildInfoFile: 'lib/tsconfig.tsbuildinfo',
      },
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.test.ts'],
      references: needs.map((folder) => ({ path: `${folder}/tsconfig.build.json` })),
    },
  });
  new projen.JsonFile(project, 'tsconfig.json', {
    obj: {
      extends: '../tsconfig.base.json',
      compilerOptions: {
        module: 'nodenext',
        noEmit: true,
        composite: false,
        allowImportingTsExtensions: true,
        resolveJsonModule: true,
        types: ['node', 'jest'],
        tsBuildInfoFile: 'lib/tests.tsbuildinfo',
      },
      include: ['src/**/*.test.ts'],
      references: [{ path: 'tsconfig.build.json' }],
    },
  });
}
