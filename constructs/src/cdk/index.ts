/** The setup paths as AWS CDK constructs. */
export * from './clarion-topic';
export * from './cloudtrail-events';
