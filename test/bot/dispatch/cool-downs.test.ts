import { describe, expect, it } from 'vitest';
import { createCoolDowns } from '#bot/dispatch/cool-downs.ts';
import { retryWrite } from '#bot/dispatch/retry-write.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { silentLog } from '#shared/log.ts';
import { createFakeClock } from '#test/fakes/clock.ts';

function renderer(engineStarts = 1, connects = 1): RendererSnapshot {
  const counts = { rendering: 0, waiting: 0, memoryMib: 0, engineStarts };
  const state = { phase: 'RENDERER_PHASE_READY' as const, resident: [], ...counts };
  return { id: 'r', address: 'r', up: true, downReason: null, description: null, state, connects };
}

describe('a renderer that failed', () => {
  it('cools down, longer each time up to ten seconds, and briefly again after a success', async () => {
    const clock = createFakeClock();
    let cooledDown = 0;
    const count = () => {
      cooledDown += 1;
    };
    const coolDowns = createCoolDowns({ clock, signal: new AbortController().signal, cooledDown: count });
    expect(coolDowns.isCoolingDown(renderer())).toBe(false);
    const lengths = [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000];
    for (const ms of lengths) {
      coolDowns.failed(renderer());
      coolDowns.failed(renderer()); // the second failure of the same moment counts once
      await clock.advance(ms - 1);
      expect(coolDowns.isCoolingDown(renderer())).toBe(true);
      await clock.advance(1);
      expect(coolDowns.isCoolingDown(renderer())).toBe(false);
    }
    expect(cooledDown).toBe(lengths.length);
    coolDowns.succeeded('r');
    coolDowns.failed(renderer());
    await clock.advance(500);
    expect(coolDowns.isCoolingDown(renderer())).toBe(false);
  });
  it('may be used as soon as it has a new engine', () => {
    const clock = createFakeClock();
    const coolDowns = createCoolDowns({ clock, signal: new AbortController().signal, cooledDown: () => {} });
    coolDowns.failed(renderer(1));
    expect(coolDowns.isCoolingDown(renderer(2))).toBe(false);
    coolDowns.failed(renderer(2));
    expect(coolDowns.isCoolingDown(renderer(2))).toBe(true);
  });
  it('may be used as soon as its service was started again', () => {
    const clock = createFakeClock();
    const coolDowns = createCoolDowns({ clock, signal: new AbortController().signal, cooledDown: () => {} });
    coolDowns.failed(renderer(1, 1));
    expect(coolDowns.isCoolingDown(renderer(1, 2))).toBe(false);
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
    const writing = retryWrite(write, { clock, log: silentLog, signal: new AbortController().signal });
    await clock.advance(3_500);
    expect(await writing).toBe('written');
    expect(tries).toBe(4);
  });
  it('is given up when the bot ends', async () => {
    const clock = createFakeClock();
    const ending = new AbortController();
    const write = () => Promise.reject(new Error('the disk is full'));
    const writing = retryWrite(write, { clock, log: silentLog, signal: ending.signal });
    const given = expect(writing).rejects.toThrow('the bot ends');
    await clock.advance(100);
    ending.abort(new Error('the bot ends'));
    await given;
  });
});
