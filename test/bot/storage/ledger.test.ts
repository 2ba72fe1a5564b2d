import { join } from 'node:path';
import { openStorage } from '#bot/storage/storage.ts';
import { ledgerContract } from '#test/contract/ledger.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const folder = scratchFolder();
let files = 0;

ledgerContract('SQLite ledger', async () => (await openStorage({ file: join(folder, `${files++}.sqlite`) })).ledger);
