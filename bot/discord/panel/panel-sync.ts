import { loggable } from '#bot/discord/gateway/discord-error.ts';
import { AbandonedPanels } from '#bot/discord/panel/abandoned-panels.ts';
import { cancelUnshown } from '#bot/discord/panel/cancel-unshown.ts';
import type { PanelSyncOptions } from '#bot/discord/panel/compose-panel.ts';
import { type Edit, type EditOutcome, EditScheduler } from '#bot/discord/panel/edit-scheduler.ts';
import { giveWay } from '#bot/discord/panel/give-way.ts';
import { moreUrgent } from '#bot/discord/panel/next-edit.ts';
import { OpenPanels } from '#bot/discord/panel/open-panels.ts';
import { type DiscordMessage, fingerprint } from '#bot/discord/panel/panel-message.ts';
import {
  AT_ONCE,
  askForLess,
  costOf,
  guessedWaitMs,
  isOldMessage,
  isOver,
  newPanelState,
  outcomeOfFailure,
  type PanelState,
  SENT,
  sentWith,
  urgencyOf,
} from '#bot/discord/panel/panel-state.ts';
import { ORIGINAL } from '#bot/discord/panel/panel-writer.ts';
import { NO_TOKEN, type PutOutcome, putPanel, whisperPanel } from '#bot/discord/panel/put-panel.ts';
import { markShown } from '#bot/discord/panel/tell-owner.ts';
import type { JobId, JobView, PanelAddress } from '#bot/domain/job.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

type Reposting = Pick<PanelState, 'replyTo' | 'nonce' | 'reach' | 'language'>;

/**
 * Keeps every job's one message true: shows the newest view of it, at the pace Discord bears, and says `delivered` only
 * after Discord has confirmed the end. Holds nothing that the ledger does not have as well.
 */
export class PanelSync {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #edits: EditScheduler;
  readonly #panels: OpenPanels;
  readonly #abandoned = new AbandonedPanels();
  readonly #startedAt: number;
  #isStopping = false;
  readonly #sources: PanelSyncOptions;

  constructor(options: PanelSyncOptions) {
    this.#clock = options.clock;
    this.#log = options.log;
    this.#startedAt = options.clock.now();
    this.#sources = options;
    this.#panels = new OpenPanels({ ...options, sayLast: (jobId) => this.#sayLast(jobId) });
    this.#edits = new EditScheduler({ ...options, send: (edit) => this.#send(edit) });
  }

