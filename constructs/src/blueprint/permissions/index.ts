/** What the role may do in an account, group by group. */
export * from './group';
export * from './log-archive';
