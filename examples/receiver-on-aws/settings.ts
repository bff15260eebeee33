/** What is said by `-c name=value`, or in `cdk.json` under `context`. */
export type Settings = FargateSettings | LambdaSettings;

interface CommonSettings {
  /** The topics of this account that the receiver is for. */
  readonly topicArns: readonly string[];
  /** The roles that it may assume, to read log files and prove accounts. Each trusts the role of the output `ReceiverRoleArn`. */
  readonly roleArns: readonly string[];
}

export interface FargateSettings extends CommonSettings {
  readonly runOn: 'fargate';
  /** What SNS reaches it by: point the name to the load balancer of the output. */
  readonly domainName: string;
  /** The certificate of that name, of ACM in this Region. */
  readonly certificateArn: string;
  /** From where `/api` may be read. Nobody outside reads it when this is not given. */
  readonly operatorCidr: string | undefined;
}

export interface LambdaSettings extends CommonSettings {
  readonly runOn: 'lambda';
  /** The folder that `receiver/bundle.sh` made. */
  readonly bundle: string;
}

const ARN = {
  topicArns: /^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w-]+$/,
  roleArns: /^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  certificateArn: /^arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
};

/** @throws Error that says which is wrong, and how it should be. */
export function readSettings(context: (name: string) => unknown): Settings {
  const text = (name: string) => {
    const value = context(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const need = (name: string, pattern: RegExp, what: string) => {
    const value = text(name);
    if (value === undefined || !pattern.test(value)) throw new Error(`-c ${name}=… must be ${what}, got ${value ?? 'nothing'}`);
    return value;
  };
  const list = (name: 'topicArns' | 'roleArns', what: string) => {
    const values = text(name)?.split(',') ?? [];
    const wrong = values.find((value) => !ARN[name].test(value));
    if (wrong !== undefined) throw new Error(`-c ${name}=… must be ${what}, got ${wrong}`);
    return values;
  };

  const runOn = need('runOn', /^(fargate|lambda)$/, 'fargate or lambda') as Settings['runOn'];
  const topicArns = list('topicArns', 'ARNs of SNS topics, with commas between them');
  if (topicArns.length === 0) throw new Error('-c topicArns=… must name at least one SNS topic');
  const common = { topicArns, roleArns: list('roleArns', 'ARNs of roles, with commas between them') };
  if (runOn === 'lambda') return { ...common, runOn, bundle: text('bundle') ?? 'bundle' };
  return {
    ...common,
    runOn,
    domainName: need('domainName', /^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a host name such as hooks.example.com'),
    certificateArn: need('certificateArn', ARN.certificateArn, 'the ARN of a certificate of ACM'),
    operatorCidr:
      text('operatorCidr') === undefined
        ? undefined
        : need('operatorCidr', /^\d+(\.\d+){3}\/\d+$/, 'an IPv4 range such as 203.0.113.0/24'),
  };
}
