import { LastWords } from '#bot/discord/panel/last-words.ts';
import { newPanelState, type PanelState } from '#bot/discord/panel/panel-state.ts';
import { isPrivate, type JobId, type JobView, type PanelAddress } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** The panels of open jobs, by job. */
export class OpenPanels {
  readonly #panels = new Map<JobId, PanelState>();
  readonly #jobs: Pick<JobService, 'bindPanel'>;
  readonly #log: Log;
  readonly #lastWords: LastWords;

  /** `sayLast` hears of each job whose message cannot be changed any more soon. */
  constructor(options: {
    readonly jobs: Pick<JobService, 'bindPanel'>;
    readonly clock: Clock;
    readonly log: Log;
    readonly sayLast: (jobId: JobId) => void;
  }) {
    this.#jobs = options.jobs;
    this.#log = options.log;
    this.#lastWords = new LastWords({ clock: options.clock, say: options.sayLast });
  }

  get(jobId: JobId): PanelState | undefined {
    return this.#panels.get(jobId);
  }

  has(jobId: JobId): boolean {
    return this.#panels.has(jobId);
  }

  values(): Iterable<PanelState> {
    return this.#panels.values();
  }

  /** The job's panel; a new one where there is none. */
  of(view: JobView): PanelState {
    const panel = this.#panels.get(view.job.id) ?? newPanelState(view);
    this.#panels.set(view.job.id, panel);
    return panel;
  }

  /** Keeps a panel, or keeps on keeping it. */
  add(panel: PanelState): void {
    const { id } = panel.view.job;
    if (!this.#panels.has(id) && panel.address) this.#lastWords.follow(id, panel.address);
    this.#panels.set(id, panel);
  }

  forget(jobId: JobId): void {
    this.#panels.delete(jobId);
    this.#lastWords.forget(jobId);
  }

  /** The panel is shown there from now on. */
  async bind(panel: PanelState, where: PanelAddress): Promise<void> {
    // What its owner sees alone is reached by the token, and by nothing else.
    const address: PanelAddress = isPrivate(panel.view.job) ? { ...where, reach: where.reach ?? 'token' } : where;
    Object.assign(panel, { address, reach: address.reach, language: address.language } satisfies Partial<PanelState>);
    const jobId = panel.view.job.id;
    this.#lastWords.follow(jobId, address);
    // Without it the panel is kept by this process alone; that is no reason to stop.
    await this.#jobs.bindPanel(jobId, address).catch((error) => {
      this.#log.error({ jobId, err: error }, 'the ledger did not take where a panel is');
    });
  }

  close(): void {
    this.#lastWords.close();
  }
}
