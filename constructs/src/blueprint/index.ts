/** The facts that every front end shares. Nothing here imports an engine. */
export * from './alarms';
export * from './cloudtrail-options';
export * from './cloudtrail-pattern';
export * from './dead-letters';
export * from './deferred';
export * from './delivery-policy';
export * from './error';
export * from './event-rule';
export * from './permissions';
export * from './policy';
export * from './publishers';
export * from './role-options';
export * from './shared-topic';
export * from './topic-options';
export * from './webhook-url';
