import { describe, expect, it } from 'vitest';
import type { Preset } from '#bot/domain/preset.ts';
import type { PresetStore } from '#bot/ports/presets.ts';

/** A style of a server. */
export function preset(serverId: string, name: string): Preset {
  return {
    serverId,
    name,
    description: 'Like an old book',
    authorId: '80351110224678912',
    template: 'an ink drawing of {prompt}, 古い',
    negative: 'photo',
    model: null,
    adapters: [{ name: 'ink', weight: 0.75 }],
    sampler: 'lcm',
    karras: null,
    steps: 4,
    guidance: 1.5,
    width: null,
    height: null,
    clipSkip: null,
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
  };
}

/** What every preset store keeps to. `open` gives an empty one. */
export function presetStoreContract(
  name: string,
  open: () => Promise<{ readonly presets: PresetStore; close(): Promise<void> }>,
) {
  const withStore = (work: (presets: PresetStore) => Promise<void>) => async () => {
    const { presets, close } = await open();
    try {
      await work(presets);
    } finally {
      await close();
    }
  };

  describe(name, () => {
    it(
      'keeps a style in its server and shows it in no other',
      withStore(async (presets) => {
        await presets.create(preset('one', 'ink'));
        expect(await presets.get('one', 'ink')).toEqual(preset('one', 'ink'));
        expect(await presets.get('two', 'ink')).toBeNull();
        expect(await presets.list('two')).toEqual([]);
        await presets.create(preset('two', 'ink'));
        expect(await presets.list('two')).toHaveLength(1);
      }),
    );
    it(
      'refuses a second style of the same name',
      withStore(async (presets) => {
        await presets.create(preset('one', 'ink'));
        await expect(presets.create(preset('one', 'ink'))).rejects.toMatchObject({ code: 'already-exists' });
      }),
    );
    it(
      'changes what is named and keeps the rest',
      withStore(async (presets) => {
        await presets.create(preset('one', 'ink'));
        expect(await presets.update('one', 'ink', { steps: 8, negative: '', at: 9 })).toBe(true);
        expect(await presets.get('one', 'ink')).toEqual({
          ...preset('one', 'ink'),
          steps: 8,
          negative: '',
          updatedAt: 9,
        });
        await presets.update('one', 'ink', { description: 'New', at: 10 });
        expect((await presets.get('one', 'ink'))?.description).toBe('New');
        expect(await presets.update('one', 'oil', { steps: 8, at: 9 })).toBe(false);
      }),
    );
    it(
      'tells never chosen, plain and a chosen default apart, and forgets a default that is deleted',
      withStore(async (presets) => {
        expect(await presets.defaultOf('one')).toBeUndefined();
        await presets.setDefault('one', null);
        expect(await presets.defaultOf('one')).toBeNull();
        await presets.create(preset('one', 'ink'));
        await presets.setDefault('one', 'ink');
        expect(await presets.defaultOf('one')).toBe('ink');
        expect(await presets.remove('one', 'ink')).toBe(true);
        expect(await presets.defaultOf('one')).toBeUndefined();
        expect(await presets.remove('one', 'ink')).toBe(false);
      }),
    );
    it(
      'lists styles by name',
      withStore(async (presets) => {
        for (const style of ['oil', 'ink', 'neon']) await presets.create(preset('one', style));
        expect((await presets.list('one')).map((each) => each.name)).toEqual(['ink', 'neon', 'oil']);
      }),
    );
  });
}
