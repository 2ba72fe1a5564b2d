import type { Kysely, Selectable, SelectQueryBuilder } from 'kysely';
import type { Job } from '#bot/domain/job.ts';
import { readJob } from '#bot/storage/job-row.ts';
import type { JobsTable, Tables } from '#bot/storage/tables.ts';
import { failure } from '#bot/text/say.ts';
import type { Log } from '#shared/log.ts';

type JobQuery = SelectQueryBuilder<Tables, 'jobs', Selectable<JobsTable>>;

/** Reads the jobs that a query finds. A row that cannot be read is set aside with a logged sentence and left out. */
export type ReadJobs = (database: Kysely<Tables>, narrow: (jobs: JobQuery) => JobQuery) => Promise<readonly Job[]>;

/** Such a reader. What was set aside stays in its row, for a program that can read it. */
export function jobReader(log: Log): ReadJobs {
  return async (database, narrow) => {
    const rows = await narrow(database.selectFrom('jobs').selectAll().where('unreadable', 'is', null)).execute();
    const jobs: Job[] = [];
    for (const row of rows) {
      try {
        jobs.push(readJob(row));
      } catch (thrown) {
        const why = thrown instanceof Error ? thrown.message : String(thrown);
        log.error({ jobId: row.id, err: thrown }, failure('internal', 'job.unreadable', { id: row.id, why }).message);
        await database.updateTable('jobs').set({ unreadable: why }).where('id', '=', row.id).execute();
      }
    }
    return jobs;
  };
}
