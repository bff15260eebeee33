import type { Publication } from './publish';

/** What was published, for a person. */
export function report({ bucket, region, templates, checksums, isPublic }: Publication): string {
  const lines = templates.flatMap(({ name, outcome, url, sha256, capability, links }) => [
    `${name}: ${outcome}`,
    `  template  ${url}`,
    `  sha256    ${sha256}`,
    ...Object.entries(links).map(([each, link]) => `  ${each.padEnd(15)} ${link}`),
    ...(capability ? [`  Whoever creates the stack must acknowledge ${capability}.`] : []),
    '',
  ]);
  lines.push(`SHA256SUMS: ${checksums.outcome}`, `  ${checksums.url}`);
  if (isPublic === false) {
    lines.push(
      '',
      `Not everybody may read the bucket ${bucket} in ${region}. CloudFormation reads a template as whoever opens the link: give them s3:GetObject in the bucket's policy.`,
    );
  }
  return `${lines.join('\n')}\n`;
}
