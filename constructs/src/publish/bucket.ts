import { GetObjectCommand, HeadBucketCommand, PutObjectCommand, S3Client, type S3ServiceException } from '@aws-sdk/client-s3';

/** A bucket, as far as publishing goes. */
export interface Bucket {
  readonly name: string;
  readonly region: string;
  /** What is there, if anything is. */
  read(key: string): Promise<Uint8Array | undefined>;
  /** Whether somebody without credentials may read it. */
  isPublic(key: string): Promise<boolean>;
  /** Writes what is not there yet. `false` where something is: it is never overwritten. */
  create(key: string, object: NewObject): Promise<boolean>;
}

export interface NewObject {
  readonly bytes: Uint8Array;
  /** In base64. S3 compares it with what arrived, and keeps it beside the object. */
  readonly sha256: string;
  readonly contentType: string;
}

/** Finds a bucket, wherever it is. With a Region to ask first, which must be of the bucket's partition. */
export async function openBucket(name: string, ask?: string): Promise<Bucket> {
  const region = await regionOf(name, ask ?? (await configuredRegion()));
  const client = new S3Client({ region });
  const anonymous = new S3Client({ region, signer: { sign: async (request) => request } });

  const read = async (from: S3Client, key: string) => {
    const { Body } = await from.send(new GetObjectCommand({ Bucket: name, Key: key }));
    return Body?.transformToByteArray();
  };
  return {
    name,
    region,
    read: (key) => read(client, key).catch(unless('NoSuchKey', undefined)),
    isPublic: (key) =>
      read(anonymous, key).then(
        () => true,
        () => false,
      ),
    create: (key, { bytes, sha256, contentType }) => {
      const object = { Bucket: name, Key: key, Body: bytes, ChecksumSHA256: sha256, ContentType: contentType };
      return client
        .send(new PutObjectCommand({ ...object, IfNoneMatch: '*' }))
        .then(() => true)
        .catch(unless('PreconditionFailed', false));
    },
  };
}

/**
 * S3 tells a bucket's Region to whoever asks any Region of the partition, whether or not they may do anything else.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */
async function regionOf(name: string, asked: string): Promise<string> {
  try {
    const { BucketRegion = asked } = await new S3Client({ region: asked }).send(new HeadBucketCommand({ Bucket: name }));
    return BucketRegion;
  } catch (error) {
    const { $response } = error as { $response?: { headers: Record<string, string> } };
    const told = $response?.headers['x-amz-bucket-region'];
    if (told === undefined) throw error;
    return told;
  }
}

async function configuredRegion(): Promise<string> {
  try {
    return await new S3Client({}).config.region();
  } catch {
    return 'us-east-1';
  }
}

const unless =
  <T>(name: string, otherwise: T) =>
  (error: S3ServiceException): T => {
    if (error.name === name) return otherwise;
    throw error;
  };
