/** A setting of a module or a template: a Terraform variable, a CloudFormation parameter. */
export interface Input {
  /** The construct's option. Terraform names it in snake_case, CloudFormation in PascalCase. */
  readonly name: string;
  /** A few words, for the form that CloudFormation shows. */
  readonly label: string;
  readonly description: string;
  /** A `choice` is one of the `allowed` texts, `choices` any of them; the construct gets a switch for each. */
  readonly type: 'string' | 'bool' | 'number' | 'list(string)' | 'map(string)' | 'choice' | 'choices';
  /** The value where none is given. `null` where leaving it out means something of its own; left out where it must be given. */
  readonly default?: string | number | boolean | null | readonly string[] | Readonly<Record<string, string>>;
  /** Kept out of plans. */
  readonly sensitive?: true;
  /** The values that it may have, and the sentence for another. */
  readonly allowed?: { readonly values: readonly (string | number)[]; readonly message: string };
  /** What each key of a map must match, and the sentence for one that does not. */
  readonly keys?: { readonly expression: string; readonly message: string };
  /** What a text, or each text of a list or a map, must match, what it must not, and the sentence for one that does otherwise. */
  readonly pattern?: { readonly expression: string; readonly except?: string; readonly message: string };
  /** The fewest texts that a list may have, and the sentence for a shorter one. In a template an empty text, which is none, must match too. */
  readonly atLeast?: { readonly count: number; readonly message: string };
  /** The most texts that a list may have, and the sentence for a longer one. */
  readonly atMost?: { readonly count: number; readonly message: string };
  /** The most characters that a list may have as JSON, and the sentence for a longer one. */
  readonly maxJsonLength?: { readonly characters: number; readonly message: string };
  /** The fewest and the most characters that a text may have, where the pattern cannot say it: RE2 repeats 1,000 times at most. */
  readonly length?: { readonly from: number; readonly to: number; readonly message: string };
  /**
   * A template has no default for it, though a module has: what a form has filled in, nobody reads. One of a part that may be left out is
   * empty until a rule asks for it.
   */
  readonly requiredInTemplate?: true | 'where a rule asks for it';
  /** Tags are given to a stack by other means than a parameter; and a template cannot go through a map. */
  readonly terraformOnly?: true;
}

/** Inputs that belong together, in the order in which a person fills them in. */
export interface InputGroup {
  readonly label: string;
  readonly inputs: readonly Input[];
}

/** `webhookUrl` to `webhook_url` */
export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `webhookUrl` to `WebhookUrl` */
export const pascalCase = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** `a rule` to `A rule.` */
export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
