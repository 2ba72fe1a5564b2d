import { loggable } from '#bot/discord/gateway/discord-error.ts';
import type { AbandonedPanels } from '#bot/discord/panel/abandoned-panels.ts';
import { cancelUnshown } from '#bot/discord/panel/cancel-unshown.ts';
import type { PanelSyncOptions } from '#bot/discord/panel/compose-panel.ts';
import type { Edit, EditOutcome } from '#bot/discord/panel/edit-scheduler.ts';
import type { OpenPanels } from '#bot/discord/panel/open-panels.ts';
import { AT_ONCE, isOver, outcomeOfFailure, type PanelState, SENT } from '#bot/discord/panel/panel-state.ts';
import { ORIGINAL } from '#bot/discord/panel/panel-writer.ts';
import { whisperPanel } from '#bot/discord/panel/put-panel.ts';
import { markShown } from '#bot/discord/panel/tell-owner.ts';
import { InviteReactions } from '#bot/discord/reactions/invite-reactions.ts';
import { nonceFor } from '#bot/discord/reactions/reaction-nonce.ts';
import type { JobView } from '#bot/domain/job.ts';
import type { Log } from '#shared/log.ts';

/** What becomes of a panel that shows its end, or cannot be shown: each says what follows on the edit. */
export class PanelEndings {
  readonly #sources: PanelSyncOptions;
  readonly #panels: OpenPanels;
  readonly #abandoned: AbandonedPanels;
  readonly #log: Log;
  readonly #invitations: InviteReactions;

  constructor({
    panels,
    abandoned,
    ...sources
  }: PanelSyncOptions & { readonly panels: OpenPanels; readonly abandoned: AbandonedPanels }) {
    this.#sources = sources;
    this.#panels = panels;
    this.#abandoned = abandoned;
    this.#log = sources.log;
    this.#invitations = new InviteReactions(sources);
  }

  /** Another bot writes it, which has been told of the job: nothing of what is known here counts any more. */
  leaveToOther({ view }: PanelState): EditOutcome {
    this.#panels.forget(view.job.id);
    return SENT;
  }

  /** A message that was deleted takes its open job along; one that may never have been is written anew. */
  async messageGone(panel: PanelState, view: JobView): Promise<EditOutcome> {
    if (leftThread(panel)) return AT_ONCE;
    if (panel.address?.messageId === ORIGINAL) {
      panel.address = null;
      return AT_ONCE;
    }
    panel.gone = true;
    if (isOver(panel.view)) await this.finish(panel, panel.view);
    else await cancelUnshown(view, this.#sources);
    return SENT;
  }

  /** The bot may not write here. The job goes on without previews, and the owner alone is shown the end if we can. */
  async refused(panel: PanelState, { view, cause }: { view: JobView; cause: unknown }): Promise<EditOutcome> {
    if (leftThread(panel)) return AT_ONCE;
    panel.previewsRefused = true;
    if (!isOver(view)) {
      // A reroll by reaction that nobody would ever see.
      if (!panel.address && panel.replyTo) await cancelUnshown(view, this.#sources);
      return SENT;
    }
    if (await whisperPanel(panel, view, this.#sources)) {
      panel.filesRefused = false;
      await this.finish(panel, view);
      return SENT;
    }
    if (panel.reach === undefined && !this.#sources.isMember(view.job.place.serverId)) {
      Object.assign(panel, { reach: 'token', address: null } satisfies Partial<PanelState>);
      return AT_ONCE;
    }
    const { id, place } = view.job;
    if (panel.address && panel.address.channelId !== place.channelId && panel.reach === undefined) {
      // A thread of the channel has been closed under it.
      const nonce = nonceFor(`out of a thread ${id}`);
      Object.assign(panel, {
        address: null,
        postIn: null,
        nonce,
        previewsRefused: false,
      } satisfies Partial<PanelState>);
      return AT_ONCE;
    }
    this.#log.warn({ jobId: id, err: loggable(cause) }, 'the end of a job cannot be shown in its channel');
    return this.abandon(panel);
  }

  /** Soon, and not for ever: what is left is tried again by `completeLeftOvers`. */
  tryAgain(
    panel: PanelState,
    { view, urgency, cause }: { view: JobView; urgency: Edit['urgency']; cause: unknown },
  ): EditOutcome {
    const again = outcomeOfFailure(panel, { urgency, cause });
    if (again) return again;
    this.#log.error({ jobId: view.job.id, err: loggable(cause) }, 'a panel could not be shown for now');
    if (isOver(view)) this.#panels.forget(view.job.id);
    return SENT;
  }

  /** Nobody tries to show the end of the job until the bot's rights change. */
  abandon({ view: { job } }: PanelState): EditOutcome {
    this.#abandoned.add(job.id, job.place.channelId);
    this.#panels.forget(job.id);
    return SENT;
  }

  /** The message shows the end of the job. Throws what the ledger throws. */
  async finish(panel: PanelState, view: JobView): Promise<void> {
    const { job } = view;
    // The pictures are not there yet: they come when the bot may attach files again.
    if (panel.filesRefused && job.state.kind === 'done') return void this.abandon(panel);
    if (!job.delivered) {
      await markShown(job, { ...this.#sources, panel: panel.address });
      void this.#invitations.under(job, panel.address).catch((error) => {
        this.#log.warn({ jobId: job.id, err: loggable(error) }, 'no reactions were put under a picture');
      });
    }
    if (panel.view === view) this.#panels.forget(job.id);
  }
}

/** Whether the thread that was to take a new message does not, so that the channel itself gets it. */
function leftThread(panel: PanelState): boolean {
  const isLeft = panel.address === null && panel.postIn !== null;
  if (isLeft) panel.postIn = null;
  return isLeft;
}
