import { describe, expect, it } from 'vitest';
import { createRests } from '#bot/jobs/rests.ts';
import { untilWritten } from '#bot/jobs/until-written.ts';
import { startWatchdog } from '#bot/jobs/watchdog.ts';
import type { RendererSnapshot } from '#bot/ports.ts';
import { silentLog } from '#shared/log.ts';
import { createFakeClock } from '#test/fakes/clock.ts';

function renderer(engineStarts = 1): RendererSnapshot {
  const counts = { rendering: 0, waiting: 0, memoryMib: 0, engineStarts };
  const state = { phase: 'RENDERER_PHASE_READY' as const, resident: [], ...counts };
  return { id: 'r', address: 'r', up: true, downReason: null, description: null, state };
}

describe('a renderer that failed', () => {
  it('rests, longer each time up to ten seconds, and is fit again after a success', async () => {
    const clock = createFakeClock();
    let rested = 0;
    const count = () => {
      rested += 1;
    };
    const rests = createRests({ clock, signal: new AbortController().signal, rested: count });
    expect(rests.isResting(renderer())).toBe(false);
    const lengths = [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000];
    for (const ms of lengths) {
      rests.failed(renderer());
      rests.failed(renderer()); // the second failure of the same moment counts once
      await clock.advance(ms - 1);
      expect(rests.isResting(renderer())).toBe(true);
      await clock.advance(1);
      expect(rests.isResting(renderer())).toBe(false);
    }
    expect(rested).toBe(lengths.length);
    rests.succeeded('r');
    rests.failed(renderer());
    await clock.advance(500);
    expect(rests.isResting(renderer())).toBe(false);
  });
  it('is fit as soon as it has a new engine', () => {
    const clock = createFakeClock();
    const rests = createRests({ clock, signal: new AbortController().signal, rested: () => {} });
    rests.failed(renderer(1));
    expect(rests.isResting(renderer(2))).toBe(false);
    rests.failed(renderer(2));
    expect(rests.isResting(renderer(2))).toBe(true);
  });
});

describe('a watchdog', () => {
  it('barks when it is not fed in time, and never when it is or was stopped', async () => {
    const clock = createFakeClock();
    let barks = 0;
    const dog = startWatchdog(clock, () => {
      barks += 1;
    });
    await clock.advance(10_000);
    for (let meal = 0; meal < 3; meal += 1) {
      dog.feed(1_000);
      await clock.advance(999);
    }
    expect(barks).toBe(0);
    await clock.advance(1);
    expect(barks).toBe(1);
    dog.feed(1_000);
    dog.stop();
    await clock.advance(5_000);
    expect(barks).toBe(1);
    expect(clock.sleepers).toBe(0);
  });
});

describe('what must be written down', () => {
  it('is tried again until the disk has room', async () => {
    const clock = createFakeClock();
    let tries = 0;
    const write = async () => {
      tries += 1;
      if (tries < 4) throw new Error('the disk is full');
      return 'written';
    };
    const writing = untilWritten(write, { clock, log: silentLog, signal: new AbortController().signal });
    await clock.advance(3_500);
    expect(await writing).toBe('written');
    expect(tries).toBe(4);
  });
  it('is given up when the bot ends', async () => {
    const clock = createFakeClock();
    const ending = new AbortController();
    const write = () => Promise.reject(new Error('the disk is full'));
    const writing = untilWritten(write, { clock, log: silentLog, signal: ending.signal });
    const given = expect(writing).rejects.toThrow('the bot ends');
    await clock.advance(100);
    ending.abort(new Error('the bot ends'));
    await given;
  });
});
