import { BlueprintError } from './error';
import { partitionOf } from './partitions';
import { partitionOfTemplate } from './template-url';

/** What a quick-create link opens the console with. */
export interface QuickCreateOptions {
  /** The Region of the stack. */
  readonly region: string;
  /** Where the template is: an object in S3, in the partition of the Region, that whoever opens the link may read. */
  readonly templateUrl: string;
  /** 1 to 128 letters, digits and hyphens. Whoever opens the link can change it. */
  readonly stackName: string;
  /**
   * Values of parameters, by the names that they have in the template. Whoever opens the link can change them too. CloudFormation ignores
   * a name that the template does not have, and one that is `NoEcho`.
   *
   * A link is kept in browser histories, passes through the sign-in page, and is sent on: whoever has it has all that it carries. A
   * webhook URL is a secret. It may be carried by a link that is shown to nobody but the person who may know it, and by no other: paste
   * it into the form instead.
   *
   * @default - the template's own defaults
   */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A name of a stack, as CloudFormation takes it. */
export const STACK_NAME_PATTERN = '^[A-Za-z][A-Za-z0-9-]{0,127}$';
/** A name of a parameter, as CloudFormation takes it. */
const PARAMETER_NAME = /^[A-Za-z0-9]{1,255}$/;

/**
 * The longest link. AWS states no limit, but whoever is not signed in is sent through the sign-in page, which carries the link in its own
 * URL and encoded twice more: each `%2F` becomes `%25252F`, 7 characters for 3. That is 7,000, and leaves 1,000 for the page's own of
 * the 8,000 that every server should take.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110.html#section-4.1-5
 */
export const QUICK_CREATE_LIMIT = 3_000;

/**
 * A link that opens CloudFormation's console with a stack that is ready to be created. Nothing is created before a person has looked at it
 * and, where the template makes roles, has acknowledged that.
 *
 * @throws BlueprintError. It never shows the value of a parameter.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stacks-quick-create-links.html
 */
export function quickCreateLink({ region, templateUrl, stackName, parameters = {} }: QuickCreateOptions): string {
  const partition = partitionOf(region);
  const home = partitionOfTemplate(templateUrl);
  if (home.name !== partition.name) {
    throw new BlueprintError(
      'template-partition-differs',
      `a template in ${home.name} for ${region}`,
      `Publish the templates in ${partition.name} too.`,
    );
  }
  if (!new RegExp(STACK_NAME_PATTERN).test(stackName)) {
    throw new BlueprintError('stack-name-invalid', JSON.stringify(stackName), "Use one like 'clarion'.");
  }
  for (const [name, value] of Object.entries(parameters)) checkParameter(name, value);

  const query = Object.entries({
    templateURL: templateUrl,
    stackName,
    ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [`param_${name}`, value])),
  }).map(([name, value]) => `${name}=${encode(value)}`);
  const link = `https://${region}.${partition.console}/cloudformation/home?region=${region}#/stacks/create/review?${query.join('&')}`;
  if (link.length > QUICK_CREATE_LIMIT) {
    throw new BlueprintError('link-too-long', `${link.length}`, 'Leave parameters out, and fill them in by hand.');
  }
  return link;
}

function checkParameter(name: string, value: string): void {
  if (!PARAMETER_NAME.test(name)) {
    throw new BlueprintError('link-parameter-invalid', `the name ${JSON.stringify(name)}`, 'Name it as the template does.');
  }
  // Half a character has no UTF-8, so it cannot be encoded.
  if (/\p{Surrogate}/u.test(value)) {
    throw new BlueprintError('link-parameter-invalid', `half a character in ${name}`, 'Do not cut a text within a character.');
  }
}

/** So that nothing of a value ends the link where it stands in a text: brackets, quotes and asterisks are encoded too. */
const encode = (value: string): string =>
  encodeURIComponent(value).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
