import { ref, type IResolvable, type TerraformStack } from 'cdktf';
import { ACCOUNT_ARCHIVE_OPTIONS, ERRORS, plain, type AccountArchiveOption, type Optional, type Switch } from '../../blueprint';
import type { CloudTrailArchive as CdkArchive } from '../../cdk';
import type { CloudTrailArchive as CdktfArchive } from '../../cdktf';
import { pascalCase, sentence, snakeCase, type Input, type InputGroup } from '../input';
import type { Output } from '../path';
import { given, implies, isTrue, renamed, type Rule } from '../rule';
import { cloudTrailArchive } from './cloudtrail-archive';

/** The switch of the log archive in an account, and the construct's option. */
export const ARCHIVE_SWITCH = 'cloudTrailArchive';

const isOwn = (name: string): name is AccountArchiveOption => (ACCOUNT_ARCHIVE_OPTIONS as readonly string[]).includes(name);
/** What an option of the archive is called beside those of the other parts, where `prefix` alone would say little. */
const nameOf = (name: string): string => (isOwn(name) ? `archive${pascalCase(name)}` : name);

/** What must be given is needed only where there is an archive. */
const optional = ({ requiredInTemplate, ...input }: Input): Input => ({
  ...input,
  default: input.default === undefined ? null : input.default,
  ...(requiredInTemplate && { requiredInTemplate: 'where a rule asks for it' }),
});

export const ARCHIVE_GROUP: InputGroup = {
  label: 'CloudTrail log files',
  inputs: cloudTrailArchive.groups
    .flatMap(({ inputs }) => inputs)
    .filter(({ name }) => isOwn(name))
    .map((input) => ({ ...optional(input), name: nameOf(input.name) })),
};

const NEEDED = {
  bucketName: 'bucket-name-invalid',
  prefix: 'archive-prefix-invalid',
  notification: 'notification-unknown',
} as const satisfies Partial<Record<AccountArchiveOption, keyof typeof ERRORS>>;

/** What an archive must be given, and the rules that it has by itself. */
export function archiveRules(checkedBy: string): Rule[] {
  const where = isTrue(ARCHIVE_SWITCH);
  const needed = Object.entries(NEEDED).map(([name, code]) => ({
    name,
    holds: given(name),
    message: sentence(ERRORS[code]),
  }));
  return [...needed, ...cloudTrailArchive.rules.filter(({ name }) => isOwn(name))].map((rule) => ({
    ...rule,
    name: nameOf(rule.name),
    holds: implies(where, renamed(rule.holds, nameOf)),
    checkedBy,
  }));
}

/**
 * An account's inputs as its construct takes them: those of the archive as one option, which is there where the switch is on.
 *
 * @param both a condition that is true where the switch is on and the bucket is named. A rule says the latter, but not to whoever reads what
 * is made of the name.
 */
export function withArchive<Props extends object>(inputs: Props, both: (on: object, bucketName: object) => unknown): Props {
  const values = inputs as Readonly<Record<string, unknown>>;
  const on = values[ARCHIVE_SWITCH] as Switch<object> | undefined;
  const { [ARCHIVE_SWITCH]: _switch, ...others } = values;
  if (on === undefined || on === false) return others as Props;
  const entries = ACCOUNT_ARCHIVE_OPTIONS.flatMap((name) => {
    const value = values[nameOf(name)] as Optional<string, object> | undefined;
    if (value === undefined) return [];
    // Where there is an archive, rules have seen that it is given what it needs.
    return [[name, name in NEEDED ? plain(value) : value]];
  });
  const option: unknown = Object.fromEntries(entries);
  const given = on === true ? undefined : both(on, values[nameOf('bucketName')] as object);
  return { ...others, [ARCHIVE_SWITCH]: given === undefined ? option : { value: option, given } } as Props;
}

/** The same as variables of the archive's own module. */
export const archiveVariables = (stack: TerraformStack): Record<string, IResolvable> =>
  Object.fromEntries(ACCOUNT_ARCHIVE_OPTIONS.map((name) => [name, ref(`var.${snakeCase(nameOf(name))}`, stack)]));

/** What an account gives back of its archive. */
export interface ArchiveOfAccount {
  readonly topicArn: string;
  readonly topicDeadLetters: string;
  readonly notificationConfiguration: string | object;
  readonly bucketKeyPolicy: string | object;
}

/** The same of a construct, which may be there or not. @param show what is shown of a value, as only deployment may decide on it */
export const archiveOf = (
  made: CdkArchive | CdktfArchive | undefined,
  show: (value: string | object) => string | object = (value) => value,
): ArchiveOfAccount => ({
  topicArn: show(made?.topic.topicArn ?? '') as string,
  topicDeadLetters: show(made?.topic.deadLetterQueueUrl ?? '') as string,
  notificationConfiguration: show(made?.notificationConfiguration ?? ''),
  bucketKeyPolicy: show(made?.bucketKeyPolicy ?? ''),
});

const SHOWN = ['notificationConfiguration', 'bucketKeyPolicy'] as const;

export const ARCHIVE_OUTPUTS: readonly Output<{ readonly archive: ArchiveOfAccount }>[] = [
  {
    name: 'cloudTrailArchiveTopicArn',
    description: "For Clarion's CloudTrail monitor too, beside the other one: the topic of the log files.",
    of: ({ archive }) => archive.topicArn,
  },
  ...SHOWN.map((name) => {
    const { description } = cloudTrailArchive.outputs.find((each) => each.name === name)!;
    return { name, description, of: ({ archive }: { archive: ArchiveOfAccount }) => archive[name] };
  }),
];
