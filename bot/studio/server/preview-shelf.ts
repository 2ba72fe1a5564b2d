import type { JobView } from '#bot/domain/job.ts';
import { previewsFor, stripSteps } from '#bot/domain/strip-steps.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { KeptPreview, PreviewStore } from '#bot/ports/previews.ts';
import type { PreviewCard } from '#bot/studio/server/api.ts';
import { isLive } from '#bot/studio/server/live-renders.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** Jobs whose previews are at hand, and previews of each. */
const JOBS_MAX = 100;
const PREVIEWS_MAX = 40;

/** The previews of what was drawn, so that a finished picture can be seen coming about. */
export interface PreviewShelf {
  /** Oldest first; none = nothing was seen of it, or it is gone. */
  of(jobId: string): Promise<readonly PreviewCard[]>;
  /** Watches until the signal aborts. */
  watch(jobs: Pick<JobService, 'watch'>, signal: AbortSignal): Promise<void>;
}

/** Nothing was drawn yet. What is finished is kept in `store`, if there is one, beside the job's pictures. */
export function createPreviewShelf(store: PreviewStore | undefined, log: Log): PreviewShelf {
  const shelf = new Map<string, KeptPreview[]>();

  function note({ job: { id }, progress: { preview } }: JobView) {
    if (!preview) return;
    const seen = shelf.get(id) ?? [];
    if (!shelf.has(id)) shelf.set(id, seen);
    if (shelf.size > JOBS_MAX) shelf.delete(shelf.keys().next().value!);
    if (seen.at(-1)?.step === preview.step || seen.length >= PREVIEWS_MAX) return;
    seen.push({ step: preview.step, mime: preview.mime, data: preview.data });
  }

  /** Those that are shown later; without them the picture is there all the same. */
  async function keep({ job }: JobView) {
    const seen = shelf.get(job.id) ?? [];
    const { task } = job.settled;
    const steps = task.kind === 'draw' ? stripSteps(task.steps).slice(0, -1) : [];
    const chosen = previewsFor(steps, seen).filter((one) => one !== null);
    shelf.set(job.id, chosen);
    await store?.keep(job.id, chosen).catch((thrown: unknown) => {
      log.warn({ jobId: job.id, reason: Failure.from(thrown).message }, 'previews of a picture are not kept');
    });
  }

  return {
    async of(jobId) {
      const previews = shelf.get(jobId) ?? (await store?.of(jobId)) ?? [];
      return previews.map(({ step, mime, data }) => {
        const address = `data:${mime};base64,${Buffer.from(data).toString('base64')}`;
        return { step, address };
      });
    },
    async watch(jobs, signal) {
      for await (const view of jobs.watch('studio', signal)) {
        if (isLive(view)) continue;
        note(view);
        if (view.job.state.kind === 'done' && shelf.has(view.job.id)) await keep(view);
      }
    },
  };
}
