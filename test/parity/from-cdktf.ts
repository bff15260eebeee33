import { Testing } from 'cdktf';
import { CloudTrailEvents, type CloudTrailEventsProps } from 'clarion-aws-constructs/cdktf';
import { ModuleStack } from '../../constructs/lib/generate/terraform/module-stack.js';
import type { Facts } from './facts.ts';
import { ADDRESSES, factsOfTerraform } from './from-terraform.ts';

/** The facts of the cdktf construct, read from what it synthesizes. */
export function factsOfCdktf(options: CloudTrailEventsProps): Facts {
  const stack = new ModuleStack();
  new CloudTrailEvents(stack, 'this', options);
  const { resource, data } = JSON.parse(Testing.synth(stack)) as Record<
    'resource' | 'data',
    Record<string, Record<string, object>>
  >;
  return factsOfTerraform((type) => {
    const found = type.startsWith('data.') ? data[type.slice('data.'.length)] : resource[type];
    return Object.entries(found ?? {}).map(([name, attributes]) => [name, evaluated(attributes)]);
  });
}

/** With every `${…}` evaluated: where all options are known, those are references, and `jsonencode` of plain values. */
const evaluated = (attributes: object): object =>
  JSON.parse(JSON.stringify(attributes), (_key, value: unknown) =>
    typeof value === 'string' ? evaluateText(value) : value,
  ) as object;

function evaluateText(text: string): unknown {
  const encoded = /^\$\{jsonencode\((.*)\)\}$/s.exec(text)?.[1];
  // HCL's objects are JSON's, but for the equals sign and for bare references.
  if (encoded !== undefined)
    return JSON.parse(
      encoded.replaceAll('" = ', '": ').replace(/(?<=: )[a-z]\w+\.\w+\.\w+/g, (reference) => JSON.stringify(named(reference))),
    );
  return text
    .replace(/^\$\{(.*)\}$/s, (_all, reference: string) => named(reference))
    .replace(/\$\{([\w.]+)\}/g, (_all, reference: string) => named(reference));
}

function named(reference: string): string {
  if (reference === 'data.aws_caller_identity.topic_current.account_id') return '111122223333';
  const [, address = ''] = /^([\w]+\.[\w]+)(?:\[0\])?\.\w+$/.exec(reference) ?? [];
  return ADDRESSES[address] ?? reference;
}
