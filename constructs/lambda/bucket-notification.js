'use strict';
// Adds one entry to the event notifications of a bucket that is not ours, and takes it away again. All else on the bucket stays.
//
// CloudFormation calls it as a custom resource, Terraform by aws_lambda_invocation with lifecycle_scope = "CRUD". S3 has one way to
// write: replace the bucket's whole configuration. So this reads, changes its own entry, writes, and reads again.
const { setTimeout: pause } = require('node:timers/promises');
const s3 = require('@aws-sdk/client-s3');

const PAUSE_MS = 3_000;
const ATTEMPTS = 20; // a minute with the pauses: as long as new policies take to settle
const WRITES = 2; // the second where another writer undid the first
const ANSWER_MS = 20_000; // kept for the answer before Lambda ends this
const NOTHING_WRITTEN = 'nothing-written'; // the id of what was refused: deleting it has nothing to do

/** A sentence for whoever deploys. To try again would not help. */
class Refusal extends Error {}

// One attempt each, since a write is tried again after another read only.
const client = new s3.S3Client({ maxAttempts: 1, requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000 } });

// The SDK reads the fields that it knows, and what it does not read would be gone when it writes: so anything else is refused.
const KNOWN =
  /^((Notification|Topic|Queue|CloudFunction|EventBridge)Configuration|Topic|Queue|CloudFunction|Event|Filter|S3Key|FilterRule|Id|Name|Value)$/;
const refuseUnknown =
  (next, { commandName }) =>
  async (args) => {
    const result = await next(args);
    if (!commandName.startsWith('GetBucketNotification') || result.response.statusCode !== 200) return result;
    const chunks = [];
    for await (const chunk of result.response.body) chunks.push(chunk);
    result.response.body = Buffer.concat(chunks);
    const unknown = [...result.response.body.toString().matchAll(/<(\w+)/g)].find(([, tag]) => !KNOWN.test(tag));
    if (unknown)
      throw new Refusal(`The notifications hold "${unknown[1]}", which this function would lose. Use the mode "manual".`);
    return result;
  };
client.middlewareStack.add(refuseUnknown, { step: 'deserialize', priority: 'low' });

exports.handler = async (event, context) => {
  const progress = { id: event.PhysicalResourceId || NOTHING_WRITTEN };
  let failed;
  try {
    const signal = AbortSignal.timeout(Math.max(context.getRemainingTimeInMillis() - ANSWER_MS, 0));
    await act(requestOf(event), progress, signal);
  } catch (error) {
    failed = sentence(error).slice(0, 1_500);
  }
  // Not the event: whoever has its ResponseURL can answer in our place.
  console.log(JSON.stringify({ ...progress, failed }));
  if (event.ResponseURL) return answer(event, progress.id, failed);
  // The provider keeps the new input of an update that failed, so the next plan shows nothing to do.
  if (failed) throw new Error(event.tf?.action === 'update' ? `${failed} Then apply with -replace of this resource.` : failed);
  return progress;
};

/** Either caller's request in one form. Terraform sends its input, and what it does under the key `tf`. */
function requestOf({ RequestType, PhysicalResourceId, ResourceProperties, OldResourceProperties, tf, ...input }) {
  if (!tf) return { action: RequestType, id: PhysicalResourceId, now: ResourceProperties, before: OldResourceProperties };
  const action = { create: 'Create', update: 'Update', delete: 'Delete' }[tf.action];
  return { action, now: input, before: tf.prev_input, fromTerraform: true };
}

async function act({ action, id, now, before, fromTerraform }, progress, signal) {
  if (action === 'Delete' && id === NOTHING_WRITTEN) return;
  check(action, now);
  if (action === 'Delete') return remove(now, signal);
  const moved = action === 'Update' && before.Bucket !== now.Bucket;
  const replaced = action === 'Update' && !moved ? before.Entry : undefined;
  await write(
    now,
    (found) => withEntry(found, now, replaced),
    signal,
    () => (progress.id = `${now.Bucket}/${now.Entry.Id}`),
  );
  // CloudFormation deletes what had another id, with its properties. Terraform calls no second time.
  if (moved && fromTerraform) await remove(before, signal);
}

