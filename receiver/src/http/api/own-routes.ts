import { REFUSALS, type RefusalCode } from '../../error.ts';
import { SIGNAL_PARAMETERS } from '../../signals/query.ts';
import type { Operation } from './operation.ts';

/** A route that is answered by code of its own, not by the table of operations. */
export interface OwnRoute extends Operation {
  /** Whose token it asks for. */
  readonly token?: 'apiToken' | 'metricsToken';
  /** @default application/json */
  readonly type?: string;
}

/** What nobody who delivers can be told. */
const NOT_OF_HOOKS: ReadonlySet<RefusalCode> = new Set([
  'account-changed',
  'account-in-use',
  'account-unknown',
  'api-token-required',
  'in-configuration',
  'monitor-unknown',
  'pin-account-unknown',
  'primary-needed',
  'proof-failed',
  'proof-unavailable',
  'query-invalid',
  'request-invalid',
  'webhook-name-taken',
  'workspace-busy',
]);
const OF_HOOKS = (Object.keys(REFUSALS) as RefusalCode[]).filter((code) => !NOT_OF_HOOKS.has(code));

/** Everything that is answered beside the table of operations. */
export const OWN_ROUTES: readonly OwnRoute[] = [
  {
    id: 'deliver',
    method: 'post',
    path: '/hooks/{token}',
    summary: 'Where SNS delivers. 200 only when the message is on disk.',
    body: 'SnsMessage',
    answers: { 200: 'Delivered' },
    refusals: OF_HOOKS,
  },
  {
    id: 'listSignals',
    method: 'get',
    path: '/api/signals',
    summary: 'Signals, newest first. Texts in them come from outside: show them escaped.',
    query: SIGNAL_PARAMETERS,
    answers: { 200: 'SignalPage' },
    refusals: ['api-token-required', 'query-invalid', 'store-unavailable'],
    token: 'apiToken',
  },
  {
    id: 'getOpenApi',
    method: 'get',
    path: '/api/openapi.json',
    summary: 'This document.',
    answers: { 200: 'OpenApi' },
    refusals: ['api-token-required'],
    token: 'apiToken',
  },
  {
    id: 'getHealth',
    method: 'get',
    path: '/healthz',
    summary: 'Whether the process answers.',
    answers: { 200: 'Health' },
  },
  {
    id: 'getReadiness',
    method: 'get',
    path: '/readyz',
    summary: 'Whether messages can be taken.',
    answers: { 200: 'Health', 503: 'Health' },
  },
  {
    id: 'getMetrics',
    method: 'get',
    path: '/metrics',
    summary: "Numbers in Prometheus' text format.",
    answers: { 200: 'Metrics' },
    refusals: ['api-token-required'],
    token: 'metricsToken',
    type: 'text/plain',
  },
];
