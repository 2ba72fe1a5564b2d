import type { Kysely, Selectable, SelectQueryBuilder } from 'kysely';
import type { Job } from '#bot/domain/job.ts';
import { readJob } from '#bot/storage/job-row.ts';
import { readSetAside, setAside } from '#bot/storage/set-aside.ts';
import type { JobsTable, Tables } from '#bot/storage/tables.ts';
import { failure } from '#bot/text/say.ts';
import type { Log } from '#shared/log.ts';

type JobQuery = SelectQueryBuilder<Tables, 'jobs', Selectable<JobsTable>>;

/**
 * Reads the jobs that a query finds. A row that cannot be read is set aside with a logged sentence and left out; if it
 * was open it has failed from then on.
 */
export type ReadJobs = (database: Kysely<Tables>, narrow: (jobs: JobQuery) => JobQuery) => Promise<readonly Job[]>;

/** Such a reader. What was set aside stays in its row, for a program that can read it. */
export function jobReader(log: Log): ReadJobs {
  return async (database, narrow) => {
    const readable = database
      .selectFrom('jobs')
      .selectAll()
      .where(({ eb, or }) => or([eb('unreadable', 'is', null), eb('state', '=', 'failed')]));
    const rows = await narrow(readable).execute();
    const jobs: Job[] = [];
    for (const row of rows) {
      try {
        jobs.push(row.unreadable === null ? readJob(row) : readSetAside(row));
      } catch (thrown) {
        const why = thrown instanceof Error ? thrown.message : String(thrown);
        log.error({ jobId: row.id, err: thrown }, failure('internal', 'job.unreadable', { id: row.id, why }).message);
        await database.updateTable('jobs').set(setAside(row, why)).where('id', '=', row.id).execute();
      }
    }
    return jobs;
  };
}
