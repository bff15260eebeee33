/** A receiver of its own process, to be killed: prints when it listens. */
import { createReceiver } from 'clarion-receiver';
import { settings } from './settings.ts';
import { WEBHOOK } from './webhook.ts';

const { database, port, pem, tokenSha256, endpoint } = settings();
const receiver = createReceiver({
  ...{ database, port, logLevel: 'error', webhooks: [{ name: WEBHOOK, tokenSha256 }] },
  fetchCertificate: async () => pem,
  aws: { endpoint, region: 'us-east-1' },
});
await receiver.listen();
console.log('listening');
