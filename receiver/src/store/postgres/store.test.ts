import { needs } from '../../../../test/support/needs.ts';
import { startPostgres, type TestPostgres } from '../../../../test/support/postgres.ts';
import { storeContract } from '../../../../test/support/store-contract.ts';
import { recordView } from '../../archive/view.ts';
import { openPostgres } from './store.ts';

const open = (url: string) => openPostgres(url, { view: recordView });

needs(['postgres'], 'the PostgreSQL store', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres(async (url) => (await open(url)).close());
  });
  afterAll(() => postgres.close());

  storeContract(async () => open(await postgres.emptied()));
});
