import { stringify } from 'yaml';
import { compact } from '../json.ts';
import { updateWorkspace } from '../registry/change-accounts.ts';
import { GENERATED } from '../registry/external-id.ts';
import { Mistake } from '../registry/mistake.ts';
import { checked } from '../workspace/check.ts';
import { documentOf, workspaceView } from '../workspace/views.ts';
import { asJson, parse, told } from './args.ts';
import { changeContext, withExistingStore, withStore, type Command } from './context.ts';
import { verbs } from './verbs.ts';

const show: Command = async (args, { env, print }) => {
  const { json } = parse(args, { json: { type: 'boolean' } }).values;
  return withExistingStore(env, async (store, config) => {
    const workspace = await store.workspace();
    const head = `# The external ID of the workspace: ${workspace.externalId}\n`;
    print(
      json === true ? asJson(workspaceView(workspace, config)) : `${head}${stringify(documentOf(workspace), { lineWidth: 0 })}`,
    );
    return 0;
  });
};

const set: Command = async (args, { env, print }) => {
  const { values } = parse(args, {
    'permission-group': { type: 'string', multiple: true },
    'external-id': { type: 'string' },
    'generate-external-id': { type: 'boolean' },
  });
  const { 'permission-group': permissionGroups, 'external-id': given, 'generate-external-id': generate } = values;
  if (given !== undefined && generate === true) throw new Mistake('give one of --external-id and --generate-external-id');
  const update = compact({ permissionGroups, externalId: generate === true ? GENERATED : given });
  if (Object.keys(update).length === 0)
    throw new Mistake('`workspace set` needs --permission-group GROUP, --external-id ID or --generate-external-id');
  if (update.permissionGroups !== undefined) checked('PermissionGroups', update.permissionGroups, 'the permission groups');
  if (update.externalId !== undefined) checked('ExternalId', update.externalId, 'the external ID');
  return withStore(env, async (store, config) => {
    print(told((await updateWorkspace(changeContext(store, config), update)).lines));
    return 0;
  });
};

/** `workspace show`, which prints it as a file that can be applied, and `workspace set`. */
export const workspace = verbs('workspace', { show, set });
