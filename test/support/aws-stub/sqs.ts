/** SQS's JSON protocol: ReceiveMessage and DeleteMessageBatch. A queue that is empty says so at once. */
import { createHash, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { StubError, type Asked, type StubCall } from './call.ts';

export interface StubMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Of the last receipt. While it is there, nobody else gets the message. */
  handle?: string;
  /** SQS fails to delete it. */
  readonly sticks?: boolean;
}

interface Input {
  readonly QueueUrl?: string;
  readonly MaxNumberOfMessages?: number;
  readonly Entries?: readonly { readonly Id: string; readonly ReceiptHandle: string }[];
}

export function answerSqs(
  queues: ReadonlyMap<string, StubMessage[]>,
  asked: Asked,
  response: ServerResponse,
  begin: (call: StubCall) => void,
): void {
  const operation = String(asked.headers['x-amz-target']).replace('AmazonSQS.', '');
  const input = JSON.parse(asked.body.toString('utf8')) as Input;
  const parameters = Object.fromEntries(Object.entries(input).map(([name, value]) => [name, String(value)]));
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  try {
    begin({ operation, region: asked.region, accessKeyId: asked.accessKeyId, parameters });
    const queue = queues.get(input.QueueUrl ?? '');
    if (queue === undefined)
      throw new StubError(400, 'com.amazonaws.sqs#QueueDoesNotExist', 'The specified queue does not exist.');
    response.end(JSON.stringify(operation === 'ReceiveMessage' ? receive(queue, input) : remove(queue, input)));
  } catch (error) {
    if (!(error instanceof StubError)) throw error;
    response.writeHead(error.status).end(JSON.stringify({ __type: error.code, message: error.message }));
  }
}

function receive(queue: readonly StubMessage[], { MaxNumberOfMessages = 1 }: Input) {
  const visible = queue.filter(({ handle }) => handle === undefined).slice(0, MaxNumberOfMessages);
  const Messages = visible.map((message) => {
    message.handle = randomUUID();
    const { id: MessageId, body: Body, handle: ReceiptHandle, attributes = {} } = message;
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [name, { StringValue, DataType: 'String' }]),
    );
    return { MessageId, ReceiptHandle, Body, MD5OfBody: createHash('md5').update(Body).digest('hex'), MessageAttributes };
  });
  return Messages.length === 0 ? {} : { Messages };
}

function remove(queue: StubMessage[], { Entries = [] }: Input) {
  const [Successful, Failed]: [object[], object[]] = [[], []];
  for (const { Id, ReceiptHandle } of Entries) {
    const index = queue.findIndex(({ handle, sticks }) => handle === ReceiptHandle && sticks !== true);
    if (index >= 0) queue.splice(index, 1);
    if (index >= 0) Successful.push({ Id });
    else Failed.push({ Id, Code: 'InternalError', SenderFault: false });
  }
  return { Successful, ...(Failed.length > 0 && { Failed }) };
}
