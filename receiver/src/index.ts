export * from './sns/index.ts';
