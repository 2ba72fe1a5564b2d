import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { fullDisk, lostRenderers, refusedRequests, type Trouble, watchForTrouble } from '#bot/operation/alerts.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import { silentLog } from '#shared/log.ts';
import { message } from '#shared/text/failure.ts';
import { createFakeClock } from '#test/fakes/clock.ts';

const texts = (troubles: readonly Trouble[]) => troubles.map(({ message: said }) => writerOf('en').say(said));

it('trouble is told once when it begins and once when it is over, though a source fails in between', async () => {
  const clock = createFakeClock();
  const ending = new AbortController();
  const told: string[] = [];
  let percent: number | Error | null = null;
  const source = () => {
    if (percent instanceof Error) throw percent;
    return percent === null ? [] : [{ id: 'disk', message: say('operation.disk', { folder: 'data', percent }) }];
  };
  const watching = watchForTrouble({
    sources: [source],
    tell: (said) => void told.push(writerOf('en').say(said)),
    clock,
    log: silentLog,
    signal: ending.signal,
  });
  const after = async (state: typeof percent) => {
    percent = state;
    await clock.advance(10_000);
    return told.splice(0);
  };
  expect(await after(null)).toEqual([]);
  expect(await after(91)).toEqual(['The disk of data is 91 % full. Without room nothing can be accepted']);
  expect(await after(93)).toEqual([]);
  expect(await after(new Error('no answer'))).toEqual([]);
  expect(await after(null)).toEqual(['Over: The disk of data is 91 % full. Without room nothing can be accepted']);
  ending.abort();
  await watching;
});

it('a renderer is missed after a minute, with the reason, and no longer when it is back', async () => {
  const clock = createFakeClock();
  const why = message('renderer.stopping');
  const snapshot = (up: boolean): RendererSnapshot[] => [
    { id: 'gpu1', address: 'gpu1:50551', up, downReason: up ? null : why, description: null, state: null },
  ];
  let now = snapshot(true);
  const look = lostRenderers({ snapshot: () => now }, clock);
  const after = async (ms: number, up: boolean) => {
    await clock.advance(ms);
    now = snapshot(up);
    return texts(await look());
  };
  expect(await after(0, true)).toEqual([]);
  expect(await after(0, false)).toEqual([]);
  expect(await after(59_000, false)).toEqual([]);
  expect(await after(1_000, false)).toEqual([`Renderer gpu1 has been away for a minute: ${writerOf('en').say(why)}`]);
  now = now.map((each) => ({ ...each, maintenance: { renderer: 'gpu1', reason: 'a new fan', since: 0 } }));
  expect(texts(await look())).toEqual([]); // somebody knows
  expect(await after(0, true)).toEqual([]);
  expect(await after(60_000, false)).toEqual([]);
});

it('a renderer that comes and goes is told of for as long as it is set aside', async () => {
  const quarantine = say('link.quarantine', { losses: 5, within: 5, stay: 1 });
  const gpu1 = { id: 'gpu1', address: 'gpu1:50551', up: true, downReason: null, description: null, state: null };
  const look = lostRenderers({ snapshot: () => [{ ...gpu1, quarantine }] }, createFakeClock());
  expect(texts(await look())).toEqual([
    'Renderer gpu1 is set aside: lost 5 times within 5 min; it is given nothing until it has stayed for 1 min',
  ]);
});

it('looks at the disk under the folder, and counts refused requests', async () => {
  for (const { message: said } of await fullDisk(tmpdir())()) expect(said.key).toBe('operation.disk');
  await expect(fullDisk('/no/such/folder')()).rejects.toThrow('ENOENT');
  const usedTo = async (percent: number) =>
    texts(await fullDisk('data', async () => ({ blocks: 1000, bavail: 1000 - 10 * percent }))());
  expect(await usedTo(89.9)).toEqual([]);
  expect(await usedTo(90)).toEqual(['The disk of data is 90 % full. Without room nothing can be accepted']);
  const discord = { refusedRequests: 999 };
  const look = refusedRequests(discord);
  expect(await look()).toEqual([]);
  discord.refusedRequests = 1_000;
  expect(texts(await look())).toEqual([
    'Discord refused 1000 requests in ten minutes; at 10,000 it shuts this address out',
  ]);
});
