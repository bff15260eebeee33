/** `npm run publish-templates`: puts the CloudFormation templates where a link can open them. Not in the npm package. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BlueprintError } from '../blueprint';
import { readArguments, USAGE } from './arguments';
import { openBucket } from './bucket';
import { publish } from './publish';
import { refusalOf } from './refusal';
import { report } from './report';
import { readTemplates } from './template-file';

const constructs = join(__dirname, '..', '..');

async function main(): Promise<void> {
  let bucketName = '';
  try {
    const asked = readArguments(process.argv.slice(2));
    if (asked === undefined) return void process.stdout.write(USAGE);
    bucketName = asked.bucket;
    const { version } = JSON.parse(readFileSync(join(constructs, 'package.json'), 'utf8')) as { version: string };
    const templates = readTemplates(join(constructs, '..', 'cloudformation'));
    const publication = await publish(templates, await openBucket(bucketName, asked.regions[0]), { ...asked, version });
    process.stdout.write(asked.json ? `${JSON.stringify(publication, null, 2)}\n` : report(publication));
  } catch (error) {
    const refusal = error instanceof BlueprintError ? error : refusalOf(error, bucketName);
    // A fault of this program is shown with its stack.
    if (refusal === undefined) throw error;
    process.stderr.write(`${refusal.message}\n`);
    process.exitCode = 2;
  }
}

void main();
