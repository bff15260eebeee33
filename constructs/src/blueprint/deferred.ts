/**
 * A switch that is set in code, or left to whoever deploys: a `CfnCondition` in CDK, a boolean expression in cdktf.
 *
 * `Deferred` is the engine's own type for such an expression. The blueprint only passes it on.
 */
export type Switch<Deferred> = boolean | Deferred;

/**
 * A value that is set in code, or left to whoever deploys, who may also leave it out: then `given` says whether it is there.
 *
 * A plain value may itself be a deploy-time reference (a token), as long as it is certain to be there.
 */
export type Optional<Value, Deferred> = Value | { readonly value: Value; readonly given: Deferred };
