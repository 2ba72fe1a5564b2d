import { join } from 'node:path';
import { openStorage } from '#bot/storage/storage.ts';
import { presetStoreContract } from '#test/contract/preset-store.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const folder = scratchFolder();
let files = 0;

presetStoreContract('SQLite preset store', () => openStorage({ file: join(folder, `${files++}.sqlite`) }));
