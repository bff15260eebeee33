import { AssetType, Fn, TerraformAsset } from 'cdktf';
import type { Construct } from 'constructs';
import { ROLE_TEMPLATE, SPOKE_TEMPLATE } from '../templates';

/** The templates that are deployed into each account; as files, so that each is there once. */
export function stackSetTemplates(scope: Construct) {
  const read = (id: string, path: string): string => Fn.file(new TerraformAsset(scope, id, { path, type: AssetType.FILE }).path);
  return { role: read('role-template', ROLE_TEMPLATE), spoke: read('spoke-template', SPOKE_TEMPLATE) };
}
