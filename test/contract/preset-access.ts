import { describe, expect, it } from 'vitest';
import type { PresetStore } from '#bot/ports/presets.ts';
import type { PresetService } from '#bot/presets/preset-service.ts';
import type { StyleReader } from '#bot/presets/style-access.ts';
import { owner, serviceOver } from '#test/contract/preset-service.ts';

const INK = { name: 'Ink', steps: 3 };

/** Who sees and uses styles, and what they were, whatever they are stored in. `open` gives an empty store. */
export function presetAccessContract(
  name: string,
  open: () => Promise<{ readonly presets: PresetStore; close(): Promise<void> }>,
) {
  const withService = (work: (service: PresetService) => Promise<void>) => async () => {
    const { presets, close } = await open();
    try {
      await work(serviceOver(presets));
    } finally {
      await close();
    }
  };
  describe(name, () => {
    const ROLE = { id: 'r', name: 'Inkers' };
    it(
      'offers a style for some roles to who has one and to moderators, and a hidden one to moderators alone',
      withService(async (service) => {
        await service.create(owner(), INK);
        await service.create(owner(), { name: 'secret', hidden: true });
        expect((await service.setRole(owner(), 'ink', { ...ROLE, may: true })).style.roles).toEqual([ROLE]);
        const offered = async (reader: StyleReader) =>
          (await service.complete('harbour', 'style', { typed: '', language: 'en', reader })).map(({ value }) => value);
        expect(await offered({ isModerator: false })).toEqual([]);
        expect(await offered({ isModerator: false, roleIds: ['r'] })).toEqual(['ink']);
        expect(await offered({ isModerator: true })).toEqual(['ink', 'secret']);
        await expect(service.find('harbour', 'secre')).rejects.toMatchObject({
          message: expect.not.stringContaining('secret'),
        });
        await service.importStyles(owner(), [{ name: 'ink', steps: 2 }]);
        expect(await service.find('harbour', 'ink')).toMatchObject({ steps: 2, roles: [ROLE] });
        await service.setRole(owner(), 'ink', { ...ROLE, may: false });
        expect(await offered({ isModerator: false })).toEqual(['ink']);
      }),
    );
    it(
      'tells the history of a style, brings back what was deleted, and says which versions there are',
      withService(async (service) => {
        await service.create(owner(), INK);
        await service.edit(owner(), 'ink', { steps: 5, hidden: true });
        await service.remove(owner(), 'ink');
        await expect(service.versions('harbour', 'ink', { isModerator: false })).rejects.toMatchObject({
          said: { key: 'style-rule.no-change' },
        });
        const told = await service.versions('harbour', 'INK', { isModerator: true });
        expect(told.map(({ version, preset }) => [version, preset?.steps])).toEqual([
          [3, undefined],
          [2, 5],
          [1, 3],
        ]);
        for (const [version, says] of [
          [3, 'it was deleted then'],
          [9, 'there are 1 to 3, given 9'],
        ] as const)
          await expect(service.restore(owner(), 'ink', version)).rejects.toMatchObject({
            code: 'not-found',
            message: expect.stringContaining(says),
          });
        expect(await service.restore(owner(), 'ink', 1)).toMatchObject({ steps: 3, hidden: false });
        expect(await service.find('harbour', 'ink')).toMatchObject({ steps: 3 });
      }),
    );
  });
}
