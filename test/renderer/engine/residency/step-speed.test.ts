import { describe, expect, it } from 'vitest';
import { createStepSpeed } from '#renderer/engine/residency/step-speed.ts';

describe('the pace of a model', () => {
  it('is unknown at first, then the first measurement', () => {
    const pace = createStepSpeed(256);
    expect(pace.stepMs).toBe(0);
    pace.report({ ms: 40, pictures: 1, area: 256 });
    expect(pace.stepMs).toBe(40);
  });

  it('counts several pictures and other sizes as parts of a call', () => {
    const pace = createStepSpeed(256);
    pace.report({ ms: 160, pictures: 2, area: 512 });
    expect(pace.stepMs).toBe(40);
  });

  it('follows what is measured now', () => {
    const pace = createStepSpeed(256);
    for (let i = 0; i < 30; i++) pace.report({ ms: i < 10 ? 1000 : 20, pictures: 1, area: 256 });
    expect(pace.stepMs).toBeGreaterThan(20);
    expect(pace.stepMs).toBeLessThan(40);
  });
});
