import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { OPENAPI } from './openapi.ts';
import type { SchemaName } from './operation.ts';

// The document itself is the schema, so that nothing else is checked than what it says.
const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false });
ajvFormats.default(ajv);
ajv.addSchema(OPENAPI, 'openapi');
const validators = new Map<SchemaName, ValidateFunction>();

/** Checks a value by a schema of the document. Made when it is first asked for: a receiver may never be asked. */
export function validatorOf(name: SchemaName): ValidateFunction {
  const known = validators.get(name);
  if (known !== undefined) return known;
  const made = ajv.compile({ $ref: `openapi#/components/schemas/${name}` });
  validators.set(name, made);
  return made;
}
