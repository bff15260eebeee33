/** What a child is told by its parent. */
export interface Settings {
  readonly database: string;
  readonly port: number;
  readonly pem: string;
  readonly tokenSha256: string;
  /** Where STS and S3 are. */
  readonly endpoint: string;
}

const NAME = 'CRASH_SETTINGS';

export const asEnvironment = (given: Settings): Record<string, string> => ({ [NAME]: JSON.stringify(given) });

export function settings(): Settings {
  return JSON.parse(process.env[NAME] ?? '{}') as Settings;
}
