import { readFileSync } from 'node:fs';
import { CfnMapping } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ROLE_TEMPLATE, SPOKE_TEMPLATE } from '../templates';

/** The templates that are deployed into each account; in a mapping, so that each is there once. */
export function stackSetTemplates(scope: Construct) {
  const mapping = new CfnMapping(scope, 'Templates', {
    mapping: { IntegrationRole: { Body: read(ROLE_TEMPLATE) }, Spoke: { Body: read(SPOKE_TEMPLATE) } },
  });
  return { role: mapping.findInMap('IntegrationRole', 'Body'), spoke: mapping.findInMap('Spoke', 'Body') };
}

const read = (path: string): string => readFileSync(path, 'utf8');
