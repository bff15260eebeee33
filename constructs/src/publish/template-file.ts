import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Refusal } from './refusal';

const ENDING = '.template.yaml';
/** Whoever gives one of these chooses a name, which CloudFormation wants to have acknowledged apart. */
const IAM_NAMES = ['GroupName', 'InstanceProfileName', 'ManagedPolicyName', 'RoleName', 'UserName'];

/** A template as it is published. */
export interface TemplateFile {
  /** The setup path, for example `cloudtrail-events`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What whoever creates the stack must acknowledge, if anything. */
  readonly capability?: 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM';
}

/** Every template of a folder. */
export function readTemplates(folder: string): TemplateFile[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(ENDING));
  return files.sort().map((file) => templateFile(file.slice(0, -ENDING.length), readFileSync(join(folder, file))));
}

/** @throws Refusal where a link could not give every parameter */
export function templateFile(name: string, bytes: Uint8Array): TemplateFile {
  // Short forms such as `!Ref` are read as what stands behind them: nothing here looks at those.
  const template = parse(Buffer.from(bytes).toString(), { logLevel: 'error' }) as Template;
  const hidden = Object.entries(template.Parameters ?? {}).filter(([, { NoEcho }]) => String(NoEcho) === 'true');
  if (hidden.length > 0) {
    throw new Refusal(
      `The parameter ${hidden[0]?.[0]} of ${name}${ENDING} is NoEcho, which a quick-create link leaves out. Take NoEcho away, or the template.`,
    );
  }
  const roles = Object.values(template.Resources ?? {}).filter(({ Type }) => Type.startsWith('AWS::IAM::'));
  if (roles.length === 0) return { name, bytes };
  const named = roles.some(({ Properties = {} }) => IAM_NAMES.some((property) => property in Properties));
  return { name, bytes, capability: named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM' };
}

interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly NoEcho?: boolean | string }>>;
  readonly Resources?: Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;
}

/** In hexadecimal, as `sha256sum` has it. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
