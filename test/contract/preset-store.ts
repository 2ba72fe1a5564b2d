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
    spacing: null,
    steps: 4,
    guidance: 1.5,
    width: null,
    height: null,
    clipSkip: null,
    control: null,
    likeStrength: null,
    hidden: false,
    roles: [],
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
  };
}

/** How many styles a server of these tests can have. */
const BOUND = { stylesMax: 3 };

/** Who changes styles in these tests. */
const BY = { byId: 'ada', at: 9 };

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
        await presets.create(preset('one', 'ink'), BOUND);
        expect(await presets.get('one', 'ink')).toEqual(preset('one', 'ink'));
        expect(await presets.get('two', 'ink')).toBeNull();
        expect(await presets.list('two')).toEqual([]);
        await presets.create(preset('two', 'ink'), BOUND);
        expect(await presets.list('two')).toHaveLength(1);
      }),
    );
    it(
      'refuses a second style of the same name',
      withStore(async (presets) => {
        await presets.create(preset('one', 'ink'), BOUND);
        await expect(presets.create(preset('one', 'ink'), BOUND)).rejects.toMatchObject({ code: 'already-exists' });
      }),
    );
    it(
      'changes what is named and keeps the rest',
      withStore(async (presets) => {
        await presets.create(preset('one', 'ink'), BOUND);
        expect(await presets.update('one', 'ink', { steps: 8, negative: '', ...BY })).toBe(true);
        expect(await presets.get('one', 'ink')).toEqual({
          ...preset('one', 'ink'),
          steps: 8,
          negative: '',
          updatedAt: 9,
        });
        await presets.update('one', 'ink', { description: 'New', ...BY, at: 10 });
        expect((await presets.get('one', 'ink'))?.description).toBe('New');
        expect(await presets.update('one', 'oil', { steps: 8, ...BY })).toBe(false);
      }),
    );
    it(
      'tells never chosen, plain and a chosen default apart, and forgets a default that is deleted',
      withStore(async (presets) => {
        expect(await presets.defaultOf('one')).toBeUndefined();
        await presets.setDefault('one', null);
        expect(await presets.defaultOf('one')).toBeNull();
        await presets.create(preset('one', 'ink'), BOUND);
        await presets.setDefault('one', 'ink');
        expect(await presets.defaultOf('one')).toBe('ink');
        expect(await presets.remove('one', 'ink', BY)).toBe(true);
        expect(await presets.defaultOf('one')).toBeUndefined();
        expect(await presets.remove('one', 'ink', BY)).toBe(false);
      }),
    );
    it(
      'refuses more styles than a server can have, and writes none of those that do not fit together',
      withStore(async (presets) => {
        for (const style of ['oil', 'ink']) await presets.create(preset('one', style), BOUND);
        const both = ['neon', 'chalk'].map((style) => preset('one', style));
        await expect(presets.replace(both, BOUND)).rejects.toMatchObject({ code: 'exhausted' });
        expect(await presets.list('one')).toHaveLength(2);
        await presets.create(preset('one', 'neon'), BOUND);
        await expect(presets.create(preset('one', 'chalk'), BOUND)).rejects.toMatchObject({ code: 'exhausted' });
        expect(await presets.replace([{ ...preset('one', 'ink'), steps: 9 }], BOUND)).toEqual(['ink']);
        expect((await presets.get('one', 'ink'))?.steps).toBe(9);
      }),
    );
    it(
      'takes the last change of a style back, and back again',
      withStore(async (presets) => {
        expect(await presets.undo('one', 'ink', { ...BOUND, ...BY })).toBeNull();
        const ink = preset('one', 'ink');
        await presets.create(ink, BOUND);
        await presets.update('one', 'ink', { steps: 8, ...BY });
        expect(await presets.undo('one', 'ink', { ...BOUND, ...BY })).toMatchObject({
          before: { steps: 8 },
          after: ink,
        });
        expect(await presets.get('one', 'ink')).toEqual(ink);
        await presets.undo('one', 'ink', { ...BOUND, ...BY });
        expect((await presets.get('one', 'ink'))?.steps).toBe(8);
        await presets.remove('one', 'ink', BY);
        expect(await presets.undo('two', 'ink', { ...BOUND, ...BY })).toBeNull();
        expect(await presets.undo('one', 'ink', { ...BOUND, ...BY })).toMatchObject({
          before: null,
          after: { steps: 8 },
        });
        expect(await presets.undo('one', 'ink', { ...BOUND, ...BY })).toMatchObject({ after: null });
      }),
    );
    it(
      'remembers the last change of 200 styles of a server and forgets older ones',
      withStore(async (presets) => {
        for (let each = 0; each <= 200; each++) {
          await presets.create(preset('one', `style-${each}`), BOUND);
          await presets.remove('one', `style-${each}`, BY);
        }
        expect(await presets.undo('one', 'style-0', { ...BOUND, ...BY })).toBeNull();
        expect(await presets.undo('one', 'style-1', { ...BOUND, ...BY })).toMatchObject({ after: { name: 'style-1' } });
      }),
    );
    it(
      'keeps what a style was after each change, brings a version back as a new one, and forgets the 31st',
      withStore(async (presets) => {
        await presets.create(preset('one', 'ink'), BOUND);
        await presets.update('one', 'ink', { steps: 8, ...BY });
        await presets.remove('one', 'ink', BY);
        const seen = async () =>
          (await presets.versions('one', 'ink')).map((each) => [each.version, each.preset?.steps ?? null, each.byId]);
        expect(await seen()).toEqual([
          [3, null, 'ada'],
          [2, 8, 'ada'],
          [1, 4, preset('one', 'ink').authorId],
        ]);
        const wish = { ...BOUND, ...BY };
        expect(await presets.restore('one', 'ink', { ...wish, version: 3 })).toBeNull();
        expect(await presets.restore('two', 'ink', { ...wish, version: 1 })).toBeNull();
        expect(await presets.restore('one', 'ink', { ...wish, version: 1 })).toMatchObject({ steps: 4, updatedAt: 9 });
        expect(await presets.get('one', 'ink')).toMatchObject({ steps: 4 });
        expect((await seen())[0]).toEqual([4, 4, 'ada']);
        expect(await presets.undo('one', 'ink', wish)).toMatchObject({ after: null });
        for (let each = 0; each < 30; each++) await presets.restore('one', 'ink', { ...wish, version: 4 + each });
        expect(await presets.versions('one', 'ink')).toHaveLength(30);
        expect(await presets.versions('two', 'ink')).toEqual([]);
      }),
    );
    it(
      'lists styles by name',
      withStore(async (presets) => {
        for (const style of ['oil', 'ink', 'neon']) await presets.create(preset('one', style), BOUND);
        expect((await presets.list('one')).map((each) => each.name)).toEqual(['ink', 'neon', 'oil']);
      }),
    );
  });
}
