import type { JobId } from '#bot/domain/job.ts';

const MAX = 1000;

/** Ended jobs that cannot be shown as they are, with their channels; tried again when the bot's rights change there. */
export class AbandonedPanels {
  readonly #channels = new Map<JobId, string>();

  /** Nobody tries to show the job until it is taken back. Beyond a thousand all are forgotten, and tried again. */
  add(jobId: JobId, channelId: string): void {
    if (this.#channels.size >= MAX) this.#channels.clear();
    this.#channels.set(jobId, channelId);
  }

  has(jobId: JobId): boolean {
    return this.#channels.has(jobId);
  }

  /** Takes back those whose channel may be shown in again; false when there are none. */
  takeBack(mayShow: (channelId: string) => boolean): boolean {
    const again = [...this.#channels].filter(([, channelId]) => mayShow(channelId));
    for (const [jobId] of again) this.#channels.delete(jobId);
    return again.length > 0;
  }
}
