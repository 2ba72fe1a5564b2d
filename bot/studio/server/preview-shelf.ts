import type { JobService } from '#bot/ports/job-service.ts';
import type { PreviewCard } from '#bot/studio/server/api.ts';
import { isLive } from '#bot/studio/server/live-renders.ts';

/** Jobs whose previews are kept, and previews of each. */
const JOBS_MAX = 100;
const PREVIEWS_MAX = 40;

/** The previews of what was drawn last, so that a finished picture can be seen coming about. */
export interface PreviewShelf {
  /** Oldest first; none = it was drawn before this studio began, or longer ago. */
  of(jobId: string): readonly PreviewCard[];
  /** Watches until the signal aborts. */
  watch(jobs: Pick<JobService, 'watch'>, signal: AbortSignal): Promise<void>;
}

/** Nothing was drawn yet. */
export function createPreviewShelf(): PreviewShelf {
  const shelf = new Map<string, PreviewCard[]>();
  return {
    of: (jobId) => shelf.get(jobId) ?? [],
    async watch(jobs, signal) {
      for await (const view of jobs.watch('studio', signal)) {
        const { preview } = view.progress;
        const { id } = view.job;
        if (!preview || isLive(view)) continue;
        const seen = shelf.get(id) ?? [];
        if (!shelf.has(id)) shelf.set(id, seen);
        if (shelf.size > JOBS_MAX) shelf.delete(shelf.keys().next().value!);
        if (seen.at(-1)?.step === preview.step || seen.length >= PREVIEWS_MAX) continue;
        const data = Buffer.from(preview.data).toString('base64');
        seen.push({ step: preview.step, address: `data:${preview.mime};base64,${data}` });
      }
    },
  };
}
