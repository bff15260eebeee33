import { spawnSync } from 'node:child_process';

/**
 * The folder to give to Terraform as `filesystem_mirror`, so that tests need no network: `TF_PROVIDER_MIRROR`, or wherever this
 * machine keeps a `registry.terraform.io` folder near its root. Undefined where there is none.
 */
export function providerMirror(): string | undefined {
  mirror ??= process.env['TF_PROVIDER_MIRROR'] ?? search();
  return mirror || undefined;
}

let mirror: string | undefined;

function search(): string {
  // `find` exits 1 when a folder may not be read, and has printed what it could all the same.
  const { stdout } = spawnSync('find', ['/', '-xdev', '-maxdepth', '5', '-type', 'd', '-name', 'registry.terraform.io'], {
    encoding: 'utf8',
  });
  const first = (stdout ?? '').split('\n').find((line) => line !== '');
  return first === undefined ? '' : first.slice(0, first.lastIndexOf('/'));
}