async function remove(now, signal) {
  try {
    await write(now, (found) => withoutEntry(found, now), signal);
  } catch (error) {
    if (error.name === 'NoSuchBucket') return;
    if (error.$metadata?.httpStatusCode !== 403) throw error;
    const cure = 'Give it back; or remove the entry by hand, and keep this resource out of the deletion (retain it, or state rm)';
    throw new Refusal(
      `Access to ${now.Bucket} was taken away, which may still hold the notification "${now.Entry.Id}". ${cure}.`,
    );
  }
}

/** Writes what `next` makes of what is found, until that changes nothing. `adding` is called before an entry may be there. */
async function write({ Bucket, ExpectedBucketOwner }, next, signal, adding) {
  const send = (name, input) => client.send(new s3[name]({ Bucket, ExpectedBucketOwner, ...input }), { abortSignal: signal });
  for (let attempt = 1, writes = 0; ; attempt += 1) {
    try {
      if (adding) checkRegion(await send('GetBucketLocationCommand'));
      const { $metadata: _, ...found } = await send('GetBucketNotificationConfigurationCommand');
      const wanted = next(found);
      if (!wanted) return adding?.();
      if (writes === WRITES) throw new Refusal('Another writer undid this twice. Deploy again when that one has ended.');
      adding?.();
      // To take an entry away needs no destination that works, and no test message to the others.
      const SkipDestinationValidation = !adding;
      await send('PutBucketNotificationConfigurationCommand', { NotificationConfiguration: wanted, SkipDestinationValidation });
      writes += 1;
    } catch (error) {
      if (attempt === ATTEMPTS || !mayPass(error)) throw error;
    }
    await pause(PAUSE_MS, undefined, { signal });
  }
}

const UNSETTLED = /^Unable to validate the following destination/;

/** Whether it may go well later: permissions are new, another writes at the same moment, S3 is at fault. */
function mayPass(error) {
  if (error instanceof Refusal || !error.$metadata) return false;
  const { httpStatusCode = 500 } = error.$metadata;
  return httpStatusCode >= 500 || [403, 409, 429].includes(httpStatusCode) || UNSETTLED.test(error.message);
}

/** The configuration with our entry, in place of `replaced`; or nothing, where it is so already. */
function withEntry(found, { Entry, ReplaceAllNotifications }, replaced) {
  const topics = found.TopicConfigurations ?? [];
  const others = topics.filter((each) => !isSame(each, Entry) && !isOurs(each, replaced));
  const isThere = topics.some((each) => isSame(each, Entry)) && others.length === topics.length - 1;
  const foreign = [...others, ...(found.QueueConfigurations ?? []), ...(found.LambdaFunctionConfigurations ?? [])];
  if (ReplaceAllNotifications === 'true') {
    const isAlone = isThere && foreign.length === 0 && !found.EventBridgeConfiguration;
    return isAlone ? undefined : { TopicConfigurations: [Entry] };
  }
  if (isThere) return undefined;
  const inTheWay = foreign.find((each) => each.Id === Entry.Id || overlap(each, Entry));
  if (inTheWay) throw new Refusal(wayOut(inTheWay, Entry));
  return { ...found, TopicConfigurations: [...others, Entry] };
}

/** The configuration without our entry; or nothing, where it is gone already. */
function withoutEntry(found, { Entry }) {
  const topics = found.TopicConfigurations ?? [];
  const others = topics.filter((each) => !isOurs(each, Entry));
  return others.length === topics.length ? undefined : { ...found, TopicConfigurations: others };
}

const isOurs = (each, entry) => each.Id === entry?.Id && each.TopicArn === entry.TopicArn;
const isSame = (each, entry) => isOurs(each, entry) && matches(each) === matches(entry);
const matches = (each) =>
  `${[...each.Events].sort()} with prefix "${filter(each, 'prefix')}" and suffix "${filter(each, 'suffix')}"`;
