/** Calls a receiver's API, and holds every answer to the document that it serves. */
import { OPENAPI } from '../../receiver/src/http/api/openapi.ts';
import { validatorOf } from '../../receiver/src/http/api/validator.ts';
import { API_TOKEN } from './receiver.ts';

type Tree = Readonly<Record<string, any>>;
/** What was answered. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: Tree;
}

/** Functions that call the receiver at this URL, whatever it is at the time. */
export function apiClient(url: () => string) {
  async function call(method: string, path: string, body?: unknown): Promise<ApiAnswer> {
    const response = await fetch(`${url()}${path}`, {
      method,
      headers: { authorization: `Bearer ${API_TOKEN}` },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = (text === '' ? undefined : JSON.parse(text)) as Tree;
    expectDescribed({ method, path, status: response.status, answer });
    expect(response.headers.get('cache-control')).toBe('no-store');
    return { status: response.status, body: answer };
  }
  async function refusal(method: string, path: string, body?: unknown): Promise<readonly [number, string, string]> {
    const { status, body: answer } = await call(method, path, body);
    return [status, answer['error'] as string, answer['message'] as string];
  }
  const codeOf = async (...asked: Parameters<typeof refusal>) => (await refusal(...asked)).slice(0, 2);
  return { call, refusal, codeOf };
}

function expectDescribed(given: {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly answer: Tree;
}) {
  const { method, path, status, answer } = given;
  const [plain = ''] = path.split('?');
  const route = plain.replace(/(monitors|webhooks)\/[^/]+/, '$1/{name}').replace(/accounts\/[^/]+/, 'accounts/{id}');
  const described = (OPENAPI['paths'] as Tree)[route]?.[method.toLowerCase()]?.responses?.[status] as Tree | undefined;
  expect([method, path, status, described === undefined]).toEqual([method, path, status, false]);
  const schema = described!['content']?.['application/json']?.schema as { readonly $ref: string } | undefined;
  if (schema === undefined) return expect(answer).toBeUndefined();
  const validate = validatorOf(schema.$ref.split('/').at(-1)!);
  expect(validate(answer) || validate.errors).toBe(true);
  if (schema.$ref.endsWith('/Refusal')) expect(described!['description']).toContain(`\`${answer['error']}\``);
}
