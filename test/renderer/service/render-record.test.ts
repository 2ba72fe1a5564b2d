import { describe, expect, it } from 'vitest';
import { RenderRecord, type Said } from '#renderer/service/render-record.ts';
import type { RenderEvent } from '#shared/contract/messages.ts';
import { Failure } from '#shared/failure.ts';
import { createFakeClock } from '#test/fakes/clock.ts';

const forever = new AbortController().signal;
const accepted = (position: number): Said => ({ event: 'accepted', accepted: { position, begun: false } });
const started: Said = { event: 'started', started: { steps: 9, loadMs: 0 } };
const step = (n: number): Said => ({ event: 'step', step: { step: n, steps: 9, stepMs: 1 } });
const preview = (n: number): Said => ({
  event: 'preview',
  preview: { step: n, data: new Uint8Array(9), mime: 'image/webp', width: 1, height: 1 },
});
const interim = (n: number): Said => ({
  event: 'interim',
  interim: { step: n, data: new Uint8Array(9), mime: 'application/x-safetensors' },
});
const picture = (index: number): Said => ({
  event: 'picture',
  picture: {
    index,
    seed: 1,
    data: new Uint8Array(5),
    last: true,
    size: 5,
    sha256: '',
    width: 8,
    height: 8,
    mime: 'image/png',
    alpha: false,
  },
});
const finished: Said = { event: 'finished', finished: { timings: null, provider: 'cpu' } };

function open() {
  const clock = createFakeClock();
  const readers: number[] = [];
  const record: RenderRecord = new RenderRecord({ clock, onReaders: () => readers.push(record.readers) });
  const say = (...all: readonly Said[]) => {
    for (const said of all) record.say(said);
  };
  return { clock, readers, record, say };
}

async function readAll(events: AsyncGenerator<RenderEvent, void>): Promise<RenderEvent[]> {
  const all: RenderEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** "step 3", say, and whether the numbers rise. */
function inShort(events: readonly RenderEvent[]): string[] {
  expect(events.map(({ seq }) => seq)).toEqual([...new Set(events.map(({ seq }) => seq))].sort((a, b) => a - b));
  return events.map((event) => {
    if (event.event === 'step') return `step ${event.step.step}`;
    if (event.event === 'preview') return `preview ${event.preview.step}`;
    if (event.event === 'interim') return `interim ${event.interim.step}`;
    if (event.event === 'accepted') return `accepted ${event.accepted.position}`;
    return event.event;
  });
}

describe('the record of a render', () => {
  it('holds of previews and interim files the newest alone, in the order in which they came', async () => {
    const { record, say } = open();
    say(started, preview(1), interim(1), step(1), preview(2), interim(3), preview(4), step(4), finished);
    record.end(null);
    const all = ['started', 'step 1', 'interim 3', 'preview 4', 'step 4', 'finished'];
    expect(inShort(await readAll(record.follow(forever)))).toEqual(all);
    expect(record.bytes).toBe(0);
  });

  it('gives a reader everything in order', async () => {
    const { record, say } = open();
    const reading = readAll(record.follow(forever));
    for (const said of [accepted(0), started, step(1), preview(1), step(2), picture(0), finished]) {
      say(said);
      await new Promise((resolve) => setImmediate(resolve));
    }
    record.end(null);
    const all = ['accepted 0', 'started', 'step 1', 'preview 1', 'step 2', 'picture', 'finished'];
    expect(inShort(await reading)).toEqual(all);
  });

  it('costs a slow reader previews and nothing else', async () => {
    const { record, say } = open();
    const reader = record.follow(forever);
    say(accepted(0), started);
    const first = (await reader.next()).value as RenderEvent;
    for (let n = 1; n <= 5; n++) say(step(n), preview(n));
    say(picture(0), picture(1), finished);
    record.end(null);
    const steps = [1, 2, 3, 4, 5].map((n) => `step ${n}`);
    const rest = ['started', ...steps, 'preview 5', 'picture', 'picture', 'finished'];
    expect(inShort([first, ...(await readAll(reader))])).toEqual(['accepted 0', ...rest]);
  });

  it('gives who joins the newest state, the newest preview and all pictures', async () => {
    const { record, say } = open();
    say(accepted(2), accepted(1), accepted(0), started, step(1), preview(1), step(2), preview(2));
    const joined = record.join(forever);
    const seen = [(await joined.next()).value as RenderEvent];
    say(step(3), picture(0), finished);
    record.end(null);
    seen.push(...(await readAll(joined)));
    expect(inShort(seen)).toEqual(['accepted 0', 'started', 'step 2', 'preview 2', 'step 3', 'picture', 'finished']);
    const again = ['accepted 0', 'started', 'preview 2', 'step 3', 'picture', 'finished'];
    expect(inShort(await readAll(record.join(forever)))).toEqual(again);
  });

  it('says each second that it is still there', async () => {
    const { clock, record, say } = open();
    const reader = record.follow(forever);
    say(accepted(0));
    await reader.next();
    const beats: RenderEvent[] = [];
    for (let i = 0; i < 2; i++) {
      const next = reader.next();
      await clock.advance(1_000);
      beats.push((await next).value as RenderEvent);
    }
    say(started);
    beats.push((await reader.next()).value as RenderEvent);
    expect(inShort(beats)).toEqual(['heartbeat', 'heartbeat', 'started']);
  });

  it('ends with its failure, after what was said before', async () => {
    const { record, say } = open();
    say(accepted(0), started);
    record.end(new Failure('unavailable', 'The engine died'));
    record.end(null);
    say(step(1));
    const seen: RenderEvent[] = [];
    const reading = (async () => {
      for await (const event of record.follow(forever)) seen.push(event);
    })();
    await expect(reading).rejects.toThrow('The engine died');
    expect(inShort(seen)).toEqual(['accepted 0', 'started']);
  });

  it('counts its readers and the bytes it keeps', async () => {
    const { record, readers, say } = open();
    say(accepted(0), picture(0), picture(1));
    const leaving = new AbortController();
    const one = record.follow(forever);
    const two = record.join(leaving.signal);
    await one.next();
    for (let i = 0; i < 3; i++) await two.next();
    const waiting = two.next();
    leaving.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    await one.return();
    expect(readers).toEqual([1, 2, 1, 0]);
    expect(record.bytes).toBe(10);
  });
});
