import { Stack, Validations } from 'aws-cdk-lib';
import { acknowledge } from './acknowledge';

const RULES = [{ id: 'AwsSolutions-SQS3', reason: 'It is a dead-letter queue itself.' }];
const acknowledged = (stack: Stack): unknown[] =>
  stack.node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY).map(({ data }) => data);

describe('acknowledging a rule', () => {
  test('tells it, and why, to whoever checks the construct', () => {
    const stack = new Stack();
    acknowledge(stack, RULES);
    expect(acknowledged(stack)).toEqual([{ 'Annotation::AwsSolutions-SQS3': 'It is a dead-letter queue itself.' }]);
  });

  test('does nothing with an aws-cdk-lib that is older than acknowledgements', () => {
    jest.resetModules();
    jest.doMock('aws-cdk-lib', () => ({ Stack }));
    const older = jest.requireActual<{ acknowledge: typeof acknowledge }>('./acknowledge');
    const stack = new Stack();
    older.acknowledge(stack, RULES);
    expect(acknowledged(stack)).toEqual([]);
  });
});
