import { filesOf, MODULES } from '../support/modules.ts';
import { parseHcl, SCHEMA_VERSION, schemaProblems } from '../support/provider-6.ts';

describe(`by the schema of aws provider ${SCHEMA_VERSION}`, () => {
  test.each(MODULES)('the module %s gives what is known and what is required', async (name) => {
    expect(schemaProblems(await parseHcl(filesOf(name)['main.tf']!))).toEqual([]);
  });

  test.each([
    [
      'an argument that is none',
      'resource "aws_sns_topic" "a" { colour = "red" }',
      ['aws_sns_topic.a has colour, which is not known'],
    ],
    [
      'an argument that is missing',
      'resource "aws_sns_topic_policy" "a" { arn = "a" }',
      ['aws_sns_topic_policy.a lacks policy, which is required'],
    ],
    [
      'both in a block, also where it is dynamic',
      `data "aws_iam_policy_document" "a" {
        dynamic "statement" {
          for_each = [1]
          content {
            principals { kind = "AWS" }
          }
        }
      }`,
      [
        'aws_iam_policy_document.a.statement.principals has kind, which is not known',
        'aws_iam_policy_document.a.statement.principals lacks identifiers, which is required',
        'aws_iam_policy_document.a.statement.principals lacks type, which is required',
      ],
    ],
    ['the Region of a resource, which version 6 takes', 'resource "aws_sns_topic" "a" { region = "eu-west-1" }', []],
    [
      'the Region of what has none',
      'data "aws_partition" "a" { region = "eu-west-1" }',
      ['aws_partition.a has region, which is not known'],
    ],
  ])('judges %s', async (_, hcl, said) => {
    expect(schemaProblems(await parseHcl(hcl))).toEqual(said);
  });

  test('which is of version 6', () => expect(SCHEMA_VERSION).toMatch(/^6\./));
});
