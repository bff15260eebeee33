import { recordView } from './archive/view.ts';
import { messageView } from './ingest/message-view.ts';
import type { Views } from './store/view.ts';

/** How signals are read of which only their place is stored. */
export const views: Views = { record: recordView, message: messageView };
