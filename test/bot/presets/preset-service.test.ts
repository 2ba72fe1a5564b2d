import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createWordService } from '#bot/rules/word-service.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { presetIsolationContract } from '#test/contract/preset-isolation.ts';
import { owner, presetServiceContract, serviceOver } from '#test/contract/preset-service.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const folder = scratchFolder();
let files = 0;

const open = () => openStorage({ file: join(folder, `${files++}.sqlite`) });

presetServiceContract('the styles over SQLite', open);
presetIsolationContract('servers', open);

it('keeps no style that says what its server does not want, whichever way it would come or come back', async () => {
  const { presets, ruleStore, close } = await open();
  const words = createWordService(ruleStore);
  const service = serviceOver(presets, undefined, words);
  const asker = owner();
  const rules = { ...asker, memberName: 'Ada', isModerator: true };
  await service.create(asker, { name: 'gore-night' });
  await service.edit(asker, 'gore-night', { steps: 4 });
  await service.remove(asker, 'gore-night');
  await service.create(asker, { name: 'ink' });
  await words.add(rules, { pattern: 'gor?', exceptAdultPlaces: false });
  await words.add(rules, { pattern: 'nude', exceptAdultPlaces: true });
  await words.add(rules, { pattern: 'odd', exceptAdultPlaces: false, isLookedAt: true });
  for (const unwanted of [
    () => service.create(asker, { name: 'Gory' }),
    () => service.create(asker, { name: 'nude' }),
    () => service.edit(asker, 'ink', { description: 'all g-o-r-e' }),
    () => service.edit(asker, 'ink', { template: '{prompt}, gore' }),
    () => service.importStyles(asker, [{ name: 'oil' }, { name: 'gore' }]),
    () => service.undo(asker, 'gore-night'),
    () => service.restore(asker, 'gore-night', 1),
  ])
    await expect(unwanted()).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/Cannot keep the style “[\w-]+”: this server does not want “(gor\?|nude)”/),
    });
  expect((await service.styles('harbour')).styles.map(({ name }) => name)).toEqual(['ink']);
  await service.edit(asker, 'ink', { template: '{prompt}, nude study', description: 'odd' });
  await service.create(owner('island'), { name: 'gore' });
  await close();
});
