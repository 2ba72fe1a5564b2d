import { expect, it } from 'vitest';
import { readTraceparent, spanOfJob, toTraceparent } from '#shared/tracing/trace-context.ts';

it('the spans of a job and of its attempts are of one trace, and the same in every process', () => {
  const [job, first, second] = [spanOfJob('a1'), spanOfJob('a1', 1), spanOfJob('a1', 2)];
  expect(new Set([job, first, second].map(({ traceId }) => traceId)).size).toBe(1);
  expect(new Set([job, first, second].map(({ spanId }) => spanId)).size).toBe(3);
  expect(spanOfJob('a1', 1)).toEqual(first);
  expect(spanOfJob('b2').traceId).not.toBe(job.traceId);
  expect(readTraceparent(toTraceparent(first))).toEqual(first);
});

it.each([
  undefined,
  '',
  'nonsense',
  `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`,
  `00-${'1'.repeat(32)}-${'0'.repeat(16)}-01`,
])('what says nothing of a trace is none: %j', (header) => expect(readTraceparent(header)).toBeNull());
