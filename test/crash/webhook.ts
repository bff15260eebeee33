/** The name of the webhook by which everything comes. */
export const WEBHOOK = 'crash';
