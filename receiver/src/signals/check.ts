import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { packageJson } from '../json.ts';

const ajv = new Ajv2020({ allErrors: true });
ajvFormats.default(ajv);
const validate = ajv.compile(packageJson('schema/signal.schema.json'));

/** What is wrong with a signal by the published schema, as one sentence without its values; `undefined` when nothing is. */
export function signalProblem(signal: unknown): string | undefined {
  if (validate(signal)) return undefined;
  const problems = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || 'the signal'} ${message}`);
  return `not a signal by schema/signal.schema.json: ${problems.slice(0, 5).join('; ')}`;
}
