import { expect, it } from 'vitest';
import { READY_MADE_SERVER } from '#bot/ports/preset-pictures.ts';
import type { PresetStore } from '#bot/ports/presets.ts';
import { createPresetService } from '#bot/presets/preset-service.ts';
import { drawAll, type StylePictureOptions } from '#bot/style-pictures/style-pictures.ts';
import { type Clock, systemClock } from '#shared/clock.ts';
import { silentLog } from '#shared/log.ts';
import { closeStages, SOON, startTestBot, type TestBot } from '#test/bot/discord/test-bot.ts';
import { preset } from '#test/contract/preset-store.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';

closeStages();

/** Waits a hundredth as long. */
const QUICK: Clock = { now: systemClock.now, sleep: (ms, signal) => systemClock.sleep(ms / 100, signal) };

function drawing(stage: TestBot): StylePictureOptions & { readonly store: PresetStore } {
  const storage = stage.storage();
  const renderer = {
    id: '0',
    address: 'gpu:1',
    up: true,
    downReason: null,
    description: FAKE_DESCRIPTION,
    state: null,
  };
  const cluster = { snapshot: () => [renderer] };
  const presets = createPresetService({ ...storage, words: stage.jobs().rules.words, cluster, clock: QUICK });
  const { presets: store, presetPictures: pictures } = storage;
  return { jobs: stage.jobs(), cluster, presets, store, pictures, clock: QUICK, log: silentLog };
}

const INK = (server: string) => ({ ...preset(server, 'ink'), adapters: [], steps: 2 });

it('styles are drawn when nobody draws, shown in the list, drawn anew when they change, and kept by their server', async () => {
  const stage = await startTestBot();
  const { ada, channel, guild, discord } = stage;
  const options = drawing(stage);
  const { pictures, store } = options;
  await store.create(INK(guild.id), { stylesMax: 9 });
  await drawAll(options, new AbortController().signal);
  expect(await pictures.list(guild.id)).toMatchObject([{ name: 'ink', isThere: true }]);
  expect((await pictures.list(READY_MADE_SERVER)).map(({ name }) => name)).toContain('watercolor');
  expect(await pictures.get('another server', 'ink')).toBeNull();
  expect(await stage.jobs().recent({ limit: 9 })).toEqual([]);

  const list = await ada.slash(channel, 'style list').message();
  expect(list.attachments.map(({ contentType }) => contentType)).toContain('image/webp');
  expect(discord.problems()).toEqual([]);

  const [before] = await pictures.list(guild.id);
  await store.update(guild.id, 'ink', { description: 'other words', byId: 'ada', at: 1 });
  await drawAll(options, new AbortController().signal);
  expect(await pictures.list(guild.id)).toEqual([before]);
  await store.update(guild.id, 'ink', { template: 'etching of {prompt}', byId: 'ada', at: 2 });
  await drawAll(options, new AbortController().signal);
  expect((await pictures.list(guild.id))[0]!.look).not.toBe(before!.look);
  await store.remove(guild.id, 'ink', { byId: 'ada', at: 3 });
  await store.create({ ...INK(guild.id), name: 'oil' }, { stylesMax: 9 });
  await drawAll(options, new AbortController().signal);
  expect((await pictures.list(guild.id)).map(({ name }) => name)).toEqual(['oil']);
});

it('a style that is being drawn gives way at once to whatever a member asks for', async () => {
  const stage = await startTestBot({ renderer: { stepMs: 200 } });
  const { ada, channel, guild } = stage;
  const options = drawing(stage);
  await options.store.create(INK(guild.id), { stylesMax: 9 });
  const drawn = drawAll(options, new AbortController().signal);
  await expect.poll(() => stage.jobs().queue().length, SOON).toBe(1);
  const asked = await ada.slash(channel, 'imagine', { prompt: 'a gull', steps: 2 }).message();
  await drawn;
  expect(await options.pictures.list(READY_MADE_SERVER)).toEqual([]);
  await channel.waitFor((one) => one.id === asked.id && one.text.includes('Drawn in'));
});
