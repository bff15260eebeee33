import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { snakeCase, type Input } from '../input';
import type { SetupPath } from '../path';
import { typeOf } from './variables';
import { PROVIDER_VERSION, TERRAFORM_VERSION } from './versions';

/** The version that this package and the modules share. */
const { version: VERSION } = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as { version: string };

/** The module's README: what it does, how to use it, what it asks for and gives back. */
export function readme(path: SetupPath): string {
  const inputs = path.groups.flatMap((group) => group.inputs);
  return `<!-- Generated. Change the construct or its table of inputs, then run "npm run generate". -->
# ${path.name}

${path.title}

${path.about}

## Usage

\`\`\`hcl
module "${path.name.replaceAll('-', '_')}" {
  source = "github.com/clarion-aws/clarion-aws//terraform/${path.name}?ref=v${VERSION}"

${path.usage.replace(/^(?=.)/gm, '  ')}
}
\`\`\`

The module has no provider block: it uses the caller's, for the account and Region that this one is set to.
It takes Terraform ${TERRAFORM_VERSION} and the aws provider ${PROVIDER_VERSION}.

## Inputs

| Name | Description | Type | Default |
|---|---|---|---|
${inputs.map((input) => `| \`${snakeCase(input.name)}\` | ${input.description} | \`${typeOf(input)}\` | ${defaultOf(input)} |`).join('\n')}

## Outputs

| Name | Description |
|---|---|
${path.outputs.map(({ name, description }) => `| \`${snakeCase(name)}\` | ${description} |`).join('\n')}
`;
}

const defaultOf = ({ default: value }: Input) => (value === undefined ? 'required' : `\`${JSON.stringify(value)}\``);
