import { expect, it } from 'vitest';
import { predictThere, predictTimes } from '#bot/dispatch/predict-time.ts';
import { createSpeeds } from '#bot/dispatch/speed-estimate.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { queued } from '#test/bot/dispatch/fair-queue-fixture.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

const snapshot = (id: string): RendererSnapshot => ({
  ...{ id, address: id, up: true, downReason: null, description: null, state: null },
});

it('predicts a job by the fastest renderer, and by the one that it is at, where they were measured', () => {
  const [fast, slow, unmeasured] = ['fast', 'slow', 'new'].map(snapshot);
  const renderers = [slow!, fast!, unmeasured!];
  const waiting = queued('a1', 'a', 9);
  const speeds = createSpeeds();
  expect(predictTimes(renderers, speeds)(waiting)).toBe(5_000);
  const { task } = settledOrder();
  speeds.observe('fast', task, { stepMs: 100, at: 0 });
  speeds.observe('slow', task, { stepMs: 300, at: 0 });
  // Nine steps, and what is around them as another.
  expect(predictTimes(renderers, speeds)(waiting)).toBe(1_000);
  const there = renderers.map((renderer) => predictThere(waiting, renderer, speeds));
  expect(there).toEqual([3_000, 1_000, null]);
});
