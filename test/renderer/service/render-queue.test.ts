import { describe, expect, it } from 'vitest';
import { validRender } from '#renderer/admission/valid-request.ts';
import { RenderQueue } from '#renderer/service/render-queue.ts';
import type { RenderRecord } from '#renderer/service/render-record.ts';
import type { Failure } from '#shared/failure.ts';
import { type Log, silentLog } from '#shared/log.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { createScriptedEngine } from '#test/fakes/scripted-engine.ts';
import { someOffer, someSpec } from '#test/renderer/admission/some-request.ts';

const forever = new AbortController().signal;
const render = validRender(someSpec, someOffer);

function open(options: { up?: boolean; queueMax?: number; atOnce?: number; log?: Log } = {}) {
  const clock = createFakeClock();
  const engine = createScriptedEngine(options);
  const { queueMax = 2, atOnce = 1 } = options;
  const renders = new RenderQueue({
    engine,
    clock,
    log: options.log ?? silentLog,
    queueMax,
    atOnce,
    graceMs: 30_000,
    onChange: () => {},
  });
  const accept = (jobId: string, attempt = 1, priority = 0) =>
    follow(renders.accept({ jobId, attempt }, { ...render, priority }));
  return { clock, engine, renders, accept };
}

/** A reader that notes positions, and how it ended: "done" or the failure's code. */
function follow(record: RenderRecord) {
  const seen = { positions: [] as (number | 'begun')[], end: null as string | null };
  const leaving = new AbortController();
  const reading = (async () => {
    for await (const event of record.follow(leaving.signal)) {
      if (event.event === 'accepted') seen.positions.push(event.accepted.begun ? 'begun' : event.accepted.position);
    }
  })();
  reading.then(
    () => {
      seen.end = 'done';
    },
    (failure: Failure) => {
      seen.end = failure.code ?? 'left';
    },
  );
  return { seen, record, leave: () => leaving.abort(new Error('left')) };
}

describe('the queue of renders', () => {
  it('names the job of everything that it logs', async () => {
    const lines: unknown[] = [];
    const note = (about: unknown, text: unknown) => void lines.push([text, about]);
    const log = { ...silentLog, info: note, warn: note, error: note } as Log;
    const { clock, engine, accept } = open({ log });
    accept('a', 2);
    await clock.advance(0);
    engine.renders[0]!.finish();
    await clock.advance(0);
    expect(lines).toMatchObject([
      ['render begun', { jobId: 'a', attempt: 2, task: 'draw' }],
      ['render done', { jobId: 'a', attempt: 2 }],
    ]);
  });

  it('starts what it can and tells the others how far they are', async () => {
    const { clock, engine, renders, accept } = open();
    const [a, b, c] = [accept('a'), accept('b'), accept('c')];
    await clock.advance(0);
    expect([renders.running, renders.waiting]).toEqual([1, 2]);
    expect([a.seen.positions, b.seen.positions, c.seen.positions]).toEqual([['begun'], [0], [1]]);
    engine.renders[0]!.finish();
    await clock.advance(0);
    expect([b.seen.positions, c.seen.positions]).toEqual([
      [0, 'begun'],
      [1, 0],
    ]);
    expect([a.seen.end, engine.renders.length]).toEqual(['done', 2]);
  });

  it('lets in who has little time before others, in their order, and passes nobody over for ever', async () => {
    const { clock, engine, accept } = open({ queueMax: 20 });
    const [, usual, next] = [accept('running'), accept('usual'), accept('next')];
    const soon = ['s1', 's2'].map((id) => accept(id, 1, 1));
    await clock.advance(0);
    const places = () => [...soon, usual, next].map(({ seen }) => seen.positions.at(-1));
    expect(places()).toEqual([0, 1, 2, 3]);
    for (let count = 3; count <= 10; count += 1) accept(`s${count}`, 1, 1);
    await clock.advance(0);
    // Both were passed eight times, so the last two wait behind them.
    expect(places()).toEqual([0, 1, 8, 9]);
    engine.renders[0]!.finish();
    await clock.advance(0);
    expect(soon[0]!.seen.positions.at(-1)).toBe('begun');
  });

  it('runs several at the same time, up to its bound', async () => {
    const { clock, renders, accept } = open({ atOnce: 3, queueMax: 5 });
    for (const id of ['a', 'b', 'c', 'd', 'e']) accept(id);
    await clock.advance(0);
    expect([renders.running, renders.waiting]).toEqual([3, 2]);
  });

  it('refuses one more than it can hold', async () => {
    const { renders, accept } = open({ queueMax: 2 });
    for (const id of ['a', 'b', 'c']) accept(id);
    expect(() => accept('d')).toThrow('Cannot queue render: at most 2 wait here, given one more');
    expect(renders.cancel({ jobId: 'b', attempt: 0 })).toBe(true);
    expect(() => accept('d')).not.toThrow();
    const none = open({ queueMax: 0, atOnce: 2 });
    for (const id of ['a', 'b']) none.accept(id);
    expect(() => none.accept('c')).toThrow('at most 0 wait here');
  });

  it('refuses a render that is here, also when it has ended', async () => {
    const { clock, engine, accept } = open();
    accept('a');
    expect(() => accept('a')).toThrow('attach to it');
    await clock.advance(0);
    engine.renders[0]!.finish();
    await clock.advance(0);
    expect(() => accept('a')).toThrow(expect.objectContaining({ code: 'already-exists' }));
  });

  it('ends an older attempt when a newer one of the same job comes', async () => {
    const { clock, engine, accept } = open({ atOnce: 2 });
    const old = accept('a', 1);
    await clock.advance(0);
    const other = accept('b', 1);
    accept('a', 2);
    await clock.advance(0);
    expect([old.seen.end, other.seen.end]).toEqual(['superseded', null]);
    expect(engine.renders[0]!.aborted).toBe(true);
  });
});

