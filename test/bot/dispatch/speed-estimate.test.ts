import { describe, expect, it } from 'vitest';
import { createSpeeds, workOf } from '#bot/dispatch/speed-estimate.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

const { task: spec } = settledOrder({ width: 512, height: 512, steps: 9 });

function renderer(id: string, stepMs = 0): RendererSnapshot {
  const resident = [{ model: 'tiny', adapters: [], stepMs }];
  const counts = { rendering: 0, waiting: 0, memoryMib: 0, engineStarts: 1 };
  const state = { phase: 'RENDERER_PHASE_READY' as const, resident, ...counts };
  return { id, address: id, up: true, downReason: null, description: FAKE_DESCRIPTION, state };
}

describe('the work of a job', () => {
  it('grows with steps, pixels, pictures and guidance', () => {
    expect(workOf(spec)).toBe(10);
    expect(workOf({ ...spec, steps: 19 })).toBe(20);
    expect(workOf({ ...spec, width: 1024 })).toBe(20);
    expect(workOf({ ...spec, count: 4 })).toBe(40);
    expect(workOf({ ...spec, guidance: 7 })).toBe(20);
  });
});

describe('what loading a model takes', () => {
  it('is unknown until it was loaded somewhere, and is not moved by one slow load', () => {
    const speeds = createSpeeds();
    expect(speeds.modelLoadMs('tiny')).toBeNull();
    for (const [at, ms] of [800, 60_000, 900, 0, 850].entries()) speeds.observeLoad(`r${at % 2}`, 'tiny', ms);
    expect(speeds.modelLoadMs('tiny')).toBeCloseTo(875);
    expect(speeds.modelLoadMs('other')).toBeNull();
  });
  it('follows what it takes of late', () => {
    const speeds = createSpeeds();
    for (let load = 0; load < 30; load += 1) speeds.observeLoad('r', 'tiny', load < 20 ? 9_000 : 1_000);
    expect(speeds.modelLoadMs('tiny')).toBe(1_000);
  });
});

describe('measured speed', () => {
  it('is unknown until a renderer was seen or says itself', () => {
    const speeds = createSpeeds();
    expect(speeds.predict(renderer('r'), spec)).toBeNull();
    expect(speeds.predict(renderer('r', 2), { ...spec, width: 64, height: 64 })).toBeCloseTo(20);
    speeds.observe('r', spec, { stepMs: 0, at: 0 });
    expect(speeds.predict(renderer('r'), spec)).toBeNull();
  });
  it('predicts other sizes from what was seen, renderer by renderer, and the rest of a running job', () => {
    const speeds = createSpeeds();
    speeds.observe('r', spec, { stepMs: 100, at: 0 });
    expect(speeds.predict(renderer('r'), spec)).toBeCloseTo(1_000);
    expect(speeds.predict(renderer('r'), { ...spec, width: 256, height: 256, guidance: 7 })).toBeCloseTo(500);
    expect(speeds.predict(renderer('r'), spec, 3)).toBeCloseTo(300);
    expect(speeds.msPerWork(renderer('r'), spec.model)).toBeCloseTo(100);
    expect(speeds.predict(renderer('s'), spec)).toBeNull();
    expect(speeds.predict(renderer('r'), { ...spec, model: 'other' })).toBeNull();
  });
  it('follows a renderer that becomes slower', () => {
    const speeds = createSpeeds();
    speeds.observe('r', spec, { stepMs: 100, at: 0 });
    for (let step = 1; step <= 8; step += 1) speeds.observe('r', spec, { stepMs: 200, at: step * 200 });
    expect(speeds.predict(renderer('r'), spec)).toBeCloseTo(2_000);
  });
  it('is not moved by one slow step, nor for long by the first ones', () => {
    const speeds = createSpeeds();
    const expected: number[] = [];
    let at = 0;
    for (const stepMs of [900, 100, 100, 100, 100, 2_500, 100, 100]) {
      at += stepMs;
      speeds.observe('r', spec, { stepMs, at });
      expected.push(speeds.predict(renderer('r'), spec, 1)!);
    }
    expect(expected.slice(2)).toEqual([100, 100, 100, 100, 100, 100]);
  });
  it('is the same however many renders share the renderer, in one call or in turns', () => {
    const half = { ...spec, width: 256 };
    const manners = [
      [{ spec, stepMs: 100, afterMs: 100 }],
      [0, 0, 3].map((late, i) => ({ spec, stepMs: 300 + late, afterMs: i === 0 ? 300 : late })),
      [
        { spec, stepMs: 150, afterMs: 100 },
        { spec: half, stepMs: 150, afterMs: 50 },
      ],
    ];
    for (const manner of manners) {
      const speeds = createSpeeds();
      let at = 0;
      for (let round = 0; round < 6; round += 1)
        for (const step of manner) {
          at += step.afterMs;
          speeds.observe('r', step.spec, { ...step, at });
        }
      expect(speeds.predict(renderer('r'), spec, 1)).toBeCloseTo(100, -1);
    }
  });
  it('of a model is known from its first step, though another one was at it a moment ago', () => {
    const speeds = createSpeeds();
    speeds.observe('r', spec, { stepMs: 100, at: 1_000 });
    speeds.observe('r', { ...spec, model: 'other' }, { stepMs: 70, at: 1_001 });
    expect(speeds.predict(renderer('r'), { ...spec, model: 'other' }, 1)).toBe(70);
  });
});
