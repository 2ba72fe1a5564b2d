import { describe, expect, it } from 'vitest';
import { createRendererLosses } from '#bot/dispatch/renderer-losses.ts';

/** Renderers lost one after the other, ten seconds apart, each with these jobs. */
function lost(...losses: readonly (readonly string[])[]) {
  const known = createRendererLosses();
  for (const [at, jobs] of losses.entries())
    for (const [later, id] of jobs.entries())
      known.record({ id, rendererId: `gpu${at % 3}`, at: at * 10_000 + later * 500 });
  return known;
}

describe('renderers that were lost without a job', () => {
  it('are counted from its first loss on, each once, however many jobs it took along', () => {
    const known = lost(['a'], ['job', 'b'], ['c', 'd', 'e'], ['f'], ['job']);
    expect([known.without('job'), known.without('somebody')]).toEqual([2, 0]);
  });
  it('do not count where another job was that had been lost before: that one may be what breaks them', () => {
    const known = lost(['job'], ['other', 'b'], ['job'], ['other'], ['job'], ['other']);
    expect(known.without('job')).toBe(1);
    expect(lost(['job'], ['b', 'other'], ['c', 'other']).without('job')).toBe(1);
  });
  it('are two when one is lost again with a job that it had been lost with a moment before', () => {
    const known = createRendererLosses();
    known.record({ id: 'job', rendererId: 'gpu0', at: 0 });
    for (const at of [100, 900]) known.record({ id: 'b', rendererId: 'gpu1', at });
    known.record({ id: 'c', rendererId: 'gpu1', at: 5_000 });
    expect(known.without('job')).toBe(2);
  });
  it('count when they were idle, and once when their jobs are lost as well', () => {
    const known = createRendererLosses();
    known.record({ id: 'job', rendererId: 'gpu0', at: 0 });
    known.recordService('gpu0', 50);
    for (const rendererId of ['gpu1', 'gpu2']) known.recordService(rendererId, 1_000);
    known.record({ id: 'b', rendererId: 'gpu2', at: 1_500 });
    expect([known.without('job'), known.without('b')]).toEqual([2, 0]);
  });
  it('are forgotten when there were too many', () => {
    const many = Array.from({ length: 600 }, (_, at) => [`j${at}`]);
    expect(lost(['job'], ...many).without('job')).toBe(0);
  });
});
