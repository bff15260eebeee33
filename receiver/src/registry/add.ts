export { addTopic, type NewTopic } from './change-monitors.ts';
export { createWebhook, type CreatedWebhook } from './change-webhooks.ts';
export { Mistake } from './mistake.ts';
