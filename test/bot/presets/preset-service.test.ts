import { join } from 'node:path';
import { openStorage } from '#bot/storage/storage.ts';
import { presetIsolationContract } from '#test/contract/preset-isolation.ts';
import { presetServiceContract } from '#test/contract/preset-service.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const folder = scratchFolder();
let files = 0;

const open = () => openStorage({ file: join(folder, `${files++}.sqlite`) });

presetServiceContract('the styles over SQLite', open);
presetIsolationContract('servers', open);
