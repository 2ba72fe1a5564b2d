import type { Selectable, Updateable } from 'kysely';
import type { Job, SettledOrder } from '#bot/domain/job.ts';
import { OPEN } from '#bot/storage/fence.ts';
import { readJob } from '#bot/storage/job-row.ts';
import type { JobsTable } from '#bot/storage/tables.ts';
import { say } from '#bot/text/say.ts';

/** Stands for what was asked, where nobody can tell any more. */
const UNKNOWN: SettledOrder = {
  order: { prompt: '' },
  style: null,
  task: {
    ...{ kind: 'draw', model: '', prompt: null, negative: null, adapters: [], sampler: '', karras: false, steps: 0 },
    ...{ guidance: 0, width: 0, height: 0, seed: 0, count: 0, clipSkip: 0, previews: null },
    ...{ parametersPrompt: '', parametersNegative: '' },
  },
  notices: [],
};

/**
 * What becomes of a row that cannot be read. A job that was open would wait for ever, with a panel that says so: it has
 * failed now, and its owner is told. What it was stays in the row, for a program that can read it.
 */
export function setAside({ state, created_at }: Selectable<JobsTable>, why: string): Updateable<JobsTable> {
  if (!OPEN.includes(state)) return { unreadable: why };
  const failure_reason = JSON.stringify(say('job.set-aside'));
  return { unreadable: why, state: 'failed', failure_code: 'internal', failure_reason, finished_at: created_at };
}

/** A row that was set aside and has failed, as a job of which nothing is known but that. */
export function readSetAside(row: Selectable<JobsTable>): Job {
  return readJob(row, UNKNOWN);
}
