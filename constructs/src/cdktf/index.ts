/** The setup paths as cdktf constructs. */
export * from './clarion-topic';
export * from './cloudtrail-events';
