/** The receiver as it is, in a process of its own: prints where it listens. */
import { createReceiver } from 'clarion-receiver';
import { settings, TOPIC } from './settings.ts';

const { database, pem } = settings();
const receiver = createReceiver({ database, port: 0, logLevel: 'error', fetchCertificate: async () => pem });
await receiver.addTopic({ monitor: 'trail', arn: TOPIC });
await receiver.listen();
console.log((await receiver.createWebhook(process.env['BENCH_WEBHOOK'] ?? 'bench')).url);
