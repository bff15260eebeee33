import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import { InstanceClass, InstanceSize, InstanceType, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  CaCertificate,
  Credentials,
  DatabaseInstance,
  DatabaseInstanceEngine,
  ParameterGroup,
  PostgresEngineVersion,
  StorageType,
} from 'aws-cdk-lib/aws-rds';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Alerts } from './alerts.ts';
import type { Network } from './network.ts';

const NAME = 'clarion';
const GIB = 1024 ** 3;

/** PostgreSQL in two zones, encrypted, that only the receiver reaches, by TLS alone. Taking the stack away leaves it. */
export class Database extends Construct {
  /** `CLARION_DATABASE`: without the password, which `PGPASSWORD` gives. The client checks the certificate and its name. */
  public readonly url: string;
  /** Has `password`. */
  public readonly secret: ISecret;

  public constructor(scope: Construct, id: string, { network, alerts }: { network: Network; alerts: Alerts }) {
    super(scope, id);
    const engine = DatabaseInstanceEngine.postgres({ version: PostgresEngineVersion.VER_18_3 });
    const group = new SecurityGroup(this, 'Group', {
      vpc: network.vpc,
      description: 'The database of the Clarion receiver',
      allowAllOutbound: false,
    });
    const instance = new DatabaseInstance(this, 'Instance', {
      engine,
      instanceType: InstanceType.of(InstanceClass.T4G, InstanceSize.MEDIUM),
      vpc: network.vpc,
      vpcSubnets: network.databaseSubnets,
      securityGroups: [group],
      publiclyAccessible: false,
      multiAz: true,
      databaseName: NAME,
      credentials: Credentials.fromGeneratedSecret(NAME),
      storageType: StorageType.GP3,
      allocatedStorage: 100,
      maxAllocatedStorage: 1_000,
      storageEncrypted: true,
      backupRetention: Duration.days(14),
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      caCertificate: CaCertificate.RDS_CA_RSA2048_G1,
      parameterGroup: new ParameterGroup(this, 'Parameters', { engine, parameters: { 'rds.force_ssl': '1' } }),
    });
    instance.connections.allowDefaultPortFrom(network.receiverGroup, 'The receiver');
    this.secret = instance.secret!;
    this.url = `postgres://${NAME}@${instance.dbInstanceEndpointAddress}:${instance.dbInstanceEndpointPort}/${NAME}?sslmode=verify-full`;

    alerts.on(
      new Alarm(this, 'StorageLow', {
        metric: instance.metricFreeStorageSpace({ period: Duration.minutes(5) }),
        threshold: 10 * GIB,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        evaluationPeriods: 3,
        alarmDescription: alerts.about('ClarionDiskFilling'),
      }),
    );

    acknowledge(
      instance,
      'AwsSolutions-RDS11',
      'The port is that of PostgreSQL. Only one security group reaches it, from subnets of this VPC: another port would hide nothing.',
    );
    acknowledge(
      instance,
      'AwsSolutions-SMG4',
      'The receiver reads the password when it starts, so whoever changes it restarts the receiver in the same step, as README.md says. A change by a schedule would be an outage by a schedule.',
    );
  }
}
