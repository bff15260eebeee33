import { loadConfig } from '../config/load.ts';
import { createLogger, type Logger } from '../log.ts';
import { createReceiver } from '../receiver.ts';
import { createJobsHandler } from './jobs.ts';
import { once } from './once.ts';
import { takePassword } from './password.ts';
import { createSqsHandler } from './sqs.ts';

export type { LambdaContext, SqsBatchResponse, SqsEvent } from './event.ts';

let log: Logger | undefined;

/** One for as long as Lambda keeps the process. */
const receiver = once(async () => {
  await takePassword(process.env);
  const config = loadConfig();
  log = createLogger(config.logLevel);
  return createReceiver({ ...config, logger: log });
});

/** Of a function whose event source is an SQS queue that SNS topics deliver to, with `ReportBatchItemFailures`. Configured by the environment. */
export const sqsHandler = createSqsHandler(receiver, () => log!);

/** Of a function that is invoked every minute. Configured by the environment. */
export const jobsHandler = createJobsHandler(receiver);
