import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { openSharedStorage } from '#bot/storage/shared-storage.ts';
import { binContract } from '#test/contract/bin.ts';
import { galleryContract } from '#test/contract/gallery.ts';
import { ledgerContract } from '#test/contract/ledger.ts';
import { presetStoreContract } from '#test/contract/preset-store.ts';
import { hasPostgres, type PostgresServer, startPostgres } from '#test/fakes/postgres-server.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

describe.runIf(hasPostgres())('PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());
  const folder = scratchFolder();
  const open = () => openSharedStorage({ url: server.newDatabase(), blobsFolder: join(folder, 'blobs') });
  const openLedger = async () => (await open()).ledger;

  ledgerContract('PostgreSQL ledger', openLedger);
  binContract('PostgreSQL ledger', open);
  galleryContract('PostgreSQL ledger', openLedger);
  presetStoreContract('PostgreSQL presets', open);
});
