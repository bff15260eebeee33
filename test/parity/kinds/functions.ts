import { createHash } from 'node:crypto';
import { zipOf } from '../../../constructs/lib/lambda/zip.js';
import { byName, one, type Kind } from '../facts.ts';

const hashOf = (code: string) => createHash('sha256').update(zipOf('index.js', code)).digest('base64');

/** Functions, whose code stands in a template and is a file beside a module. */
export const FUNCTIONS: Kind = {
  name: 'functions',
  cloudFormation: ['AWS::Lambda::Function', 'AWS::Logs::LogGroup'],
  terraform: ['aws_lambda_function', 'aws_cloudwatch_log_group'],
  fromCloudFormation: ({ of }) => ({
    functions: byName(
      of('AWS::Lambda::Function').map(([id, each]) => [
        id,
        {
          code: hashOf(each.Code.ZipFile),
          description: each.Description,
          runtime: `${each.Runtime} ${each.Handler} ${each.Timeout} s ${each.MemorySize} MB`,
          role: each.Role,
          logs: each.LoggingConfig.LogGroup,
        },
      ]),
    ),
    logs: byName(of('AWS::Logs::LogGroup').map(([id, each]) => [id, each.RetentionInDays])),
  }),
  fromTerraform: ({ of }) => ({
    functions: byName(
      of('aws_lambda_function').map(([id, each]) => [
        id,
        {
          code: each.source_code_hash,
          description: each.description,
          runtime: `${each.runtime} ${each.handler} ${each.timeout} s ${each.memory_size} MB`,
          role: each.role,
          logs: one(each.logging_config).log_group,
        },
      ]),
    ),
    logs: byName(of('aws_cloudwatch_log_group').map(([id, each]) => [id, each.retention_in_days])),
  }),
};
