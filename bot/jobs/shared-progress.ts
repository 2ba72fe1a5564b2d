import type { LiveJobs } from '#bot/dispatch/live-jobs.ts';
import type { JobView, Place } from '#bot/domain/job.ts';
import type { JobFeed } from '#bot/ports/job-feed.ts';

const PLATFORMS: readonly Place['platform'][] = ['discord', 'studio', 'api'];

/** Tells other bots how far every job is, until the signal aborts. Never rejects. */
export async function shareProgress(liveJobs: LiveJobs, feed: JobFeed, signal: AbortSignal): Promise<void> {
  await Promise.all(
    PLATFORMS.map(async (platform) => {
      try {
        for await (const view of liveJobs.watch(platform, signal)) tell(feed, view);
      } catch {
        // The term is over.
      }
    }),
  );
}

function tell(feed: JobFeed, { job: { id, state }, progress }: JobView) {
  if (state.kind !== 'queued' && state.kind !== 'rendering') return feed.tell({ kind: 'ended', id });
  const { preview: _preview, arrived: _arrived, losses: _losses, ...seen } = progress;
  const { samples: _samples, interim: _interim, interimHashes: _hashes, ...carried } = seen;
  feed.tell({ kind: 'moved', id, state, progress: carried });
}
