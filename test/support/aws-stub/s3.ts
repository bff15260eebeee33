/** S3's REST API with the bucket in the path: HeadBucket, GetObject and ListObjectsV2. */
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { BodyFault } from '../aws-stub.ts';
import { inOrder, listPage } from '../s3-listing.ts';
import { StubError, xml, type Asked, type StubCall } from './call.ts';
import { sessionOf, type StubRole, type StubSession } from './sts.ts';

export interface StubObject {
  readonly body: Buffer;
  readonly lastModified: Date;
  /** Instead of a digest of the body. */
  readonly etag?: string;
  /** Has it in Glacier. */
  readonly archived?: boolean;
  /** What else S3 says of it. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface StubBucket {
  readonly owner: string;
  readonly region: string;
  /** How it answers in another Region. @default PermanentRedirect */
  readonly elsewhere?: 'PermanentRedirect' | 'AuthorizationHeaderMalformed';
  /** What its key says. @default - there is none */
  readonly key?: 'denied' | 'denied without a word' | 'disabled';
  readonly objects: Map<string, StubObject>;
}

interface State {
  readonly roles: ReadonlyMap<string, StubRole>;
  readonly sessions: Map<string, StubSession>;
  readonly buckets: ReadonlyMap<string, StubBucket>;
  readonly pageSize: number;
}

const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

export function answerS3(
  state: State,
  asked: Asked,
  response: ServerResponse,
  begin: (call: StubCall) => void,
  fault: () => BodyFault | undefined,
): void {
  const { method, url, headers, region, accessKeyId } = asked;
  const [, name = '', path = ''] = /^\/([^/]*)\/?(.*)$/.exec(url.pathname) ?? [];
  const key = decodeURIComponent(path);
  const operation = method === 'HEAD' ? 'HeadBucket' : key === '' ? 'ListObjectsV2' : 'GetObject';
  try {
    const owner = headers['x-amz-expected-bucket-owner'];
    const parameters = { Bucket: name, Key: key, ExpectedBucketOwner: String(owner), ...Object.fromEntries(url.searchParams) };
    begin({ operation, region, accessKeyId, parameters });
    const bucket = open(state, asked, name);
    response.setHeader('x-amz-bucket-region', bucket.region);
    if (operation === 'HeadBucket') response.end();
    else if (operation === 'ListObjectsV2') list(state, bucket, name, url.searchParams, response);
    else give(bucket, key, response, fault());
  } catch (error) {
    if (!(error instanceof StubError)) throw error;
    const { status, code, message, more } = error;
    response.writeHead(status, { ...error.headers, 'content-type': 'application/xml' });
    response.end(method === 'HEAD' ? undefined : `<Error>${xml({ Code: code, Message: message, ...more })}</Error>`);
  }
}

/** In the order in which S3 looks at these things. */
function open(state: State, asked: Asked, name: string): StubBucket {
  const session = sessionOf(state, asked);
  if (session === undefined) {
    throw new StubError(
      403,
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
      {},
      {
        AWSAccessKeyId: asked.accessKeyId,
      },
    );
  }
  const bucket = state.buckets.get(name);
  if (bucket === undefined) throw new StubError(404, 'NoSuchBucket', 'The specified bucket does not exist');
  const told = { 'x-amz-bucket-region': bucket.region };
  if (bucket.region !== asked.region) {
    throw bucket.elsewhere === 'AuthorizationHeaderMalformed'
      ? new StubError(400, bucket.elsewhere, `the region '${asked.region}' is wrong`, {}, { Region: bucket.region })
      : new StubError(301, 'PermanentRedirect', 'Use the specified endpoint.', told, {
          Endpoint: `s3.${bucket.region}.amazonaws.com`,
        });
  }
  const expected = asked.headers['x-amz-expected-bucket-owner'];
  const mayRead = state.roles.get(session.roleArn)?.buckets?.includes(name) ?? true;
  if ((expected !== undefined && expected !== bucket.owner) || !mayRead)
    throw new StubError(403, 'AccessDenied', 'Access Denied', told);
  return bucket;
}

function give(bucket: StubBucket, key: string, response: ServerResponse, fault: BodyFault | undefined): void {
  const object = bucket.objects.get(key);
  if (object === undefined) throw new StubError(404, 'NoSuchKey', 'The specified key does not exist.', {}, { Key: key });
  if (object.archived === true) throw new StubError(403, 'InvalidObjectState', "The object's storage class does not allow it");
  if (bucket.key === 'denied without a word') throw new StubError(403, 'AccessDenied', 'Access Denied');
  if (bucket.key === 'denied') {
    const who = 'arn:aws:sts::111122223333:assumed-role/ClarionIntegrationRole/clarion-receiver';
    const why = `is not authorized to perform: kms:Decrypt on resource: ${KEY_ARN} because no identity-based policy allows the kms:Decrypt action`;
    throw new StubError(403, 'AccessDenied', `User: ${who} ${why}`);
  }
  if (bucket.key === 'disabled') throw new StubError(400, 'KMS.DisabledException', `${KEY_ARN} is disabled.`);
  const { body, lastModified, headers = {} } = object;
  response.writeHead(200, {
    'content-length': body.length,
    'last-modified': lastModified.toUTCString(),
    etag: `"${etagOf(object)}"`,
    'content-type': 'application/json',
    'content-encoding': 'gzip',
    ...headers,
  });
  if (fault === undefined) return void response.end(body);
  response.write(body.subarray(0, body.length / 2), () => {
    if (fault === 'breaks off') response.destroy();
    if (fault === 'ends early') response.socket?.end();
  });
}

function list(state: State, bucket: StubBucket, name: string, query: URLSearchParams, response: ServerResponse): void {
  const encoded = query.get('encoding-type') === 'url';
  const text = (value: string) =>
    encoded ? new URLSearchParams({ '': value }).toString().slice(1).replaceAll('%2F', '/') : value;
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? undefined];
  const token = query.get('continuation-token');
  const after = token === null ? query.get('start-after') : Buffer.from(token, 'base64url').toString('utf8');
  const objects = [...bucket.objects].map(([key, object]) => ({ key, object })).sort((a, b) => inOrder(a.key, b.key));
  const page = listPage(objects, {
    prefix,
    limit: Math.min(state.pageSize, Number(query.get('max-keys') ?? 1_000)),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(after === null ? {} : { after }),
  });
  const head = xml({
    Name: name,
    Prefix: text(prefix),
    KeyCount: page.objects.length + page.prefixes.length,
    IsTruncated: String(page.next !== undefined),
    NextContinuationToken: page.next === undefined ? undefined : Buffer.from(page.next).toString('base64url'),
    EncodingType: encoded ? 'url' : undefined,
  });
  const contents = page.objects.map(({ key, object }) => {
    const { lastModified, body } = object;
    const LastModified = lastModified.toISOString();
    return `<Contents>${xml({ Key: text(key), LastModified, ETag: `"${etagOf(object)}"`, Size: body.length })}</Contents>`;
  });
  const common = page.prefixes.map((each) => `<CommonPrefixes>${xml({ Prefix: text(each) })}</CommonPrefixes>`);
  response.setHeader('content-type', 'application/xml');
  response.end(`<ListBucketResult>${head}${contents.join('')}${common.join('')}</ListBucketResult>`);
}

const etagOf = ({ etag, body }: StubObject) => etag ?? createHash('md5').update(body).digest('hex');
