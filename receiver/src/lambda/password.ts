import { isObject, tryParse } from '../json.ts';
import { Mistake } from '../registry/mistake.ts';

/** Names the secret of Secrets Manager that has the database's password, as JSON with a member `password`. */
export const SECRET_VARIABLE = 'CLARION_DATABASE_SECRET';

const TIMEOUT_MS = 10_000;

/**
 * Gives the database's password to PostgreSQL's client, by AWS's extension for parameters and secrets: so it stands in no configuration of
 * the function. The extension answers only while there is an invocation.
 *
 * @throws Mistake when the extension does not give it.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html
 */
export async function takePassword(env: NodeJS.ProcessEnv): Promise<void> {
  const { [SECRET_VARIABLE]: secret, AWS_SESSION_TOKEN: token = '', PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: port = '2773' } = env;
  if (!secret) return;
  const password = await ask(`http://localhost:${port}/secretsmanager/get?secretId=${encodeURIComponent(secret)}`, token);
  if (password === undefined) {
    throw new Mistake(
      `${SECRET_VARIABLE} must name a secret with a \`password\` that the function may read: add the layer AWS-Parameters-and-Secrets-Lambda-Extension, and secretsmanager:GetSecretValue to its role`,
    );
  }
  env['PGPASSWORD'] = password;
}

async function ask(url: string, token: string): Promise<string | undefined> {
  const headers = { 'X-Aws-Parameters-Secrets-Token': token };
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined);
  if (answer?.ok !== true) return undefined;
  const { SecretString } = Object(tryParse(await answer.text())) as { readonly SecretString?: unknown };
  const secret = typeof SecretString === 'string' ? tryParse(SecretString) : undefined;
  return isObject(secret) && typeof secret['password'] === 'string' ? secret['password'] : undefined;
}
