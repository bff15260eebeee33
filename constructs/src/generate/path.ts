import type * as cdk from 'aws-cdk-lib';
import type * as cdktf from 'cdktf';
import type { Construct } from 'constructs';
import type { InputGroup } from './input';

/** A construct of either engine, made with the inputs as its props. */
type Make<Scope, Made> = new (scope: Scope, id: string, props: never) => Made;

/** One setup path: what its module and its template ask for, make and give back. */
export interface SetupPath<Made extends Outputs = Outputs> {
  /** The module's folder and the template's name. */
  readonly name: string;
  /** One line: what it does. */
  readonly title: string;
  /** What a person should know before: a paragraph. */
  readonly about: string;
  readonly groups: readonly InputGroup[];
  readonly outputs: readonly Output<Made>[];
  readonly rules: readonly Rule[];
  readonly cdk: Make<cdk.Stack, Made>;
  readonly cdktf: Make<cdktf.TerraformStack, Made>;
}

type Outputs = Construct;

/** A value that a module and a template give back. */
export interface Output<Made> {
  readonly name: string;
  readonly description: string;
  /** A text, or an object that is given as JSON. */
  readonly of: (made: Made) => string | object;
}

/** What must hold between inputs. */
export interface Rule {
  readonly name: string;
  /** Where this input is given … */
  readonly whenGiven: string;
  /** … that one must be given, and be another value. */
  readonly needsAnother: string;
  /** The resource of the module that is made of the first, and checks it. */
  readonly checkedBy: string;
  readonly message: string;
}
