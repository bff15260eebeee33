import { updateWorkspace, type WorkspaceUpdate } from '../../registry/change-accounts.ts';
import { applyDocument } from '../../workspace/apply.ts';
import { documentProblems } from '../../workspace/check.ts';
import type { WorkspaceDocument } from '../../workspace/document.ts';
import { workspaceView } from '../../workspace/views.ts';
import { Mistake } from '../../registry/mistake.ts';
import type { ParameterSchema } from '../../parameters.ts';
import { CHANGE, ok, type ApiContext, type ApiOperation } from './operation.ts';

const flag = (what: string): ParameterSchema => ({
  type: 'string',
  enum: ['true', 'false'],
  description: `true or false: ${what}`,
});
const view = async ({ store, configured }: ApiContext) => ok(workspaceView(await store.workspace(), configured));

/** What holds for all of it, and all of it at once. */
export const WORKSPACE_OPERATIONS: readonly ApiOperation[] = [
  {
    id: 'getWorkspace',
    method: 'get',
    path: '/api/workspace',
    summary: 'Everything of the workspace.',
    answers: { 200: 'WorkspaceView' },
    handle: (_, context) => view(context),
  },
  {
    id: 'updateWorkspace',
    method: 'patch',
    path: '/api/workspace',
    summary:
      'Changes the permission groups or the external ID of all accounts. Who uses another external ID is to be connected anew.',
    body: 'WorkspaceUpdate',
    answers: { 200: 'WorkspaceView' },
    refusals: CHANGE,
    async handle({ body }, context) {
      await updateWorkspace(context, body as WorkspaceUpdate);
      return view(context);
    },
  },
  {
    id: 'applyWorkspace',
    method: 'post',
    path: '/api/apply',
    summary: 'Makes the workspace as a document says, in one step. What the document does not name is left.',
    query: {
      dryRun: flag('whether nothing is changed, and only the difference told'),
      prune: flag('whether what a list does not name is removed'),
      connect: flag('whether accounts of the document that are not connected are proven, which is the default'),
    },
    body: 'WorkspaceDocument',
    answers: { 200: 'Applied' },
    refusals: CHANGE,
    async handle({ body, query }, context) {
      const document = body as WorkspaceDocument;
      const problems = documentProblems(document);
      if (problems.length > 0) throw new Mistake(problems.map(({ text }) => text).join('; '));
      const is = (name: string, otherwise: boolean) => (query[name]?.[0] ?? String(otherwise)) === 'true';
      const dryRun = is('dryRun', false);
      const prove = is('connect', true) ? context.prove : undefined;
      const { webhooks, ...applied } = await applyDocument(context, document, { dryRun, prune: is('prune', false), prove });
      const shown = webhooks.map(({ name, path }) => ({ name, url: context.urlOf(path) }));
      return ok({ applied: !dryRun, ...applied, webhooks: shown });
    },
  },
];
