import { everything, inAccount, type AccountRefs, type Grant, type Group } from './group';

export interface AthenaRefs extends AccountRefs {
  /** The one workgroup that queries run in. */
  readonly athenaWorkgroup: string;
}

/** The buckets that hold what is queried. */
export interface AthenaBucketRefs {
  readonly bucketArns: readonly string[];
  /** The same, each with its objects: `arn:aws:s3:::logs/*`. */
  readonly objectArns: readonly string[];
}

const catalog = inAccount('glue', 'catalog', 'database/*', 'table/*/*');

/**
 * Athena can write, by `CREATE TABLE AS`, `INSERT` and `UNLOAD`, with the rights of whoever asks. So the role gets one workgroup, that keeps
 * results by itself and needs no bucket; and what the role is not granted here, it is denied, whatever else is attached to it.
 *
 * Tables that Lake Formation governs are not readable: `lakeformation:GetDataAccess` writes, and only its administrators can bound it.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/managed-results.html
 * @see https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
 */
export const ATHENA: Group<AthenaRefs> = {
  id: 'athena',
  tool: 'aws_athena',
  grants: [
    {
      sid: 'RunQueries',
      actions: {
        'athena:StartQueryExecution': 'runs a query; the workgroup bounds what it may scan, and so what it costs',
        'athena:StopQueryExecution': 'ends a query, so that it costs no more',
        'athena:GetQueryExecution': 'shows whether a query is done, and what it scanned',
        'athena:GetQueryResults': 'reads what a query found',
        'athena:GetWorkGroup': 'shows the bound that queries run under',
      },
      resources: (refs) => inAccount('athena', `workgroup/${refs.athenaWorkgroup}`)(refs),
    },
    {
      sid: 'FindTables',
      actions: {
        'athena:GetDataCatalog': 'resolves the catalog that a query names',
        'athena:ListDatabases': 'finds databases to query',
        'athena:GetDatabase': 'shows what a database is for',
        'athena:ListTableMetadata': 'finds tables to query',
        'athena:GetTableMetadata': 'shows the columns of a table',
      },
      // The Glue catalog alone: others are functions of the customer's, which may do anything.
      resources: inAccount('athena', 'datacatalog/AwsDataCatalog'),
    },
    {
      sid: 'FindWorkgroup',
      actions: {
        'athena:ListWorkGroups': 'finds the workgroup to run queries in',
        'athena:ListDataCatalogs': 'finds the catalog',
      },
      resources: everything,
    },
    {
      sid: 'ReadCatalog',
      actions: {
        'glue:GetDatabase': 'resolves the database that a query names',
        'glue:GetDatabases': 'lists databases',
        'glue:GetTable': 'resolves a table: its columns, and where its data lies',
        'glue:GetTables': 'lists tables',
        'glue:GetPartition': 'finds the data of one partition',
        'glue:GetPartitions': 'finds the data of the partitions that a query needs',
        'glue:BatchGetPartition': 'the same, for many partitions at once',
      },
      resources: catalog,
    },
    {
      sid: 'NeverChangeCatalog',
      effect: 'Deny',
      actions: {
        'glue:CreateDatabase': 'CREATE DATABASE',
        'glue:UpdateDatabase': 'ALTER DATABASE',
        'glue:DeleteDatabase': 'DROP DATABASE',
        'glue:CreateTable': 'CREATE TABLE, CREATE VIEW and CREATE TABLE AS',
        'glue:UpdateTable': 'ALTER TABLE, and each write to an Iceberg table',
        'glue:DeleteTable': 'DROP TABLE',
        'glue:BatchDeleteTable': 'DROP DATABASE CASCADE',
        'glue:CreatePartition': 'INSERT into a partitioned table',
        'glue:BatchCreatePartition': 'MSCK REPAIR TABLE and ADD PARTITION',
        'glue:UpdatePartition': 'ALTER TABLE on a partition',
        'glue:BatchUpdatePartition': 'the same, for many partitions',
        'glue:DeletePartition': 'DROP PARTITION',
        'glue:BatchDeletePartition': 'the same, for many partitions',
      },
      resources: catalog,
    },
    {
      sid: 'NeverWriteObjects',
      effect: 'Deny',
      actions: {
        's3:PutObject': 'INSERT, UNLOAD and CREATE TABLE AS; and results of a workgroup that keeps them in a bucket',
        's3:DeleteObject': 'DELETE, UPDATE and MERGE on an Iceberg table',
        's3:DeleteObjectVersion': 'the same, where versions are kept',
      },
      resources: ({ partition }) => [`arn:${partition}:s3:::*/*`],
    },
  ],
};

/** Through Athena alone: the role itself reads no object, and lists none. */
const viaAthena = () => [{ test: 'ForAnyValue:StringEquals', variable: 'aws:CalledVia', value: 'athena.amazonaws.com' }];

/**
 * What a query reads, from buckets that are named. The keys of buckets with SSE-KMS are not in it.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/s3-permissions.html
 */
export const ATHENA_BUCKETS: readonly Grant<AthenaBucketRefs>[] = [
  {
    sid: 'ReadQueriedObjects',
    actions: { 's3:GetObject': 'reads the data of a table' },
    resources: ({ objectArns }) => objectArns,
    conditions: viaAthena,
  },
  {
    sid: 'ListQueriedObjects',
    actions: {
      's3:ListBucket': 'finds the data of a table',
      's3:GetBucketLocation': 'finds the Region to read from',
    },
    resources: ({ bucketArns }) => bucketArns,
    conditions: viaAthena,
  },
];

/** How many buckets fit beside the rest of the group, within AWS's limit on a policy, however long their names. */
export const ATHENA_BUCKETS_LIMIT = 20;

/**
 * The workgroup: results stay with Athena for a day, and a query that would scan more than 100 GB (about 0.50 $) is ended. In
 * CloudFormation's words, by which Terraform makes it too: aws provider 5 knows no managed results.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-athena-workgroup.html
 */
export const athenaWorkgroup = (name: string) =>
  ({
    Type: 'AWS::Athena::WorkGroup',
    Properties: {
      Name: name,
      Description: 'Read-only queries by Clarion',
      // Only the history of our own queries is in it, and without this a workgroup that was ever used cannot be deleted.
      RecursiveDeleteOption: true,
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        ManagedQueryResultsConfiguration: { Enabled: true },
        BytesScannedCutoffPerQuery: 100_000_000_000,
        PublishCloudWatchMetricsEnabled: true,
      },
    },
  }) as const;
