import type { Optional, Switch } from './deferred';
import { BlueprintError } from './error';
import { DEFAULT_BUS_NAME_PATTERN } from './hub-options';
import type { RoleOptions } from './role-options';
import { isDeferred, plain, type TopicOptions } from './topic-options';

/** What is chosen for GuardDuty findings, step 3 of the setup guide. */
export interface GuardDutyFindingsOptions<Deferred = never> extends TopicOptions<Deferred>, RoleOptions<Deferred> {
  /**
   * The least severity of a finding that is sent: a number from 1 to 10. Low begins at 1, medium at 4, high at 7, critical at 9.
   *
   * @default - findings of every severity
   * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
   */
  readonly minimumSeverity?: Optional<number, Deferred>;
  /**
   * Whether to take findings from an event bus of their own, where other rules of yours may stand too. GuardDuty sends to the default bus
   * only, so a rule there forwards every finding, by a role that is made for it; about 1 $ per million.
   *
   * An event goes from one bus to one other. So no rule on that bus may forward to a third one, for example to a hub's: EventBridge would
   * drop the finding. Switching this replaces the rule for findings.
   *
   * @default false
   */
  readonly customBus?: Switch<Deferred>;
  /**
   * The name of that bus, and of the rule on the default bus that forwards to it.
   *
   * 1 to 64 letters, digits, dots, hyphens and underscores. Changing it replaces both.
   *
   * @default - the prefix with `-guardduty-bus`, for example `clarion-guardduty-bus`
   */
  readonly busName?: Optional<string, Deferred>;
}

/** The end of the topic's default name, which is `clarion-guardduty`. */
export const GUARDDUTY_TOPIC_SUFFIX = '-guardduty';
/** The end of the bus's default name, which is `clarion-guardduty-bus`. */
export const GUARDDUTY_BUS_SUFFIX = '-guardduty-bus';

export const GUARDDUTY_BUS_DESCRIPTION = 'GuardDuty findings, forwarded from the default bus';

/** Without one, no finding comes; with one too many, each comes twice: an output of every front end. */
export const GUARDDUTY_PREREQUISITE =
  "A GuardDuty detector must be enabled in this Region: without one, no finding comes. In an organization, deploy in GuardDuty's delegated administrator account only: the findings of all members arrive there, and each would come again from its member.";

/** A number from 1 to 10, as a text. */
export const SEVERITY_PATTERN = '^([1-9](\\.[0-9]+)?|10(\\.0+)?)$';
/** A rule has the same name, and AWS gives that 64 characters. */
export const FINDINGS_BUS_NAME_PATTERN = '^[A-Za-z0-9._-]{1,64}$';

/** @throws BlueprintError */
export function checkGuardDutyFindings(options: GuardDutyFindingsOptions<unknown>, known: (value: unknown) => boolean): void {
  const severity = plain(options.minimumSeverity);
  if (severity !== undefined && known(severity) && !new RegExp(SEVERITY_PATTERN).test(String(severity))) {
    throw new BlueprintError('minimum-severity-invalid', String(severity), 'Leave it out for findings of every severity.');
  }
  const name = plain(options.busName);
  if (name !== undefined && known(name) && !isBusName(name)) {
    throw new BlueprintError('findings-bus-name-invalid', name, "Use one like 'clarion-guardduty-bus'.");
  }
  if (name !== undefined && !isDeferred(options.busName) && (options.customBus ?? false) === false) {
    throw new BlueprintError('bus-name-alone', 'no customBus', 'Switch customBus on, or leave busName out.');
  }
}

const isBusName = (name: string) =>
  new RegExp(FINDINGS_BUS_NAME_PATTERN).test(name) && !new RegExp(DEFAULT_BUS_NAME_PATTERN).test(name);
