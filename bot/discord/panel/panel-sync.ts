import { loggable } from '#bot/discord/gateway/discord-error.ts';
import { AbandonedPanels } from '#bot/discord/panel/abandoned-panels.ts';
import type { PanelSyncOptions } from '#bot/discord/panel/compose-panel.ts';
import { type DueEdit, type Edit, type EditOutcome, EditScheduler } from '#bot/discord/panel/edit-scheduler.ts';
import { giveWay } from '#bot/discord/panel/give-way.ts';
import { LateRequests } from '#bot/discord/panel/late-requests.ts';
import { MemberThreads } from '#bot/discord/panel/member-threads.ts';
import { moreUrgent } from '#bot/discord/panel/next-edit.ts';
import { OpenPanels } from '#bot/discord/panel/open-panels.ts';
import { PanelEndings } from '#bot/discord/panel/panel-endings.ts';
import { type DiscordMessage, fingerprint } from '#bot/discord/panel/panel-message.ts';
import {
  AT_ONCE,
  askForLess,
  costOf,
  guessedWaitMs,
  isByToken,
  isLeftOver,
  isOldMessage,
  isOver,
  newPanelState,
  type PanelState,
  SENT,
  urgencyOf,
  WHOLE_LATER,
} from '#bot/discord/panel/panel-state.ts';
import { ORIGINAL } from '#bot/discord/panel/panel-writer.ts';
import { channelOf, isReached, NO_TOKEN, type PutOutcome, putPanel } from '#bot/discord/panel/put-panel.ts';
import type { JobId, JobView, PanelAddress } from '#bot/domain/job.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

