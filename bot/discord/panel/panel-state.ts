import { Unanswered } from '#bot/discord/gateway/give-up-unanswered.ts';
import { FILE_BYTES_MAX } from '#bot/discord/panel/choose-pictures.ts';
import type { EditOutcome } from '#bot/discord/panel/edit-scheduler.ts';
import type { Urgency } from '#bot/discord/panel/next-edit.ts';
import { tokenLives } from '#bot/discord/panel/panel-writer.ts';
import { isPrivate, type JobView, type PanelAddress } from '#bot/domain/job.ts';
import { backoffMs } from '#shared/async/backoff.ts';

/** What PanelSync knows of one job's message while the job is open. Lost with the process; the ledger has the rest. */
export interface PanelState {
  view: JobView;
  /** Null = there is no message yet. */
  address: PanelAddress | null;
  /** As of the address that it has or had, or of the panel that it follows on. */
  reach: PanelAddress['reach'];
  language: PanelAddress['language'];
  /** True while an interaction is being answered with this panel: nobody else may show it. */
  held: boolean;
  /** The term of the right to write panels in which it is shown; null = by an interaction of this bot's own. */
  term: number | null;
  /** Before a new message is posted, one that shows the job is looked for. */
  isSought: boolean;
  /** The channel that a new message goes to; null = where the job was asked for. */
  postIn: string | null;
  /** The message that a new message replies to. */
  replyTo: string | null;
  /** Its first message is posted once by this; null = by the job's id. */
  nonce: string | null;
  bytesMax: number;
  /** Discord took less than it says it does; `bytesMax` is a guess then. */
  sizeRefused: boolean;
  /** The newest preview that was seen. */
  preview: JobView['progress']['preview'];
  /** What the message shows, to leave out edits that change nothing. */
  shown: string | null;
  /** Something older may have come through since: it is looked at before it is written again. */
  isDoubted: boolean;
  /** Pictures were shown in fewer bytes, to be there sooner. */
  quickShown: boolean;
  triesFailed: number;
  /** Times in a row that Discord wanted us to wait and did not say how long. */
  waitsGuessed: number;
  /** The bot may not attach files here; the panel goes on without pictures. */
  filesRefused: boolean;
  /** The bot may not edit here; the end is still tried. */
  previewsRefused: boolean;
  /** Somebody has deleted the message. */
  gone: boolean;
}

/** Nothing more is to be done about an edit. */
export const SENT: EditOutcome = { kind: 'sent' };

/** The message is to be sent again, now. */
export const AT_ONCE: EditOutcome = { kind: 'later', afterMs: 0, scope: 'message' };

/** The end is shown; the same with larger files follows when no other message needs the place more. */
export const WHOLE_LATER: EditOutcome = { ...AT_ONCE, as: 'whole' };

/** A minute and a half of tries, so close that a panel whose edits fail six times in a row is not untrue for three seconds. */
const TRIES_MAX = 180;
const BACK_OFF = { firstMs: 250, longestMs: 500 };

/** One more try has failed: how long to wait for the next, a quarter of a second to a half; null = no more tries. */
function backOffMs(panel: PanelState): number | null {
  const pauseMs = backoffMs(panel.triesFailed, BACK_OFF);
  panel.triesFailed = (panel.triesFailed + 1) % (TRIES_MAX + 1);
  return panel.triesFailed === 0 ? null : pauseMs;
}

/** A preview that met a broken connection is not tried again; the next one comes after this. */
const PREVIEW_PAUSE_MS = 5000;

/** What follows on an edit that did not get through; null = it is given up. */
export function outcomeOfFailure(
  panel: PanelState,
  { urgency, cause }: { readonly urgency: Urgency; readonly cause: unknown },
): EditOutcome | null {
  if (urgency === 'preview' || urgency === 'tick') return { kind: 'sent', pausePreviewsMs: PREVIEW_PAUSE_MS };
  const pauseMs = backOffMs(panel);
  // Waiting for an answer was pause enough.
  const afterMs = cause instanceof Unanswered ? 0 : pauseMs;
  return afterMs === null || pauseMs === null ? null : { kind: 'later', afterMs, scope: 'message' };
}

const GUESS = { firstMs: 500, longestMs: 60_000 };

/** Discord wants us to wait and does not say how long: half a second, and twice as long each time after. */
export function guessedWaitMs(panel: PanelState): number {
  panel.waitsGuessed += 1;
  return backoffMs(panel.waitsGuessed - 1, GUESS);
}

/** Below this a refused file is not made smaller by leaving out others. */
const BYTES_WORTH_TRYING = 1024 * 1024;

/** Discord has refused files that it said it takes: the next ones are much smaller. False when there is nothing left to try. */
export function askForLess(panel: PanelState): boolean {
  if (panel.bytesMax === 0) return false;
  panel.sizeRefused = true;
  panel.bytesMax = panel.bytesMax > BYTES_WORTH_TRYING ? Math.floor(panel.bytesMax / 4) : 0;
  return true;
}

/** Messages older than an hour take few edits, so they get only what matters. */
const EDITS_FREELY_MS = 55 * 60_000;

/** True when a job's message is so old that Discord takes few edits of it. */
export function isOldMessage({ createdAt }: Pick<JobView['job'], 'createdAt'>, now: number): boolean {
  return now - createdAt > EDITS_FREELY_MS;
}

/** The state of a job whose panel has not been written yet. */
export function newPanelState(view: JobView): PanelState {
  return {
    view,
    address: view.job.panel,
    reach: view.job.panel?.reach ?? (isPrivate(view.job) ? 'token' : undefined),
    language: view.job.panel?.language,
    held: false,
    term: null,
    isSought: false,
    postIn: null,
    replyTo: null,
    nonce: null,
    bytesMax: FILE_BYTES_MAX,
    sizeRefused: false,
    preview: view.progress.preview,
    shown: null,
    isDoubted: false,
    quickShown: false,
    triesFailed: 0,
    waitsGuessed: 0,
    filesRefused: false,
    previewsRefused: false,
    gone: false,
  };
}

/** True when nothing more will happen to the job by itself. */
export function isOver(view: JobView): boolean {
  const { kind } = view.job.state;
  return kind !== 'queued' && kind !== 'rendering';
}

/** Edits by an interaction's own token have a limit of their own; to the channel they are still something that moves. */
const COST_BY_TOKEN = 0.6;

/** What an edit of the panel takes of its channel's budget. */
export function costOf(panel: Pick<PanelState, 'address'>, now: number): number {
  return isByToken(panel, now) ? COST_BY_TOKEN : 1;
}

/** Whether the panel is edited by its interaction's token. */
export function isByToken({ address }: Pick<PanelState, 'address'>, now: number): boolean {
  return address !== null && tokenLives(address, now);
}

/** Whether it is of an earlier life of the bot and has no message, so that nobody knows any more where it was to be. */
export function isLeftOver({ isSought, address, postIn, replyTo, reach }: PanelState): boolean {
  return isSought && address === null && postIn === null && replyTo === null && reach === undefined;
}

/** How urgent it is to show a view where another one is shown; null = nothing has changed on the message yet. */
export function urgencyOf(view: JobView, before: JobView | null): Urgency {
  if (isOver(view)) return 'final';
  if (before === null || view.job.state.kind !== before.job.state.kind) return 'state';
  // A card that says "In the queue" alone must not wait behind the previews of those who are drawn.
  if (before.progress.position === null && view.progress.position !== null) return 'state';
  const { preview, arrived } = view.progress;
  const isNew = (preview !== null && preview !== before.progress.preview) || arrived !== before.progress.arrived;
  return isNew ? 'preview' : 'tick';
}