describe('cancelling', () => {
  it('ends a waiting and a running render, by attempt or whichever it is', async () => {
    const { clock, engine, renders, accept } = open();
    const [running, waiting] = [accept('a', 3), accept('b', 1)];
    await clock.advance(0);
    expect(renders.cancel({ jobId: 'b', attempt: 2 })).toBe(false);
    expect(renders.cancel({ jobId: 'b', attempt: 1 })).toBe(true);
    expect(renders.cancel({ jobId: 'a', attempt: 0 })).toBe(true);
    await clock.advance(0);
    expect([running.seen.end, waiting.seen.end]).toEqual(['cancelled', 'cancelled']);
    expect(engine.renders.map(({ aborted }) => aborted)).toEqual([true]);
    expect([renders.running, renders.waiting]).toEqual([0, 0]);
    expect(renders.cancel({ jobId: 'a', attempt: 0 })).toBe(false);
  });
});

describe('a queue that is told to take no more', () => {
  it('finishes what runs, gives back what waits, and takes renders again when it is told so', async () => {
    const { clock, engine, renders, accept } = open();
    const [running, waiting] = [accept('a'), accept('b')];
    await clock.advance(0);
    renders.rest(true);
    await clock.advance(0);
    expect([renders.isDraining, running.seen.end, waiting.seen.end]).toEqual([true, null, 'unavailable']);
    expect(() => accept('c')).toThrow(expect.objectContaining({ said: { key: 'renderer.draining', values: {} } }));
    engine.renders[0]!.finish();
    await clock.advance(0);
    expect(running.seen.end).toBe('done');
    renders.rest(false);
    expect(() => accept('c')).not.toThrow();
  });
  it('does not take renders again once it stops', async () => {
    const { renders, accept } = open();
    await renders.drain(AbortSignal.abort());
    renders.rest(false);
    expect(() => accept('a')).toThrow('The renderer is stopping');
  });
});

describe('a render that nobody reads', () => {
  it('goes on for the grace period and is cancelled after it', async () => {
    const { clock, engine, accept } = open();
    const reader = accept('a');
    await clock.advance(0);
    reader.leave();
    await clock.advance(29_000);
    expect(engine.renders[0]!.aborted).toBe(false);
    await clock.advance(2_000);
    expect(engine.renders[0]!.aborted).toBe(true);
    expect(reader.record.ended).toBe(true);
  });

  it('stays when somebody attaches in time', async () => {
    const { clock, engine, renders, accept } = open();
    const reader = accept('a');
    await clock.advance(0);
    reader.leave();
    await clock.advance(20_000);
    const again = follow(renders.find({ jobId: 'a', attempt: 1 })!);
    await clock.advance(60_000);
    engine.renders[0]!.finish();
    await clock.advance(0);
    expect(again.seen.end).toBe('done');
  });

  it('keeps its result for the grace period, and is forgotten after it', async () => {
    const { clock, engine, renders, accept } = open();
    accept('a');
    await clock.advance(0);
    engine.renders[0]!.finish();
    await clock.advance(29_000);
    expect(renders.find({ jobId: 'a', attempt: 1 })?.ended).toBe(true);
    await clock.advance(2_000);
    expect(renders.find({ jobId: 'a', attempt: 1 })).toBeUndefined();
    expect(clock.sleepers).toBe(0);
  });
});

describe('an engine that is down', () => {
  it('leaves what waits waiting, and draws it when it is up', async () => {
    const { clock, engine, accept } = open({ up: false });
    const reader = accept('a');
    await clock.advance(5_000);
    expect([engine.renders.length, reader.seen.end]).toEqual([0, null]);
    engine.start();
    await clock.advance(0);
    expect(engine.renders).toHaveLength(1);
  });

  it('ends what runs with unavailable when it dies, and draws the next when it is back', async () => {
    const { clock, engine, accept } = open();
    const [first, second] = [accept('a'), accept('b')];
    await clock.advance(0);
    engine.die();
    await clock.advance(0);
    expect([first.seen.end, second.seen.end]).toEqual(['unavailable', null]);
    engine.start();
    await clock.advance(0);
    engine.renders[1]!.finish();
    await clock.advance(0);
    expect(second.seen.end).toBe('done');
  });

  it('gives back what waits when it stays away', async () => {
    const { clock, engine, accept } = open();
    const [first, second] = [accept('a'), accept('b')];
    await clock.advance(0);
    engine.die();
    await clock.advance(16_000);
    expect([first.seen.end, second.seen.end]).toEqual(['unavailable', 'unavailable']);
  });
});

describe('draining', () => {
  it('refuses new renders, ends waiting ones and lets running ones finish', async () => {
    const { clock, engine, renders, accept } = open();
    const [running, waiting] = [accept('a'), accept('b')];
    await clock.advance(0);
    const drained = renders.drain(forever);
    await clock.advance(0);
    expect([running.seen.end, waiting.seen.end]).toEqual([null, 'unavailable']);
    expect(() => accept('c')).toThrow('The renderer is stopping');
    engine.renders[0]!.finish();
    await drained;
    await clock.advance(0);
    expect(running.seen.end).toBe('done');
  });

  it('ends what runs when the time is over', async () => {
    const { clock, renders, accept } = open();
    const running = accept('a');
    await clock.advance(0);
    const hurry = new AbortController();
    const drained = renders.drain(hurry.signal);
    hurry.abort();
    await drained;
    await clock.advance(0);
    expect(running.seen.end).toBe('unavailable');
    await expect(open().renders.drain(AbortSignal.abort())).resolves.toBeUndefined();
  });
});
