import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
  type IVpc,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** Two zones, each with a subnet for the load balancer, one for the receiver, and one for the database, which leads nowhere. */
export class Network extends Construct {
  public readonly vpc: IVpc;
  /** Of what runs the receiver: it goes out by https and to the database, and nothing comes in that is not allowed elsewhere. */
  public readonly receiverGroup: SecurityGroup;
  public readonly receiverSubnets: SubnetSelection = { subnetGroupName: 'receiver' };
  public readonly databaseSubnets: SubnetSelection = { subnetGroupName: 'database' };

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = new Vpc(this, 'Vpc', {
      maxAzs: 2,
      subnetConfiguration: [
        { name: 'public', subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
        { name: 'receiver', subnetType: SubnetType.PRIVATE_WITH_EGRESS },
        { name: 'database', subnetType: SubnetType.PRIVATE_ISOLATED },
      ],
      // Log files are read past the NAT gateways, which bill by the gigabyte.
      gatewayEndpoints: { S3: { service: GatewayVpcEndpointAwsService.S3, subnets: [{ subnetGroupName: 'receiver' }] } },
    });
    // CDK's classes do not fit their own interfaces under exactOptionalPropertyTypes; without it, this and what is like it is not needed.
    this.vpc = vpc as IVpc;
    vpc.addFlowLog('FlowLog', {
      destination: FlowLogDestination.toCloudWatchLogs(
        new LogGroup(this, 'FlowLogGroup', { retention: RetentionDays.ONE_MONTH }),
      ),
    });
    this.receiverGroup = new SecurityGroup(this, 'ReceiverGroup', {
      vpc: this.vpc,
      description: 'What runs the Clarion receiver',
      allowAllOutbound: false,
    });
    // SNS, STS, S3, the registry, secrets and logs have no address that could be named.
    this.receiverGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'AWS by https');
  }
}