type Reposting = Pick<PanelState, 'postIn' | 'replyTo' | 'nonce' | 'reach' | 'language'>;

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
  readonly #endings: PanelEndings;
  readonly #late: LateRequests;
  readonly #threads: MemberThreads;
  #isStopping = false;
  readonly #sources: PanelSyncOptions;

  constructor(options: PanelSyncOptions) {
    this.#clock = options.clock;
    this.#log = options.log;
    this.#sources = options;
    this.#panels = new OpenPanels({ ...options, sayLast: (jobId) => this.#sayLast(jobId) });
    this.#endings = new PanelEndings({ ...options, panels: this.#panels, abandoned: this.#abandoned });
    this.#edits = new EditScheduler({ ...options, send: (edit) => this.#send(edit) });
    this.#threads = new MemberThreads(options);
    this.#late = new LateRequests({ ...options, showAgain: (jobIds) => void this.#showAgain(jobIds) });
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
    const { restored = false } = view.job;
    const isOurs = !restored && !this.#late.precedes(view.job);
    panel.held ||= !known && panel.address === null && isOurs;
    panel.isSought ||= !known && !isOurs;
    const isBack = restored && panel.view.job.state.kind === 'deleted';
    if (isBack) Object.assign(panel, newPanelState(view));
    const before = known && !isBack ? known.view : null;
    panel.view = view;
    panel.term = this.#sources.jobs.panelTerm()?.epoch ?? null;
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

  /** The thread that is to show this job; null = it is shown where it was asked for. Throws what the ledger throws. */
  threadFor(job: JobView['job']): Promise<string | null> {
    return this.#threads.of(job);
  }

  /** The job gets a message in that thread, unless it has one. */
  async showIn(view: JobView, threadId: string): Promise<void> {
    if ((this.#panels.get(view.job.id)?.address ?? view.job.panel) === null)
      await this.repost(view, { postIn: threadId });
  }

  /** A message that shows another job shows this one from now on. */
  async takeOver(view: JobView, address: PanelAddress): Promise<void> {
    const panel = Object.assign(this.#panels.of(view), { held: true });
    for (const other of this.#panels.values()) {
      // Of answers whose ids are not known all are called the same.
      const isSame = other.address?.messageId === address.messageId && address.messageId !== ORIGINAL;
      if (other === panel || !isSame) continue;
      // Nothing of the other job's is written there any more, and what is on its way goes first.
      other.gone = true;
      await this.#edits.rested(other.view.job.id);
    }
    panel.held = false;
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

  /** The job's panel is shown by this message, which shows `message` of `view` now; null = something older, or that. */
  async bind(
    view: JobView,
    { address, message, bytesMax }: { address: PanelAddress; message: DiscordMessage | null; bytesMax: number },
  ): Promise<void> {
    const panel = this.#panels.of(view);
    Object.assign(panel, { held: false, bytesMax, shown: message && fingerprint(message) });
    await this.#panels.bind(panel, address);
    if (panel.view !== view || message === null) this.#offer(panel, message && view);
  }

  /** The job could not be shown where it was asked for: it gets a new message in its channel, mentioning nobody. */
  async repost(
    view: JobView,
    { postIn = null, replyTo = null, nonce = null, ...where }: Partial<Reposting> = {},
  ): Promise<void> {
    const panel = this.#panels.of(view);
    const anew: Partial<PanelState> = { held: false, term: null, address: null, postIn, replyTo, nonce, ...where };
    Object.assign(panel, anew);
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
    for (const panel of this.#panels.values()) {
      if (panel.held || panel.address === null || isOver(panel.view)) continue;
      this.#edits.offer({ ...this.#laneOf(panel), urgency: 'final' });
    }
  }

  /** Resolves when every end that is known has been shown, or given up. */
  settled(): Promise<void> {
    return this.#edits.settled();
  }

  close(): void {
    this.#late.close();
    this.#panels.close();
    this.#edits.close();
  }

  #offer(panel: PanelState, before: JobView | null): void {
    const { job } = panel.view;
    const urgency = urgencyOf(panel.view, before);
    if (urgency !== 'final' && (this.#isStopping || this.#sources.onlyEnds?.())) return;
    if (isOldMessage(job, this.#clock.now()) && (urgency === 'preview' || urgency === 'tick')) return;
    this.#edits.offer({ ...this.#laneOf(panel), urgency, isFirst: before === null });
  }

  #laneOf(panel: PanelState) {
    const now = this.#clock.now();
    const message = panel.view.job.id;
    return { message, channel: channelOf(panel), cost: costOf(panel, now), isShared: !isByToken(panel, now) };
  }

  async #send({ message: jobId, urgency, left }: DueEdit): Promise<EditOutcome> {
    const panel = this.#panels.get(jobId);
    if (!panel || panel.held) return SENT;
    const { view, filesRefused: wasRefused } = panel;
    try {
      if (isLeftOver(panel)) panel.postIn = await this.#threads.of(view.job);
      const options = { ...this.#sources, isStopping: this.#isStopping, left };
      const { outcome, bound } = await putPanel(panel, view, options);
      if (bound) await this.#panels.bind(panel, bound);
      this.#late.doubtAfter(outcome, jobId);
      // The right to show pictures came back while the message was sent without them: it is offered again by then.
      if (wasRefused && !panel.filesRefused && outcome.kind === 'shown') return SENT;
      const judged = await this.#judge(panel, { view, outcome, urgency: moreUrgent(urgency, urgencyOf(view, view)) });
      return { ...judged, isReached: isReached(outcome), room: outcome.kind === 'shown' ? outcome.room : null };
    } catch (error) {
      // The ledger or the picture store: the same back-off as for Discord itself.
      return this.#endings.tryAgain(panel, { view, urgency, cause: error });
    }
  }

  async #judge(
    panel: PanelState,
    sent: { readonly view: JobView; readonly urgency: Edit['urgency']; readonly outcome: PutOutcome },
  ): Promise<EditOutcome> {
    const { view, urgency, outcome } = sent;
    switch (outcome.kind) {
      case 'nothing':
        if (isOver(view)) await this.#endings.finish(panel, view);
        return { kind: 'unneeded' };
      case 'shown':
        Object.assign(panel, { triesFailed: 0, waitsGuessed: 0 } satisfies Partial<PanelState>);
        this.#late.note(view.job);
        if (outcome.isPassing) return outcome.isQuick ? WHOLE_LATER : AT_ONCE;
        if (isOver(view)) await this.#endings.finish(panel, view);
        return SENT;
      case 'wait':
        return { kind: 'later', afterMs: outcome.ms ?? guessedWaitMs(panel), scope: outcome.scope };
      case 'expired':
        if (!panel.address?.interactionToken)
          return this.#endings.tryAgain(panel, { view, urgency, cause: outcome.kind });
        panel.address = { ...panel.address, ...NO_TOKEN };
        return AT_ONCE;
      case 'taken':
        this.disown(view);
        await giveWay(view, { ...this.#sources, shownJobId: outcome.jobId });
        return SENT;
      case 'superseded':
        return this.#endings.leaveToOther(panel);
      case 'gone':
        return this.#endings.messageGone(panel, view);
      case 'too-large':
        return askForLess(panel) ? AT_ONCE : this.#endings.abandon(panel);
      case 'refused':
        if (!outcome.withFiles) return this.#endings.refused(panel, { view, cause: outcome.cause });
        panel.filesRefused = true;
        return AT_ONCE;
      case 'broken':
        return this.#endings.tryAgain(panel, { view, urgency, cause: outcome.cause });
      case 'answered':
      case 'rejected':
        this.#log.error(
          { jobId: view.job.id, err: 'cause' in outcome ? loggable(outcome.cause) : outcome.kind },
          'Discord did not understand a panel',
        );
        return isOver(view) ? this.#endings.abandon(panel) : SENT;
    }
  }

  async #showAgain(jobIds: readonly JobId[]): Promise<void> {
    for (const jobId of jobIds) {
      const view = this.#panels.get(jobId)?.view ?? (await this.#sources.jobs.view(jobId).catch(() => null));
      if (!view || view.job.state.kind === 'deleted') continue;
      const panel = Object.assign(this.#panels.of(view), { shown: null, isDoubted: true, quickShown: true });
      this.#offer(panel, null);
    }
  }

  #sayLast(message: JobId): void {
    const panel = this.#panels.get(message);
    if (!panel || panel.held || isOver(panel.view)) return;
    this.#edits.offer({ ...this.#laneOf(panel), urgency: 'final' });
  }
}
