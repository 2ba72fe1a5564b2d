import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JobState } from '#bot/domain/job.ts';
import { picturesIn } from '#bot/domain/job.ts';
import { Failure } from '#shared/failure.ts';
import {
  startTestJobService,
  submission,
  type TestJobService,
  withRenderer,
} from '#test/bot/jobs/job-service-fixture.ts';
import type { Fault } from '#test/fakes/fake-renders.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const JOBS = 200;
const MEMBERS = 10;

const faults = fc.oneof(
  { weight: 12, arbitrary: fc.constant(null) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('break' as const),
      atStep: fc.nat(4),
      failure: fc.constant(new Failure('unavailable', 'The engine died')),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('spoil' as const),
      how: fc.constantFrom('garbage', 'truncated', 'wrong-sha', 'missing'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constant({ kind: 'refuse', failure: new Failure('exhausted', 'The queue is full') } as const),
  },
) satisfies fc.Arbitrary<Fault | null>;

/** What the dice say about one run: the fault of each render, and which jobs their owners cancel. */
const run = fc.record({
  faults: fc.array(faults, { minLength: 400, maxLength: 400 }),
  cancelled: fc.uniqueArray(fc.nat(JOBS - 1), { minLength: 10, maxLength: 30 }),
});

describe('two hundred jobs of ten members on three renderers that fail at random', () => {
  it('each end once: none is lost, none is shown twice, and every picture kept is one that is shown', async () => {
    await fc.assert(fc.asyncProperty(run, endAll), { numRuns: 1, endOnFailure: true });
  });
});

async function endAll({ faults, cancelled }: { faults: readonly (Fault | null)[]; cancelled: readonly number[] }) {
  let renders = 0;
  const script = () => faults[renders++ % faults.length]!;
  const addresses: string[] = [];
  for (let count = 0; count < 3; count += 1)
    addresses.push((await withRenderer({ script, stepMs: 1, slots: 2 })).address);
  const bounds = { memberMax: JOBS, totalMax: JOBS };
  const workplace = await startTestJobService({ folder: scratchFolder(), addresses, bounds });
  const finals = watchFinals(workplace);
  const ids = await Promise.all(Array.from({ length: JOBS }, (_, index) => submit(workplace, index)));
  await Promise.all(cancelled.map((index) => cancel(workplace, { index, id: ids[index]! })));
  await finals.reached(JOBS);
  const states = await Promise.all(ids.map(async (id) => (await workplace.storage.ledger.get(id))!.state));
  expect(new Set(ids).size).toBe(JOBS);
  expect(await workplace.storage.ledger.open()).toEqual([]);
  expect(ids.map((id) => finals.seen.get(id))).toEqual(states.map(({ kind }) => [kind]));
  const shown = states.flatMap((state) =>
    state.kind === 'done' ? picturesIn(state.result).map(({ file }) => file) : [],
  );
  expect(readdirSync(join(workplace.folder, 'pictures')).toSorted()).toEqual(shown.toSorted());
  expect(shown.length).toBeGreaterThan(JOBS / 2);
  expect(workplace.jobs.queue()).toEqual([]);
}

async function submit({ jobs }: TestJobService, index: number): Promise<string> {
  const member = { id: `member-${index % MEMBERS}`, name: 'Somebody', isModerator: false };
  const order = { ...submission().order, seed: index };
  return (await jobs.submit(submission({ requestKey: `request-${index}`, member, order }))).job.id;
}

async function cancel({ jobs }: TestJobService, { index, id }: { index: number; id: string }) {
  const member = { id: `member-${index % MEMBERS}`, name: 'Somebody', isModerator: false };
  await jobs.cancel(id, member).catch((thrown: Failure) => expect(thrown.message).toMatch(/it has ended/));
}

/** Every end of a job that a panel would show. */
function watchFinals({ jobs }: TestJobService) {
  const seen = new Map<string, JobState['kind'][]>();
  let wake = () => {};
  void (async () => {
    for await (const { job } of jobs.watch('discord', new AbortController().signal)) {
      if (job.state.kind === 'queued' || job.state.kind === 'rendering') continue;
      seen.set(job.id, [...(seen.get(job.id) ?? []), job.state.kind]);
      wake();
    }
  })();
  return {
    seen,
    async reached(count: number) {
      while (seen.size < count)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    },
  };
}
