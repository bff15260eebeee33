/** `npm run generate`: writes Terraform modules, CloudFormation templates, scripts and pages. The same sources give the same bytes. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUCKET_NOTIFICATION_ZIP, bucketNotificationSource } from '../lambda';
import { zipOf } from '../lambda/zip';
import { TEMPLATES_FOLDER } from '../templates';
import { S3_TEMPLATE_LIMIT, template, TEMPLATE_LIMIT } from './cloudformation/template';
import { INNER_TEMPLATES } from './inner-templates';
import { PAGES } from './pages';
import { PATHS } from './paths';
import { terraformModule } from './terraform/module';

// cfn-lint judges the templates; CDK's own validator does not see that a condition guards a list.
process.env['CDK_VALIDATION'] = 'false';

const root = join(__dirname, '..', '..', '..');

async function generate(): Promise<void> {
  // First, since constructs read them.
  writeFileSync(BUCKET_NOTIFICATION_ZIP, zipOf('index.js', bucketNotificationSource()));
  rmSync(TEMPLATES_FOLDER, { recursive: true, force: true });
  mkdirSync(TEMPLATES_FOLDER);
  for (const [name, template] of Object.entries(INNER_TEMPLATES))
    writeFileSync(join(TEMPLATES_FOLDER, `${name}.json`), template());

  for (const folder of ['terraform', 'cloudformation', 'examples/cli']) {
    rmSync(join(root, folder), { recursive: true, force: true });
    mkdirSync(join(root, folder));
  }
  for (const path of PATHS) {
    const folder = join(root, 'terraform', path.name);
    mkdirSync(folder);
    for (const [name, content] of Object.entries(await terraformModule(path))) writeFileSync(join(folder, name), content);

    const yaml = template(path);
    const limit = path.templateFromS3 ? S3_TEMPLATE_LIMIT : TEMPLATE_LIMIT;
    if (Buffer.byteLength(yaml) > limit) throw new Error(`${path.name}: the template is larger than ${limit} bytes`);
    writeFileSync(join(root, 'cloudformation', `${path.name}.template.yaml`), yaml);
  }
  for (const { path, text, executable } of PAGES) writeFileSync(join(root, path), text(), { mode: executable ? 0o755 : 0o644 });
}

void generate();
