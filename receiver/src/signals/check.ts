import { Ajv2020 } from 'ajv/dist/2020.js';
import { packageJson } from '../json.ts';

/** Times as `Date.toISOString` writes them, which is how a signal has them: to match this costs a tenth of knowing all of RFC 3339. */
const TIME = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

// Texts are measured in UTF-16 units, as they are cut: never fewer than the characters that the schema counts, and no loop over each.
// The logger would only say that the option is to go.
const ajv = new Ajv2020({ allErrors: true, unicode: false, logger: false, formats: { 'date-time': TIME } });
const validate = ajv.compile(packageJson('schema/signal.schema.json'));

/** What is wrong with a signal by the published schema, as one sentence without its values; `undefined` when nothing is. */
export function signalProblem(signal: unknown): string | undefined {
  if (validate(signal)) return undefined;
  const problems = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || 'the signal'} ${message}`);
  return `not a signal by schema/signal.schema.json: ${problems.slice(0, 5).join('; ')}`;
}
