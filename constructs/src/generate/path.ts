import type * as cdk from 'aws-cdk-lib';
import type * as cdktf from 'cdktf';
import type { InputGroup } from './input';
import type { Rule } from './rule';

/** One setup path: what its module and its template ask for, make and give back. */
export interface SetupPath<Made = unknown> {
  /** The module's folder and the template's name. */
  readonly name: string;
  /** The construct that both are made of. */
  readonly construct: string;
  /** One line: what it does. */
  readonly title: string;
  /** What a person should know before: a paragraph. */
  readonly about: string;
  readonly groups: readonly InputGroup[];
  readonly outputs: readonly Output<Made>[];
  readonly rules: readonly Rule[];
  /** Makes the construct in a stack, with the inputs as its props. */
  readonly cdk: (stack: cdk.Stack, props: never) => Made;
  readonly cdktf: (stack: cdktf.TerraformStack, props: never) => Made;
  /** What the module is made of, where that is other modules. @default - what `cdktf` makes */
  readonly module?: (stack: cdktf.TerraformStack, props: never) => Made;
  /** The template is too large to be given as text, so CloudFormation must read it from a bucket, as a link does anyway. @default false */
  readonly templateFromS3?: true;
  /** What a caller of the module must or will give, for its README: lines of HCL, after `source`. */
  readonly usage: string;
}

/** A value that a module and a template give back. */
export interface Output<Made> {
  readonly name: string;
  readonly description: string;
  /** A text, or an object that is given as JSON. */
  readonly of: (made: Made) => string | object;
}