// S3 answers "Prefix" where "prefix" was written.
const filter = (each, name) => each.Filter?.Key?.FilterRules?.find((rule) => rule.Name.toLowerCase() === name)?.Value ?? '';

/** What S3 refuses: the same events, where one prefix begins the other, and one suffix ends the other. */
function overlap(one, two) {
  const covers = (wide, event) => wide === event || (wide.endsWith('*') && event.startsWith(wide.slice(0, -1)));
  const either = (name, test) => [filter(one, name), filter(two, name)].some((a, i, both) => both[1 - i][test](a));
  const sameEvent = one.Events.some((a) => two.Events.some((b) => covers(a, b) || covers(b, a)));
  return sameEvent && either('prefix', 'startsWith') && either('suffix', 'endsWith');
}

function wayOut(each, entry) {
  const to = each.TopicArn ?? each.QueueArn ?? each.LambdaFunctionArn;
  const found = `The bucket notifies ${to} of ${matches(each)}, by the entry "${each.Id}"`;
  const cure = each.TopicArn ? 'with that topic' : 'with a topic in front of that destination';
  return `${found}. S3 takes no second entry "${entry.Id}" for ${matches(entry)}, so nothing was changed. Use the mode "existing-topic" ${cure}.`;
}

function checkRegion({ LocationConstraint }) {
  const region = LocationConstraint === 'EU' ? 'eu-west-1' : LocationConstraint || 'us-east-1';
  const here = process.env.AWS_REGION;
  if (region !== here) throw new Refusal(`The bucket is in ${region}, and this is ${here}. Deploy in the bucket's Region.`);
}

/** What the constructs send. Anything else is refused. */
const RULES = {
  action: /^(Create|Update|Delete)$/,
  Bucket: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  ExpectedBucketOwner: /^\d{12}$/,
  ReplaceAllNotifications: /^(true|false)$/,
  Id: /^clarion-[\w-]{1,247}$/,
  TopicArn: /^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
  Events: /^(s3:\w+:[\w*]+,?)+$/,
  prefix: /^[^/].{0,1023}$/,
  suffix: /^.{1,1024}$/,
};
function check(action, now) {
  const entry = now?.Entry ?? {};
  const [prefix, suffix] = [filter(entry, 'prefix'), filter(entry, 'suffix')];
  const got = { ...now, ...entry, action, Events: entry.Events?.join?.(), prefix, suffix };
  for (const [name, rule] of Object.entries(RULES)) {
    if (typeof got[name] !== 'string' || !rule.test(got[name]))
      throw new Refusal(`${name} must match ${rule}, got: ${got[name]}.`);
  }
}

/** An error for whoever deploys: what S3 says, and what helps. */
function sentence(error) {
  if (error instanceof Refusal) return error.message;
  if (error.name === 'AbortError') return 'There was not enough time. What was written stays: deploy again.';
  const said = `${error.name}: ${error.message}${error.ArgumentName ? ` (${error.ArgumentName}: ${error.ArgumentValue})` : ''}`;
  if (error.$metadata?.httpStatusCode === 403) {
    return `${said}. The bucket must be of the expected account, and no policy may deny to read and write its notifications.`;
  }
  if ([301, 307].includes(error.$metadata?.httpStatusCode)) return `${said}. Deploy in the bucket's Region.`;
  return UNSETTLED.test(error.message) ? `${said}. S3 must be allowed to publish to each destination of the bucket.` : said;
}

async function answer({ ResponseURL, StackId, RequestId, LogicalResourceId }, PhysicalResourceId, Reason) {
  const Status = Reason ? 'FAILED' : 'SUCCESS';
  // Bytes, since a text would bring a content type, which the URL's signature may not cover.
  const body = Buffer.from(JSON.stringify({ Status, Reason, PhysicalResourceId, StackId, RequestId, LogicalResourceId }));
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const response = await fetch(ResponseURL, { method: 'PUT', body, signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (response?.ok) return;
    await pause(1_000);
  }
  throw new Error('CloudFormation took no answer.');
}
