import { App, Stack, Validations } from 'aws-cdk-lib';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ACKNOWLEDGED_RULES, WILDCARD_REASONS } from 'clarion-aws-constructs/blueprint';
import * as exported from 'clarion-aws-constructs/cdk';
import { Construct, type IConstruct } from 'constructs';
import { jest } from '@jest/globals';
import { PATHS } from '../constructs/lib/generate/paths/index.js';
import { MATRIX } from './parity/options/index.ts';

/** The construct of each path, under each of the options that parity is held to: every option is set at least once. */
const CASES = PATHS.flatMap((path) =>
  Object.entries(MATRIX[path.name] ?? {}).map(([title, options]) => ({ name: path.name, title, path, options })),
);

function appWith({ path, options }: (typeof CASES)[number]): App {
  const app = new App();
  path.cdk(new Stack(app, 'Stack'), options as never);
  return app;
}

/** What cdk-nag finds: each rule, and where. */
const findings = (app: App, checks = new AwsSolutionsChecks(app)) =>
  checks
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({ id: ruleName, at: constructPath })),
    );

/** What it would find if nothing were acknowledged. */
const findingsWithout = (app: App) => findings(app, Object.assign(new AwsSolutionsChecks(app), { isAcknowledged: () => false }));

/** What the constructs acknowledge: each rule, where, and why. */
const acknowledgements = (app: App) =>
  app.node.findAll().flatMap((construct: IConstruct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, string>))
      .map(([id, reason]) => ({ id: id.replace(/^annotation::/i, ''), at: construct.node.path, reason })),
  );

describe.each(CASES)('$name $title, by the AwsSolutions pack of cdk-nag', (each) => {
  test('has no finding that is not acknowledged', () => {
    expect(findings(appWith(each))).toEqual([]);
  });

  test('acknowledges nothing that would not be found', () => {
    const app = appWith(each);
    const found = findingsWithout(app);
    const needless = acknowledgements(app).filter(
      ({ id, at }) => !found.some((one) => one.id === id && `${one.at}/`.startsWith(`${at}/`)),
    );
    expect(needless).toEqual([]);
  });
});

test('every construct of the package is among them', () => {
  const made = new Set<unknown>(CASES.flatMap((each) => appWith(each).node.findAll()).map(({ constructor }) => constructor));
  const all = Object.values(exported as object) as { readonly prototype?: unknown }[];
  const constructs = all.filter(({ prototype }) => prototype instanceof Construct);
  expect(constructs.filter((each) => !made.has(each))).toEqual([]);
});

describe('what the constructs acknowledge', () => {
  const all = CASES.flatMap((each) => acknowledgements(appWith(each)));

  test('is what the blueprint lists, for every reason in it', () => {
    const rules = Object.values(ACKNOWLEDGED_RULES).flat();
    expect(new Set(all.map(({ reason }) => reason))).toEqual(
      new Set([...rules.map(({ reason }) => reason), ...Object.values(WILDCARD_REASONS)]),
    );
    const listed = new Set<string>(rules.map(({ id }) => id));
    expect(all.filter(({ id }) => !listed.has(id) && !/^AwsSolutions-IAM5\[Resource::.*\]$/.test(id))).toEqual([]);
  });

  test('has a sentence for a reason', () => {
    for (const { reason } of all) expect(reason).toMatch(/^[A-Z].{80,}\.$/);
  });
});

describe("a customer's app with cdk-nag", () => {
  const refuses = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const customers = (queue: boolean) => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    new exported.CloudTrailEvents(stack, 'CloudTrailEvents', { webhookUrl: 'https://receiver.example.com/hooks/one' });
    if (queue) new CfnQueue(stack, 'Queue');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    return app;
  };

  afterAll(() => refuses.mockRestore());

  test('is synthesized', () => {
    expect(() => customers(false).synth()).not.toThrow();
  });

  test('is refused for a finding of its own, which we acknowledge nothing of', () => {
    expect(() => customers(true).synth()).toThrow(/AwsSolutions-SQS3/);
    expect(new Set(findings(customers(true)).map(({ at }) => at))).toEqual(new Set(['Stack/Queue']));
  });

  test('shows nothing of it in its template', () => {
    const [stack] = customers(false).synth().stacks;
    expect(JSON.stringify(stack!.template)).not.toMatch(/AwsSolutions|cdk_nag/);
  });
});
