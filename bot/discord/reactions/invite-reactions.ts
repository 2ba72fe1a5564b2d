import { ORIGINAL, type PanelWriter } from '#bot/discord/panel/panel-writer.ts';
import { isPrivate, type Job, type PanelAddress, picturesIn } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** Where the bot may not react it is not tried again for so long: Discord counts what it refuses. */
const REFUSED_FOR_MS = 60 * 60_000;
const CHANNELS_MAX = 1000;

/** Puts the reactions that a server wants under finished pictures, so that a click does for members; three at most. */
export class InviteReactions {
  readonly #jobs: Pick<JobService, 'rules'>;
  readonly #writer: Pick<PanelWriter, 'react'>;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #log: Log;
  readonly #refusedUntil = new Map<string, number>();

  constructor(options: {
    readonly jobs: Pick<JobService, 'rules'>;
    readonly writer: Pick<PanelWriter, 'react'>;
    readonly clock: Pick<Clock, 'now'>;
    readonly log: Log;
  }) {
    this.#jobs = options.jobs;
    this.#writer = options.writer;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  /** The panel shows the end of the job. What cannot be put there is left. */
  async under(job: Job, panel: PanelAddress | null): Promise<void> {
    const isShown = job.state.kind === 'done' && picturesIn(job.state.result).length > 0 && !job.review;
    if (!isShown || isPrivate(job) || !panel || panel.reach !== undefined || panel.messageId === ORIGINAL) return;
    const { channelId } = panel;
    if ((this.#refusedUntil.get(channelId) ?? 0) > this.#clock.now()) return;
    const settings = await this.#jobs.rules.settings.of(job.place);
    const wanted = new Set([settings['invite-1'], settings['invite-2'], settings['invite-3']]);
    wanted.delete('none');
    for (const emoji of wanted) {
      const error = await this.#writer.react(panel, emoji);
      if (error === null) continue;
      this.#log.debug({ jobId: job.id, error: error.kind }, 'a reaction could not be put under a picture');
      if (error.kind === 'refused') this.#rest(channelId);
      return;
    }
  }

  #rest(channelId: string): void {
    if (this.#refusedUntil.size >= CHANNELS_MAX) this.#refusedUntil.clear();
    this.#refusedUntil.set(channelId, this.#clock.now() + REFUSED_FOR_MS);
  }
}
