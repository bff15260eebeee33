/** The setup paths as cdktf constructs. */
export * from './clarion-account';
export * from './clarion-hub';
export * from './clarion-organization';
export * from './clarion-spoke';
export * from './clarion-topic';
export * from './cloudtrail-archive';
export * from './cloudtrail-events';
export * from './cloudwatch-alarms';
export * from './guardduty-findings';
export * from './integration-role';
export * from './receiver-role';
