import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alerts } from './alerts.ts';
import { Database } from './database.ts';
import { Fargate } from './fargate.ts';
import { Functions } from './functions.ts';
import { Network } from './network.ts';
import type { Settings } from './settings.ts';

/** A receiver with its network, database and alerts. Whichever way it runs, the database is the same, and stays when that is changed. */
export class ReceiverStack extends Stack {
  public constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const network = new Network(this, 'Network');
    const alerts = new Alerts(this, 'Alerts');
    const database = new Database(this, 'Database', { network, alerts });
    if (settings.runOn === 'fargate') new Fargate(this, 'Fargate', { settings, network, database, alerts });
    else new Functions(this, 'Functions', { settings, network, database, alerts });
  }
}
