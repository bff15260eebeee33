/** What the role may do in an account, group by group. */
export * from './athena';
export * from './group';
export * from './groups';
export * from './log-archive';
