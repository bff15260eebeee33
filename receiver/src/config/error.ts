/** A configuration that cannot be used. `problems` has all that is wrong, each with its cure and none with a secret. */
export class ConfigError extends Error {
  public override readonly name = 'ConfigError';

  public constructor(public readonly problems: readonly string[]) {
    super(`the configuration cannot be used:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
  }
}
