import { describe, expect, it, onTestFinished } from 'vitest';
import { STUDIO_MEMBER, STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { eventStream } from '#bot/studio/server/event-stream.ts';
import { OPERATOR } from '#bot/studio/server/visitor.ts';
import { type OpenStudio, openStudio } from '#test/bot/studio/server/studio-fixture.ts';
import { createFakeClock, type FakeClock } from '#test/fakes/clock.ts';

function listenTo({ workplace: { jobs, cluster, presets } }: OpenStudio, clock: FakeClock = createFakeClock()) {
  const leave = new AbortController();
  onTestFinished(() => leave.abort());
  const reader = { language: 'en', platform: 'studio' } as const;
  return eventStream({
    jobs,
    cluster,
    presets,
    clock,
    session: 'page',
    reader,
    visitor: OPERATOR,
    signal: leave.signal,
  });
}

/** The next line of this kind that says this. */
async function next(stream: AsyncGenerator<string>, kind: string, text = ''): Promise<string> {
  for (let line = await stream.next(); !line.done; line = await stream.next())
    if (line.value.startsWith(kind) && line.value.includes(text)) return line.value;
  throw new Error('the stream ended');
}

describe('the event stream', () => {
  it('gives a slow page the newest of each job only', async () => {
    const place = await openStudio();
    const stream = listenTo(place);
    await next(stream, 'event: hello');
    const { jobs } = place.workplace;
    const { job } = await jobs.submit({
      requestKey: 'slow',
      place: STUDIO_PLACE,
      member: STUDIO_MEMBER,
      order: { prompt: 'a house', width: 64, height: 64 },
    });
    await expect.poll(async () => (await jobs.view(job.id))?.job.state.kind).toBe('done');
    const line = await next(stream, 'event: job');
    expect(line).toContain('"state":"done"');
  });

  it('tells the renderers at once, and after every change', async () => {
    const place = await openStudio();
    const stream = listenTo(place);
    const cluster = (state: string) => next(stream, 'event: cluster', `"state":"${state}"`);
    expect(await cluster('ready')).toContain('"offer":{');
    place.renderer.setPhase('RENDERER_PHASE_DRAINING');
    expect(await cluster('draining')).toContain('this machine');
    await place.renderer.vanish();
    expect(await cluster('down')).toMatch(/"reason":"[^"]+"/);
  });

  it('says now and then that it is still there', async () => {
    const clock = createFakeClock();
    const stream = listenTo(await openStudio(), clock);
    await next(stream, 'event: hello');
    const ping = next(stream, ': still here');
    await clock.advance(15_000);
    expect(await ping).toBe(': still here\n\n');
  });
});
