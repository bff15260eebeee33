import { everything, inAccount, type AccountRefs, type Group } from './group';

/**
 * Reads every log group of the account, so it is opted in. Never `logs:Unmask`: what a data protection policy hides stays hidden.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 */
export const LOGS_INSIGHTS: Group<AccountRefs> = {
  id: 'logs-insights',
  tool: 'aws_logs_insights',
  grants: [
    {
      sid: 'QueryLogs',
      actions: {
        'logs:StartQuery': 'searches log groups; costs by the gigabyte, and stays in the account',
        'logs:GetQueryResults': 'reads what a search found',
        'logs:GetLogRecord': 'reads the whole event behind a line of a result',
        'logs:GetLogGroupFields': 'finds the fields to search for',
        'logs:DescribeLogStreams': 'finds the streams of a log group, and how old they are',
        'logs:FilterLogEvents': 'reads a few events where a search would scan too much',
      },
      resources: inAccount('logs', 'log-group:*'),
    },
    {
      sid: 'ManageQueries',
      actions: {
        'logs:DescribeLogGroups': 'finds the log groups to search',
        'logs:DescribeQueries': 'finds searches that still run',
        'logs:StopQuery': 'ends a search, so that it costs no more',
      },
      resources: everything,
    },
  ],
};
