import { describe, expect, it } from 'vitest';
import type { PresetStore } from '#bot/ports/presets.ts';
import type { WordService } from '#bot/ports/server-rules.ts';
import type { WordListStore } from '#bot/ports/word-lists.ts';
import { createPresetService, type PresetService, STYLES_MAX } from '#bot/presets/preset-service.ts';
import type { StyleAsker } from '#bot/presets/style-asker.ts';
import type { Description } from '#shared/contract/messages.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';

/** Who may manage a server. */
export const owner = (serverId = 'harbour'): StyleAsker => ({ serverId, memberId: 'ada', mayManageServer: true });
const MEMBER: StyleAsker = { serverId: 'harbour', memberId: 'bob', mayManageServer: false };

const INK = { name: 'Ink', template: 'ink drawing of {prompt}', steps: 3, adapters: 'ink:0.8' };

type Open = () => Promise<{ readonly presets: PresetStore; close(): Promise<void> }>;

/** A renderer whose models no ready-made style was made for. */
const WITHOUT_STARTERS: Description = {
  ...FAKE_DESCRIPTION,
  models: FAKE_DESCRIPTION.models.map((model) => ({ ...model, family: 'none-of-ours' })),
};

/** The rules of styles over a store; `descriptions`: what the renderers say. */
export function serviceOver(
  presets: PresetStore,
  descriptions: readonly Description[] = [WITHOUT_STARTERS],
  words: Pick<WordService, 'broken'> = NO_WORD_RULES,
): PresetService {
  let now = 1_000;
  const snapshot = () =>
    descriptions.map((description, index) => ({
      id: String(index),
      address: `gpu${index}:50551`,
      up: true,
      downReason: null,
      description,
      state: null,
    }));
  return createPresetService({
    presets,
    wordLists: NO_WORD_LISTS,
    cluster: { snapshot },
    descriptions: { recall: async () => null },
    words,
    clock: { now: () => ++now },
  });
}

/** A server that wants every word. */
const NO_WORD_RULES: Pick<WordService, 'broken'> = { broken: async () => [] };

/** A store without lists. */
const NO_WORD_LISTS: WordListStore = { list: async () => [], put: async () => false, remove: async () => false };

/** What styles keep to, whatever they are stored in. `open` gives an empty store. */
export function presetServiceContract(name: string, open: Open) {
  const withService = (work: (service: PresetService, store: PresetStore) => Promise<void>) => async () => {
    const { presets, close } = await open();
    try {
      await work(serviceOver(presets), presets);
    } finally {
      await close();
    }
  };
  describe(name, () => {
    describe('rules', () => ruleTests(withService));
    describe('undo', () => undoTests(withService));
    describe('import', () => importTests(withService));
  });
}

type WithService = (work: (service: PresetService, store: PresetStore) => Promise<void>) => () => Promise<void>;

