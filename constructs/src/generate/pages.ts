import { integrationRoleScript } from './cli/integration-role';
import { permissionsPage } from './permissions';

/** What is generated beside modules and templates, by its path in the repository. */
export const PAGES: readonly { readonly path: string; readonly text: () => string; readonly executable?: true }[] = [
  { path: 'examples/cli/integration-role.sh', text: integrationRoleScript, executable: true },
  { path: 'constructs/PERMISSIONS.md', text: permissionsPage },
];
