import { expect, it } from 'vitest';
import { openSketchStore } from '#bot/storage/sketch-store.ts';
import type { SketchCard, StudioFacts } from '#bot/studio/server/api.ts';
import { openStudio, submit } from '#test/bot/studio/server/studio-fixture.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

it('sketches are drawn when nothing else is to be done, given up for what somebody asks for, and kept nowhere', async () => {
  const place = await openStudio({ sketches: true, stepMs: 40 });
  const orders = ['house', 'castle'].map((thing) => ({ prompt: `a red ${thing}`, seed: '7' }));
  const input = [
    ...orders,
    { prompt: 'what cannot be read has no picture, and the others have theirs', seed: 'seven' },
  ];
  const want = async () => (await place.ask<SketchCard[]>('POST', '/api/sketches', { session: 'page', input })).body;
  expect((await place.ask<StudioFacts>('GET', '/api/studio')).body.sketches).toBe(true);
  expect(await want()).toEqual([null, null, false]);
  await expect.poll(() => place.renderer.renders.length).toBeGreaterThan(0);
  await submit(place, { prompt: 'a blue boat' });
  await expect.poll(want, { timeout: 8_000 }).not.toContain(null);
  const prompts = place.renderer.renders.map(({ spec, state }) => `${spec.parametersPrompt} ${state}`);
  expect(prompts[0]).toBe('a red house cancelled');
  expect(prompts.filter((one) => one.endsWith('finished'))).toHaveLength(3);
  const [key] = await want();
  const { status, headers } = await fetch(`${place.studio.address}/api/sketches/${key}.png`);
  expect([status, headers.get('content-type')]).toEqual([200, 'image/png']);
  const { jobs } = place.workplace;
  await expect.poll(() => jobs.recent({ platform: 'studio', limit: 9 })).toHaveLength(1);
});

it('a page that wants too much at once is told how much it may', async () => {
  const { ask } = await openStudio({ sketches: true });
  const input = Array.from({ length: 81 }, () => ({ prompt: 'a house' }));
  expect(await ask('POST', '/api/sketches', { session: 'page', input })).toEqual({
    status: 400,
    body: { error: 'Cannot sketch that: a list of at most 80 orders' },
  });
});

it('what is lasting is drawn by a quick real model too, and outlives the studio; other words are not', async () => {
  const folder = scratchFolder();
  const sketchStore = openSketchStore({ folder });
  const place = await openStudio({ sketches: true, sketchStore, stepMs: 1, description: FAKE_DESCRIPTION });
  const order = { prompt: 'a red house', seed: '7', steps: 2 };
  const want = async (lasting: boolean, input = [order]) =>
    (await place.ask<SketchCard[]>('POST', '/api/sketches', { session: 'page', input, lasting })).body;
  await submit(place, { ...order, seed: '8' }); // how fast it is has to be known first
  await expect.poll(() => place.workplace.jobs.queue().length).toBe(0);
  expect(await want(false)).toEqual([null]);
  // What no machine can draw now keeps back nothing that is wanted after it.
  const both = [{ ...order, prompt: 'a red house --model elsewhere' }, order];
  await expect.poll(() => want(true, both), { timeout: 8_000 }).toEqual([null, expect.any(String)]);
  expect(place.renderer.renders).toHaveLength(2);
  const [key] = await want(false);
  expect(openSketchStore({ folder }).has(String(key))).toBe(true);
});
