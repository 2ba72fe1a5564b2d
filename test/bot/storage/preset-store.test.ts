import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { openStorage } from '#bot/storage/storage.ts';
import { silentLog } from '#shared/log.ts';
import { preset, presetStoreContract } from '#test/contract/preset-store.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const folder = scratchFolder();
let files = 0;

presetStoreContract('SQLite preset store', () => openStorage({ file: join(folder, `${files++}.sqlite`) }));

it('a style that cannot be read is left out with one line in the log, an old one is filled up, and the rest stays', async () => {
  const file = join(folder, 'spoilt.sqlite');
  const log: string[] = [];
  const storage = await openStorage({
    file,
    log: { ...silentLog, error: (about: object) => log.push(JSON.stringify(about)) },
  });
  for (const name of ['good', 'odd', 'old']) await storage.presets.create(preset('1', name), { stylesMax: 9 });
  const database = new DatabaseSync(file);
  const settle = database.prepare('UPDATE presets SET settings = ? WHERE name = ?');
  settle.run('{"template":7}', 'odd');
  settle.run('{"template":"{prompt}, old"}', 'old');
  database.close();
  expect((await storage.presets.list('1')).map(({ name }) => name)).toEqual(['good', 'old']);
  expect(log).toHaveLength(1);
  expect(log[0]).toContain('"style":"odd"');
  expect(await storage.presets.get('1', 'odd')).toBeNull();
  expect(await storage.presets.get('1', 'old')).toMatchObject({ template: '{prompt}, old', adapters: [], steps: null });
  await storage.presets.create(preset('1', 'odd'), { stylesMax: 9 });
  expect((await storage.presets.get('1', 'odd'))?.steps).toBe(4);
  await storage.close();
});
