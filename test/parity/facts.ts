/** What the four front ends must agree on, in words of no engine. Resources go by the names of the CloudFormation template. */
export interface Facts {
  readonly topic: { readonly name: string; readonly signatureVersion: string; readonly key: string | undefined };
  /** By resource: `Topic`, `TopicDeadLettersQueue`, `DeadLettersQueue`. */
  readonly policies: Readonly<Record<string, unknown>>;
  readonly queues: Readonly<
    Record<string, { readonly retention: number; readonly managedEncryption: boolean; readonly key: string | undefined }>
  >;
  readonly subscriptions: readonly {
    readonly topic: string;
    readonly protocol: string;
    readonly endpoint: string;
    readonly raw: boolean;
    readonly deliveryPolicy: unknown;
    readonly deadLetters: string;
  }[];
  readonly rules: Readonly<Record<string, { readonly state: string; readonly pattern: unknown; readonly target: Target }>>;
  readonly alarms: readonly {
    readonly metric: string;
    readonly of: string;
    readonly when: string;
    readonly actions: readonly string[];
  }[];
}
export interface Target {
  readonly id: string;
  readonly topic: string;
  readonly deadLetters: string;
  readonly maximumAge: number;
  readonly maximumAttempts: number;
}

/** Sorted, so that the order of resources is nobody's concern. */
export const sorted = <Each>(list: readonly Each[]): Each[] =>
  [...list].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
