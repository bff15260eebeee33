/** What a customer may have on a bucket has no end of forms, so the promise is tried on many. */
import fc from 'fast-check';
import { bucketNotification } from '../support/bucket-notification.ts';
import { startEmulator, type Emulator } from '../support/emulator.ts';
import { needs } from '../support/needs.ts';
import { arn, configuration, customersBucket, putConfiguration, type Configuration } from './customer.ts';
import { create, entry, ourTopic, properties, remove, told } from './request.ts';

const CREATED = ['Put', 'Post', 'Copy', 'CompleteMultipartUpload'].map((how) => `s3:ObjectCreated:${how}`);
const EVENTS = [
  's3:ObjectCreated:*',
  ...CREATED,
  's3:ObjectRemoved:*',
  's3:ObjectRemoved:Delete',
  's3:ObjectTagging:*',
  's3:Replication:*',
];
// Beginnings and ends of ours, so that many overlap; and what XML must escape.
const prefixes = fc.oneof(
  fc.constantFrom('A', 'AWSLogs/', 'AWSLogs/o-1/', 'AWSLogs', 'aWSLogs/'),
  fc.stringMatching(/^[A-Za-z0-9&<>"'é/._-]{1,20}$/),
);
const suffixes = fc.oneof(
  fc.constantFrom('z', '.gz', '.json.gz', 'log.json.gz', '.JSON.gz'),
  fc.stringMatching(/^[A-Za-z0-9&<>"'é/._-]{1,10}$/),
);

const parts = fc.record({
  events: fc.uniqueArray(fc.constantFrom(...EVENTS), { minLength: 1, maxLength: 3 }),
  prefix: fc.option(prefixes, { nil: undefined }),
  suffix: fc.option(suffixes, { nil: undefined }),
});
type Parts = Readonly<{ events: string[]; prefix: string | undefined; suffix: string | undefined }>;

const configurations = fc.record({ topics: list(), queues: list(), functions: list(), eventBridge: fc.boolean() });
function list() {
  return fc.array(parts, { maxLength: 3 });
}

function asConfiguration({
  topics,
  queues,
  functions,
  eventBridge,
}: Record<'topics' | 'queues' | 'functions', Parts[]> & { eventBridge: boolean }): Configuration {
  const entries = (kind: string, key: string, destination: string, all: Parts[]) =>
    all.length === 0
      ? {}
      : { [kind]: all.map((each, index) => ({ Id: `${kind}-${index} & <more>`, [key]: destination, ...asEntry(each) })) };
  return {
    ...entries('TopicConfigurations', 'TopicArn', arn('sns', 'reports'), topics),
    ...entries('QueueConfigurations', 'QueueArn', arn('sqs', 'indexer'), queues),
    ...entries('LambdaFunctionConfigurations', 'LambdaFunctionArn', arn('lambda', 'function:tidy'), functions),
    ...(eventBridge && { EventBridgeConfiguration: {} }),
  };
}

function asEntry({ events, prefix, suffix }: Parts) {
  const FilterRules = Object.entries({ Prefix: prefix, Suffix: suffix }).flatMap(([Name, Value]) =>
    Value === undefined ? [] : [{ Name, Value }],
  );
  return { Events: events, ...(FilterRules.length > 0 && { Filter: { Key: { FilterRules } } }) };
}

/** Whether there is an object whose creation would be told to both: the longer prefix and the longer suffix make the likeliest. */
function somethingIsToldToBoth({ events, prefix = '', suffix = '' }: Parts): boolean {
  const longer = (one: string, other: string) => (one.length > other.length ? one : other);
  const key = longer(prefix, 'AWSLogs/') + longer(suffix, '.json.gz');
  const isOurs = key.startsWith('AWSLogs/') && key.endsWith('.json.gz');
  return (
    isOurs && key.startsWith(prefix) && key.endsWith(suffix) && events.some((event) => event.startsWith('s3:ObjectCreated:'))
  );
}

needs(['moto'], 'whatever a bucket has already', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator();
    await ourTopic(emulator);
    await customersBucket(emulator, 'logs', {});
  });
  afterAll(() => emulator?.stop());

  test('stays as it is through create and delete, or is in the way and stays as it is', async () => {
    let [merged, refused] = [0, 0];
    await fc.assert(
      fc.asyncProperty(configurations, async (made) => {
        const before = asConfiguration(made);
        await putConfiguration(emulator, 'logs', before);
        expect(await configuration(emulator, 'logs')).toEqual(before);

        const { Status, PhysicalResourceId } = await bucketNotification({ emulator }).ask(create(properties('logs')));
        const inTheWay = [...made.topics, ...made.queues, ...made.functions].some(somethingIsToldToBoth);
        expect(Status).toBe(inTheWay ? 'FAILED' : 'SUCCESS');
        const withOurs = { ...before, TopicConfigurations: [...(before.TopicConfigurations ?? []), told(entry())] };
        expect(await configuration(emulator, 'logs')).toEqual(inTheWay ? before : withOurs);

        const removed = await bucketNotification({ emulator }).ask(remove(PhysicalResourceId, properties('logs')));
        expect(removed.Status).toBe('SUCCESS');
        expect(await configuration(emulator, 'logs')).toEqual(before);
        if (inTheWay) refused += 1;
        else merged += 1;
      }),
      { numRuns: 60 },
    );
    expect(Math.min(merged, refused)).toBeGreaterThan(5);
  }, 60_000);
});