function ruleTests(withService: WithService): void {
  it(
    'makes a style, finds it in any letter case, changes what is given and keeps the rest',
    withService(async (service) => {
      const made = await service.create(owner(), INK);
      expect(made).toMatchObject({
        style: { name: 'ink', authorId: 'ada' },
        notices: [{ key: 'preset.name-written', values: { name: 'ink' } }],
      });
      expect(await service.find('harbour', 'INK')).toMatchObject({ steps: 3 });
      const { style } = await service.edit(owner(), 'INK', { steps: 5 });
      expect(style).toMatchObject({ steps: 5, template: INK.template });
      expect(await service.find('harbour', 'ink')).toEqual(style);
      const { style: reset } = await service.edit(owner(), 'ink', { reset: 'adapters' });
      expect(reset).toMatchObject({ adapters: [], steps: 5 });
    }),
  );
  it(
    'writes only what an edit changed, so that two edits at once both stand',
    withService(async (service) => {
      await service.create(owner(), INK);
      await Promise.all([service.edit(owner(), 'ink', { steps: 9 }), service.edit(owner(), 'ink', { guidance: 2 })]);
      expect(await service.find('harbour', 'ink')).toMatchObject({ steps: 9, guidance: 2 });
    }),
  );
  it(
    'lets nobody change anything who may not manage the server',
    withService(async (service) => {
      await service.create(owner(), INK);
      for (const change of [
        () => service.create(MEMBER, { name: 'oil' }),
        () => service.edit(MEMBER, 'ink', { steps: 1 }),
        () => service.remove(MEMBER, 'ink'),
        () => service.setDefault(MEMBER, 'ink'),
        () => service.undo(MEMBER, 'ink'),
        () => service.importStyles(MEMBER, [{ name: 'oil' }]),
        () => service.restore(MEMBER, 'ink', 1),
        () => service.setRole(MEMBER, 'ink', { id: 'r', name: 'Inkers', may: true }),
      ])
        await expect(change()).rejects.toMatchObject({ code: 'denied', said: { key: 'style-rule.denied' } });
      expect(await service.styles('harbour')).toMatchObject({ styles: [{ name: 'ink', steps: 3 }] });
    }),
  );
  it(
    `keeps at most ${STYLES_MAX} styles of a server, also when the last two come at once`,
    withService(async (service) => {
      for (let each = 1; each < STYLES_MAX; each++) await service.create(owner(), { name: `style-${each}` });
      const both = await Promise.allSettled(['a', 'b'].map((name) => service.create(owner(), { name })));
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(service.create(owner(), { name: 'more' })).rejects.toMatchObject({
        code: 'exhausted',
        message: 'Cannot keep more styles: 100 at most. Deleting one makes room',
      });
      await expect(service.importStyles(owner(), [{ name: 'more' }])).rejects.toMatchObject({ code: 'exhausted' });
      await service.create(owner('island'), { name: 'more' });
    }),
  );
  it(
    'leaves ready-made styles alone until one of the same name replaces them',
    withService(async (_, store) => {
      const models = [{ ...FAKE_DESCRIPTION.models[0]!, adapters: [{ name: 'lcm', kind: 'lcm-lora' }] }];
      const service = serviceOver(store, [{ ...FAKE_DESCRIPTION, models }]);
      for (const change of [() => service.edit(owner(), 'fast', { steps: 1 }), () => service.remove(owner(), 'fast')])
        await expect(change()).rejects.toMatchObject({ code: 'invalid', said: { key: 'style-rule.ready-made' } });
      expect(await service.styles('harbour')).toMatchObject({ defaultStyle: 'fast' });
      await service.create(owner(), { name: 'fast', steps: 2 });
      expect((await service.styles('harbour')).styles.filter(({ name }) => name === 'fast')).toMatchObject([
        { steps: 2 },
      ]);
    }),
  );
  it(
    'chooses a default among all styles, or plain, and says what is not there with the nearest name',
    withService(async (service) => {
      await service.create(owner(), INK);
      expect(await service.setDefault(owner(), 'Ink')).toMatchObject({ name: 'ink' });
      expect((await service.styles('harbour')).defaultStyle).toBe('ink');
      expect(await service.setDefault(owner(), ' PLAIN ')).toBeNull();
      expect((await service.styles('harbour')).defaultStyle).toBeNull();
      for (const asked of [
        () => service.setDefault(owner(), 'imk'),
        () => service.find('harbour', 'imk'),
        () => service.remove(owner(), 'imk'),
        () => service.edit(owner(), 'imk', {}),
      ])
        await expect(asked()).rejects.toMatchObject({ code: 'not-found', message: expect.stringMatching(/“ink”/) });
    }),
  );
  it(
    'completes styles, a server’s own ones, plain, models, samplers and the last of several adapters',
    withService(async (service) => {
      await service.create(owner(), INK);
      const values = async (kind: Parameters<PresetService['complete']>[1], typed: string) =>
        (await service.complete('harbour', kind, { typed, language: 'en', reader: { isModerator: false } })).map(
          ({ value }) => value,
        );
      expect(await values('style', '')).toEqual(['ink']);
      expect(await values('own-style', 'n')).toEqual(['ink']);
      expect(await values('style-or-plain', '')).toEqual(['ink', 'plain']);
      expect(await values('model', 't')).toEqual(['tiny']);
      expect(await values('sampler', 'dpm')).toEqual(['dpmpp_2m']);
      expect(await values('adapters', 'fog:0.3, i')).toEqual(['fog:0.3, ink']);
    }),
  );
}

