import { createWebhook, revokeWebhook } from '../../registry/change-webhooks.ts';
import { webhookView, webhookViews } from '../../workspace/views.ts';
import { CHANGE, created, ok, type ApiOperation } from './operation.ts';

/** Where SNS delivers. */
export const WEBHOOK_OPERATIONS: readonly ApiOperation[] = [
  {
    id: 'listWebhooks',
    method: 'get',
    path: '/api/webhooks',
    summary: 'Every webhook, those of the configuration file first. Their URLs are not kept.',
    answers: { 200: 'WebhookList' },
    handle: async (_, { store, configured }) => ok({ webhooks: webhookViews(await store.workspace(), configured) }),
  },
  {
    id: 'createWebhook',
    method: 'post',
    path: '/api/webhooks',
    summary: 'Makes a webhook, and shows its URL this once.',
    body: 'WebhookRequest',
    answers: { 201: 'CreatedWebhook' },
    refusals: [...CHANGE, 'webhook-name-taken'],
    async handle({ body }, context) {
      const { name, path } = await createWebhook(context, (body as { readonly name: string }).name);
      return created({ name, url: context.urlOf(path) });
    },
  },
  {
    id: 'revokeWebhook',
    method: 'delete',
    path: '/api/webhooks/{name}',
    summary: 'Revokes a webhook: it takes nothing any more, within a second. Its name stays taken.',
    answers: { 200: 'WebhookView' },
    refusals: [...CHANGE, 'webhook-unknown', 'in-configuration'],
    handle: async ({ path: { name } }, context) => ok(webhookView((await revokeWebhook(context, name!)).result)),
  },
];
