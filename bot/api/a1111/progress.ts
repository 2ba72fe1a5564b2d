import type { Asker } from '#bot/api/asker.ts';
import type { ApiServices } from '#bot/api/door.ts';
import type { JobView } from '#bot/domain/job.ts';
import { Failure } from '#shared/failure.ts';

/** Jobs of the key's owner that have not ended, those that are drawn first. */
export function ownOpenJobs(
  { key, place }: Asker,
  { jobs }: { readonly jobs: Pick<ApiServices['jobs'], 'queue'> },
): readonly JobView[] {
  return jobs
    .queue()
    .filter(
      ({ job }) => job.ownerId === key.ownerId && job.place.platform === 'api' && job.place.serverId === place.serverId,
    );
}

/** `POST /interrupt`: stops all of them. One that has ended meanwhile is none. */
export async function stopOwnJobs(asker: Asker, services: Pick<ApiServices, 'jobs'>): Promise<void> {
  for (const { job } of ownOpenJobs(asker, services))
    await services.jobs.cancel(job.id, asker.member).catch((thrown: unknown) => {
      if (!ENDED.includes(Failure.from(thrown).said.key)) throw thrown;
    });
}

/** What the job service says of such a job. */
const ENDED: readonly string[] = ['job.ended', 'job.gone'];

/** `GET /progress`: how far the first of them is. A1111 has one job at a time, so that there is one answer. */
export function progressOf(
  asker: Asker,
  services: Pick<ApiServices, 'jobs'>,
  query: Readonly<Record<string, string>>,
): object {
  const open = ownOpenJobs(asker, services);
  const [first] = open;
  const { step, steps, etaMs, preview } = first?.progress ?? { step: 0, steps: 0, etaMs: null, preview: null };
  const wantsPicture = query.skip_current_image !== 'true';
  return {
    progress: steps > 0 ? Math.min(step / steps, 0.99) : 0,
    eta_relative: etaMs === null ? 0 : etaMs / 1000,
    state: {
      ...{ skipped: false, interrupted: false, stopping_generation: false, job_no: 0 },
      job: first?.job.id ?? '',
      job_count: open.length,
      job_timestamp: timestampOf(first?.job.createdAt ?? 0),
      sampling_step: step,
      sampling_steps: steps,
    },
    current_image: preview && wantsPicture ? Buffer.from(preview.data).toString('base64') : null,
    textinfo: null,
  };
}

/** As A1111 writes it, 20260301120000; 0 where there is none. */
export function timestampOf(at: number): string {
  if (at === 0) return '0';
  return new Date(at).toISOString().replace(/\D/g, '').slice(0, 14);
}
