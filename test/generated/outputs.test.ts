import { readFileSync } from 'node:fs';
import { keyPolicy, policyDocument, topicPolicy, type Publisher } from 'clarion-aws-constructs/blueprint';
import { Evaluation, parseTemplate } from '../support/cloudformation.ts';

/** What a template tells, for given parameters. */
const outputs = (name: string, parameters: Readonly<Record<string, string>>) => {
  const url = new URL(`../../cloudformation/${name}.template.yaml`, import.meta.url);
  return new Evaluation(parseTemplate(readFileSync(url, 'utf8')), parameters).outputs() as Record<string, string>;
};

const EXISTING = 'arn:aws:sns:us-east-1:111122223333:security';
const ACCOUNT = '111122223333';

test.each<[name: string, parameters: Record<string, string>, publishers: Publisher[]]>([
  ['cloudtrail-events', {}, ['events']],
  ['cloudwatch-alarms', {}, ['cloudwatch']],
  ['cloudwatch-alarms', { AllAlarms: 'true' }, ['cloudwatch', 'events']],
  ['guardduty-findings', {}, ['events']],
])('%s with %j shows the statements that %j need, and no others', (name, parameters, publishers) => {
  const own = outputs(name, parameters);
  expect(JSON.parse(own['KeyPolicy']!)).toEqual(policyDocument(keyPolicy(publishers)));
  const refs = { topicArn: 'Topic.Ref', accountId: ACCOUNT };
  expect(JSON.parse(own['RequiredPolicy']!)).toEqual(policyDocument(topicPolicy(publishers, refs)));

  const existing = outputs(name, { ...parameters, ExistingTopicArn: EXISTING });
  expect(existing['TopicArn']).toBe(EXISTING);
  const statements = topicPolicy(publishers, { ...refs, topicArn: EXISTING });
  expect(JSON.parse(existing['RequiredPolicy']!)).toEqual(policyDocument(statements));
});

test.each(['cloudtrail-events', 'cloudwatch-alarms', 'guardduty-findings'])(
  '%s shows all that is pasted into Clarion in one block',
  (name) => {
    const { TopicArn, Clarion } = outputs(name, {});
    expect(Object.values(JSON.parse(Clarion!).topicArns)).toEqual([TopicArn]);
  },
);