  /** Shows all jobs of Discord as they change, until the signal; what was left over from an earlier life first. */
  async watch(signal: AbortSignal): Promise<void> {
    // Both at once: what ends between the look and the watch would be missed.
    void this.completeLeftOvers().catch((error) =>
      this.#log.error({ err: error }, 'left-overs could not be looked up'),
    );
    for await (const view of this.#sources.jobs.watch('discord', signal)) this.show(view);
  }

  /** Shows ended jobs whose message does not say so yet, and open ones that have no message. */
  async completeLeftOvers(): Promise<void> {
    const ended = await this.#sources.jobs.undelivered('discord');
    const open = this.#sources.jobs.queue().filter(({ job }) => job.place.platform === 'discord' && job.panel === null);
    for (const view of ended) if (!this.#abandoned.has(view.job.id)) this.show(view);
    for (const view of open) if (!this.#panels.has(view.job.id)) this.show(view);
  }

  /** A newer view of a job. A job without a message is waited for, unless it is from an earlier life of the bot. */
  show(view: JobView): void {
    const known = this.#panels.get(view.job.id);
    if (!known && isOver(view) && view.job.delivered && view.job.state.kind !== 'deleted') return;
    const panel = known ?? newPanelState(view);
    const { restored = false, createdAt } = view.job;
    panel.held ||= !known && panel.address === null && createdAt >= this.#startedAt && !restored;
    const isBack = restored && panel.view.job.state.kind === 'deleted';
    if (isBack) Object.assign(panel, newPanelState(view));
    const before = known && !isBack ? known.view : null;
    panel.view = view;
    panel.preview = view.progress.preview ?? panel.preview;
    this.#panels.add(panel);
    if (!panel.held) this.#offer(panel, before);
  }

  /** An interaction will show this job; nobody else does until `bind` or `repost`. Where one does already, its address. */
  async reserve(view: JobView, address: PanelAddress): Promise<PanelAddress | null> {
    const shownAt = this.#panels.get(view.job.id)?.address ?? view.job.panel;
    if (shownAt) return shownAt;
    await this.#panels.bind(Object.assign(this.#panels.of(view), { held: true }), address);
    return null;
  }

  /** A message that shows another job shows this one from now on. */
  async takeOver(view: JobView, address: PanelAddress): Promise<void> {
    const panel = Object.assign(this.#panels.of(view), { held: false });
    await this.#panels.bind(panel, address);
    this.#offer(panel, null);
  }

  /** The message that shows the job can be changed by this address, too, and for longer. */
  async renew(jobId: JobId, address: PanelAddress): Promise<void> {
    const panel = this.#panels.get(jobId);
    if (!panel || panel.held || panel.address?.messageId !== address.messageId) return;
    await this.#panels.bind(panel, address);
    this.#offer(panel, panel.view);
  }

  /** The message that was to show the job is none of ours. */
  disown(view: JobView): void {
    Object.assign(this.#panels.of(view), { gone: true, held: false });
  }

  /** The job's panel is shown by this message, which shows `message` of `view` now. */
  async bind(
    view: JobView,
    { address, message, bytesMax }: { address: PanelAddress; message: DiscordMessage; bytesMax: number },
  ): Promise<void> {
    const panel = this.#panels.of(view);
    Object.assign(panel, { held: false, bytesMax, shown: fingerprint(message) } satisfies Partial<PanelState>);
    await this.#panels.bind(panel, address);
    if (panel.view !== view) this.#offer(panel, view);
  }

  /** The job could not be shown where it was asked for: it gets a new message in its channel, mentioning nobody. */
  async repost(view: JobView, { replyTo = null, nonce = null, ...where }: Partial<Reposting> = {}): Promise<void> {
    const panel = this.#panels.of(view);
    Object.assign(panel, { held: false, address: null, replyTo, nonce, ...where } satisfies Partial<PanelState>);
    this.#offer(panel, null);
  }

  /** The bot's rights have changed where `mayShow` says so: what it could not show there is shown now. */
  async rightsChanged(mayShow: (channelId: string) => boolean): Promise<void> {
    for (const panel of this.#panels.values()) {
      if (!(panel.filesRefused || panel.previewsRefused) || !mayShow(panel.view.job.place.channelId)) continue;
      Object.assign(panel, { filesRefused: false, previewsRefused: false } satisfies Partial<PanelState>);
      if (!panel.held) this.#offer(panel, panel.view);
    }
    if (this.#abandoned.takeBack(mayShow)) await this.completeLeftOvers();
  }

  /** The bot stops: open panels say so, each once, and nothing but ends is shown from now on. */
  sayStopping(): void {
    this.#isStopping = true;
    for (const { view, held, address } of this.#panels.values()) {
      if (held || address === null || isOver(view)) continue;
      this.#edits.offer({ message: view.job.id, channel: view.job.place.channelId, urgency: 'final' });
    }
  }

  /** Resolves when every end that is known has been shown, or given up. */
  settled(): Promise<void> {
    return this.#edits.settled();
  }

  close(): void {
    this.#panels.close();
    this.#edits.close();
  }

  #offer(panel: PanelState, before: JobView | null): void {
    const { job } = panel.view;
    const urgency = urgencyOf(panel.view, before);
    if (urgency !== 'final' && (this.#isStopping || this.#sources.onlyEnds?.())) return;
    if (isOldMessage(job, this.#clock.now()) && (urgency === 'preview' || urgency === 'tick')) return;
    const edit = { urgency, isFirst: before === null, cost: costOf(panel, this.#clock.now()) };
    this.#edits.offer({ message: job.id, channel: job.place.channelId, ...edit });
  }

  async #send({ message: jobId, urgency }: Edit): Promise<EditOutcome> {
    const panel = this.#panels.get(jobId);
    if (!panel || panel.held) return SENT;
    const { view, filesRefused: wasRefused } = panel;
    try {
      const { outcome, bound } = await putPanel(panel, view, { ...this.#sources, isStopping: this.#isStopping });
      if (bound) await this.#panels.bind(panel, bound);
      // The right to show pictures came back while the message was sent without them: it is offered again by then.
      if (wasRefused && !panel.filesRefused && outcome.kind === 'shown') return SENT;
      return await this.#judge(panel, { view, outcome, urgency: moreUrgent(urgency, urgencyOf(view, view)) });
    } catch (error) {
      // The ledger or the picture store: the same back-off as for Discord itself.
      return this.#tryAgain(panel, { view, urgency, cause: error });
    }
  }

  async #judge(
    panel: PanelState,
    sent: { readonly view: JobView; readonly urgency: Edit['urgency']; readonly outcome: PutOutcome },
  ): Promise<EditOutcome> {
    const { view, urgency, outcome } = sent;
    switch (outcome.kind) {
      case 'nothing':
        if (isOver(view)) await this.#finish(panel, view);
        return { kind: 'unneeded' };
      case 'shown':
        Object.assign(panel, { triesFailed: 0, waitsGuessed: 0 } satisfies Partial<PanelState>);
        if (outcome.isQuick) return AT_ONCE;
        if (isOver(view)) await this.#finish(panel, view);
        return sentWith(outcome);
      case 'wait':
        return { kind: 'later', afterMs: outcome.ms ?? guessedWaitMs(panel), scope: outcome.scope };
      case 'expired':
        if (!panel.address?.interactionToken) return this.#tryAgain(panel, { view, urgency, cause: outcome.kind });
        panel.address = { ...panel.address, ...NO_TOKEN };
        return AT_ONCE;
      case 'taken':
        this.disown(view);
        await giveWay(view, { ...this.#sources, shownJobId: outcome.jobId });
        return SENT;
      case 'gone':
        return this.#messageGone(panel, view);
      case 'too-large':
        return askForLess(panel) ? AT_ONCE : this.#abandon(panel);
      case 'refused':
        if (!outcome.withFiles) return this.#refused(panel, { view, cause: outcome.cause });
        panel.filesRefused = true;
        return AT_ONCE;
      case 'broken':
        return this.#tryAgain(panel, { view, urgency, cause: outcome.cause });
      case 'answered':
      case 'rejected':
        this.#log.error(
          { jobId: view.job.id, err: 'cause' in outcome ? loggable(outcome.cause) : outcome.kind },
          'Discord did not understand a panel',
        );
        return isOver(view) ? this.#abandon(panel) : SENT;
    }
  }

  #sayLast(message: JobId): void {
    const panel = this.#panels.get(message);
    if (!panel || panel.held || isOver(panel.view)) return;
    this.#edits.offer({ message, channel: panel.view.job.place.channelId, urgency: 'final' });
  }

  /** A message that was deleted takes its open job along; one that may never have been is written anew. */
  async #messageGone(panel: PanelState, view: JobView): Promise<EditOutcome> {
    if (panel.address?.messageId === ORIGINAL) {
      panel.address = null;
      return AT_ONCE;
    }
    panel.gone = true;
    if (isOver(panel.view)) await this.#finish(panel, panel.view);
    else await cancelUnshown(view, this.#sources);
    return SENT;
  }

  /** The bot may not write here. The job goes on without previews, and the owner alone is shown the end if we can. */
  async #refused(panel: PanelState, { view, cause }: { view: JobView; cause: unknown }): Promise<EditOutcome> {
    panel.previewsRefused = true;
    if (!isOver(view)) {
      // A reroll by reaction that nobody would ever see.
      if (!panel.address && panel.replyTo) await cancelUnshown(view, this.#sources);
      return SENT;
    }
    if (await whisperPanel(panel, view, this.#sources)) {
      panel.filesRefused = false;
      await this.#finish(panel, view);
      return SENT;
    }
    if (panel.reach === undefined && !this.#sources.isMember(view.job.place.serverId)) {
      Object.assign(panel, { reach: 'token', address: null } satisfies Partial<PanelState>);
      return AT_ONCE;
    }
    this.#log.warn({ jobId: view.job.id, err: loggable(cause) }, 'the end of a job cannot be shown in its channel');
    return this.#abandon(panel);
  }

  /** Grows from half a second to two and a half, and ends: what is left is tried again by `completeLeftOvers`. */
  #tryAgain(
    panel: PanelState,
    { view, urgency, cause }: { view: JobView; urgency: Edit['urgency']; cause: unknown },
  ): EditOutcome {
    const again = outcomeOfFailure(panel, urgency);
    if (again) return again;
    this.#log.error({ jobId: view.job.id, err: loggable(cause) }, 'a panel could not be shown for now');
    if (isOver(view)) this.#panels.forget(view.job.id);
    return SENT;
  }

  #abandon({ view: { job } }: PanelState): EditOutcome {
    this.#abandoned.add(job.id, job.place.channelId);
    this.#panels.forget(job.id);
    return SENT;
  }

  async #finish(panel: PanelState, view: JobView): Promise<void> {
    const { job } = view;
    // The pictures are not there yet: they come when the bot may attach files again.
    if (panel.filesRefused && job.state.kind === 'done') return void this.#abandon(panel);
    if (!job.delivered) await markShown(job, { ...this.#sources, panel: panel.address });
    if (panel.view === view) this.#panels.forget(job.id);
  }
}
