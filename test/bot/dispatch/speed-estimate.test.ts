import { describe, expect, it } from 'vitest';
import { createSpeeds, workOf } from '#bot/dispatch/speed-estimate.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { settledOrder } from '#test/fakes/new-job.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/renderer.ts';

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

describe('measured speed', () => {
  it('is unknown until a renderer was seen or says itself', () => {
    const speeds = createSpeeds();
    expect(speeds.predict(renderer('r'), spec)).toBeNull();
    expect(speeds.predict(renderer('r', 2), { ...spec, width: 64, height: 64 })).toBeCloseTo(20);
    speeds.observe('r', spec, 0);
    expect(speeds.predict(renderer('r'), spec)).toBeNull();
  });
  it('predicts other sizes from what was seen, renderer by renderer, and the rest of a running job', () => {
    const speeds = createSpeeds();
    speeds.observe('r', spec, 100);
    expect(speeds.predict(renderer('r'), spec)).toBeCloseTo(1_000);
    expect(speeds.predict(renderer('r'), { ...spec, width: 256, height: 256, guidance: 7 })).toBeCloseTo(500);
    expect(speeds.predict(renderer('r'), spec, 3)).toBeCloseTo(300);
    expect(speeds.msPerWork(renderer('r'), spec.model)).toBeCloseTo(100);
    expect(speeds.predict(renderer('s'), spec)).toBeNull();
    expect(speeds.predict(renderer('r'), { ...spec, model: 'other' })).toBeNull();
  });
  it('follows a renderer that becomes slower', () => {
    const speeds = createSpeeds();
    speeds.observe('r', spec, 100);
    for (let step = 0; step < 20; step += 1) speeds.observe('r', spec, 200);
    expect(speeds.predict(renderer('r'), spec)).toBeCloseTo(2_000, -1);
  });
});
