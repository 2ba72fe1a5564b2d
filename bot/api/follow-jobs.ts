import type { Job, JobId, JobView } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { failure } from '#bot/text/say.ts';
import { createMailbox, type Mailbox } from '#shared/async/mailbox.ts';
import type { Log } from '#shared/log.ts';

/** Follows jobs that other programs asked for, each for whoever waits for it. */
export interface JobFollower {
  /** The job as it stands, then as it changes, to its end; a slow reader gets the newest view only. Throws `not-found`. */
  follow(id: JobId, signal: AbortSignal): AsyncGenerator<JobView, void, undefined>;
  /** Resolves when nothing is followed any more. */
  readonly done: Promise<void>;
}

/** Watches all jobs of other programs once, however many wait for one. An end that was seen needs no showing later. */
export function followJobs(
  { jobs, log }: { readonly jobs: Pick<JobService, 'watch' | 'view' | 'markDelivered'>; readonly log: Log },
  closing: AbortSignal,
): JobFollower {
  const waiting = new Map<JobId, Set<Mailbox<JobView>>>();
  const watch = async () => {
    for await (const view of jobs.watch('api', closing)) {
      const { id, delivered } = view.job;
      for (const box of waiting.get(id) ?? []) box.put(view, id);
      if (isEnded(view.job) && !delivered) await jobs.markDelivered(id);
    }
  };
  const done = watch().catch((err) => {
    if (!closing.aborted) log.error({ err }, 'jobs of other programs are not followed any more');
    for (const boxes of waiting.values()) for (const box of boxes) box.close(err);
  });
  return {
    done,
    async *follow(id, signal) {
      const box = createMailbox<JobView>(1);
      const others = waiting.get(id) ?? new Set();
      waiting.set(id, others.add(box));
      try {
        // After the box is there, so that no change falls between.
        const now = await jobs.view(id);
        if (!now) throw failure('not-found', 'job.gone');
        yield now;
        if (isEnded(now.job)) return;
        for await (const view of box.read(signal)) {
          yield view;
          if (isEnded(view.job)) return;
        }
      } finally {
        others.delete(box);
        if (others.size === 0) waiting.delete(id);
      }
    },
  };
}

/** Nothing more comes of it. */
export function isEnded({ state }: Pick<Job, 'state'>): boolean {
  return state.kind !== 'queued' && state.kind !== 'rendering';
}