function undoTests(withService: WithService): void {
  it(
    'takes back an edit, and the undo of it',
    withService(async (service) => {
      const { style } = await service.create(owner(), INK);
      await service.edit(owner(), 'ink', { steps: 5, negative: 'colour' });
      expect(await service.undo(owner(), 'INK')).toMatchObject({ name: 'ink', before: { steps: 5 }, after: style });
      expect(await service.find('harbour', 'ink')).toEqual(style);
      await service.undo(owner(), 'ink');
      expect(await service.find('harbour', 'ink')).toMatchObject({ steps: 5, negative: 'colour' });
    }),
  );
  it(
    'brings back a removed style, as the default if it was',
    withService(async (service) => {
      const { style } = await service.create(owner(), INK);
      await service.setDefault(owner(), 'ink');
      await service.remove(owner(), 'ink');
      expect(await service.undo(owner(), 'ink')).toMatchObject({ before: null, after: style });
      expect(await service.styles('harbour')).toEqual({ styles: [style], defaultStyle: 'ink' });
    }),
  );
  it(
    'leaves a default alone that was chosen meanwhile',
    withService(async (service) => {
      await service.create(owner(), INK);
      await service.setDefault(owner(), 'ink');
      await service.remove(owner(), 'ink');
      await service.setDefault(owner(), 'plain');
      await service.undo(owner(), 'ink');
      expect((await service.styles('harbour')).defaultStyle).toBeNull();
    }),
  );
  it(
    'takes back a creation',
    withService(async (service) => {
      await service.create(owner(), INK);
      expect(await service.undo(owner(), 'ink')).toMatchObject({ before: { name: 'ink' }, after: null });
      expect((await service.styles('harbour')).styles).toEqual([]);
    }),
  );
  it(
    'knows no change of a style that never changed, and says so',
    withService(async (service) => {
      await expect(service.undo(owner(), 'ink')).rejects.toMatchObject({
        code: 'not-found',
        message: 'No change of a style “ink” is known here; /style list has the styles that there are',
      });
    }),
  );
  it(
    'brings nothing back where there is no room',
    withService(async (service) => {
      await service.create(owner(), INK);
      await service.remove(owner(), 'ink');
      await service.importStyles(
        owner(),
        Array.from({ length: STYLES_MAX }, (_, each) => ({ name: `style-${each}` })),
      );
      await expect(service.undo(owner(), 'ink')).rejects.toMatchObject({ code: 'exhausted' });
      await service.remove(owner(), 'style-7');
      expect(await service.undo(owner(), 'ink')).toMatchObject({ after: { name: 'ink' } });
    }),
  );
}

function importTests(withService: WithService): void {
  it(
    'makes all styles of a file, in place of those of the same names, each of which can be taken back',
    withService(async (service) => {
      await service.create(owner(), INK);
      const { edits, replaced } = await service.importStyles(owner(), [{ name: 'ink', steps: 7 }, { name: 'Oil' }]);
      expect(replaced).toEqual(['ink']);
      expect(edits.map(({ style }) => [style.name, style.steps])).toEqual([
        ['ink', 7],
        ['oil', null],
      ]);
      await service.undo(owner(), 'ink');
      expect(await service.find('harbour', 'ink')).toMatchObject({ steps: 3 });
    }),
  );
  it(
    'makes none of them when one is wrong, and names each that is',
    withService(async (service) => {
      const wrong = service.importStyles(owner(), [{ name: 'oil' }, { name: 'ink', steps: 0 }, { name: 'a/b' }]);
      await expect(wrong).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringMatching(/^ink: Cannot use.*given 0\na\/b: Cannot name/),
      });
      expect((await service.styles('harbour')).styles).toEqual([]);
    }),
  );
  it(
    'refuses an empty file, one that is too long, and one name twice',
    withService(async (service) => {
      const many = Array.from({ length: STYLES_MAX + 1 }, (_, each) => ({ name: `style-${each}` }));
      await expect(service.importStyles(owner(), [])).rejects.toThrow('there is none in the file');
      await expect(service.importStyles(owner(), many)).rejects.toThrow('at most 100, given 101');
      await expect(service.importStyles(owner(), [{ name: 'ink' }, { name: 'INK' }])).rejects.toThrow(
        'the name “ink” stands in the file twice',
      );
    }),
  );
}
