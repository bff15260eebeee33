import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, DefaultTokenResolver, StringConcat, TerraformElement, TerraformStack, Tokenization } from 'cdktf';
import type { Node } from 'constructs';

/** The ends of names that the ends of types repeat. */
const SAID_BY_TYPE = ['policy_document', 'policy', 'queue', 'topic', 'subscription', 'alarm', 'rule', 'target', 'role', 'bus', 'attachment', 'log_group', 'function', 'set', 'instances'];

/** A stack whose resources are named as a person would name them: by their place in the construct, without a hash. */
export class ModuleStack extends TerraformStack {
  public constructor() {
    super(new App(), 'module');
    new AwsProvider(this, 'aws');
  }

  /** A text with its references written out, for example `${aws_sns_topic.topic.arn}`. */
  public reference(text: string): string {
    const resolved: unknown = Tokenization.resolve(text, { scope: this, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false });
    return String(resolved);
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const { path } = TerraformElement.isTerraformElement(element) ? element.node : element;
    const name = path
      .split('/')
      .filter((segment) => segment !== 'module' && segment !== 'this')
      .join('_')
      .replaceAll('-', '_');
    return nameOf(name, (element as { terraformResourceType?: string }).terraformResourceType ?? '');
  }
}

/** `aws_sqs_queue.dead_letters`, not `aws_sqs_queue.dead_letters_queue`: the type has said that already. */
export function nameOf(name: string, type: string): string {
  const suffix = [type.slice('aws_'.length), ...SAID_BY_TYPE].find((each) => name.endsWith(`_${each}`) && type.endsWith(each));
  return suffix === undefined ? name : name.slice(0, -suffix.length - 1);
}
