/** What every store promises, run on each. */
import type { Store } from '../../receiver/src/store/store.ts';
import { closingContract } from './store-contract/closing.ts';
import { confirmationsContract } from './store-contract/confirmations.ts';
import { filesContract } from './store-contract/files.ts';
import { houseContract } from './store-contract/house.ts';
import { jobsContract } from './store-contract/jobs.ts';
import { leasesContract } from './store-contract/leases.ts';
import { messagesContract } from './store-contract/messages.ts';
import { pagesContract } from './store-contract/pages.ts';
import { readAgainContract } from './store-contract/read-again.ts';
import { streamContract } from './store-contract/stream.ts';
import { workspaceContract } from './store-contract/workspace.ts';

export { deliveryOf, signalOf } from './store-contract/fixtures.ts';

/** The tests. `open` gives an empty store each time. */
export function storeContract(open: () => Store | Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const opened = () => store;
  messagesContract(opened);
  pagesContract(opened);
  readAgainContract(opened);
  streamContract(opened);
  filesContract(opened);
  jobsContract(opened);
  leasesContract(opened);
  houseContract(opened);
  confirmationsContract(opened);
  workspaceContract(opened);
  closingContract(opened);
}
