/** What Lambda hands over of a queue, as far as we read it. @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export interface SqsEvent {
  readonly Records: readonly {
    readonly messageId: string;
    readonly body: string;
    readonly eventSourceARN: string;
  }[];
}

/** Which messages stay in the queue. @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
export interface SqsBatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** What Lambda tells of an invocation, as far as we ask. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}
