import type { NewFile } from './files.ts';

type File = Pick<NewFile, 'bucket' | 'key'>;

/** By what the job that reads a file is known. */
export const fileJobKey = ({ bucket, key }: File) => `s3://${bucket}/${key}`;

/** By what a record of a file is known that is dead-lettered alone. */
export const recordJobKey = (file: File, index: number) => `${fileJobKey(file)}#${index}`;
