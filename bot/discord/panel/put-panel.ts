import { createHash } from 'node:crypto';
import type { DiscordError } from '#bot/discord/gateway/discord-error.ts';
import { composePanel, type PanelSyncOptions } from '#bot/discord/panel/compose-panel.ts';
import { isOutOfReach } from '#bot/discord/panel/last-words.ts';
import { type DiscordMessage, fingerprint } from '#bot/discord/panel/panel-message.ts';
import { isOver, type PanelState } from '#bot/discord/panel/panel-state.ts';
import { ORIGINAL, type Shown, tokenLives } from '#bot/discord/panel/panel-writer.ts';
import type { JobView, PanelAddress } from '#bot/domain/job.ts';

/** What came of sending a panel; nothing: Discord was not asked, or shows it already. */
export type PutOutcome =
  | { readonly kind: 'nothing' }
  /** Another bot has the right to write panels by now: Discord was not asked. */
  | { readonly kind: 'superseded' }
  /** What was to show it first shows another job already. */
  | { readonly kind: 'taken'; readonly jobId: string }
  | (Shown & {
      /** The same with larger files is to follow (`isQuick`), or it says something older. */
      readonly isPassing?: boolean;
      readonly isQuick?: boolean;
    })
  | Exclude<DiscordError, { kind: 'refused' }>
  | (Extract<DiscordError, { kind: 'refused' }> & {
      /** The same without its files may be taken. */
      readonly withFiles: boolean;
    });

/** The bot's own right does without one. */
export const NO_TOKEN = { interactionToken: null, tokenExpiresAt: 0 } as const;

type PutOptions = Pick<PanelSyncOptions, 'jobs' | 'serverLanguage' | 'writer' | 'clock'> & {
  readonly isStopping: boolean;
  /** How many edits more Discord takes for now, as far as is known. */
  readonly left: number;
};

/** Whether Discord has answered at all; undefined = nobody knows, as of what was refused here by its known limits. */
export function isReached({ kind }: PutOutcome): boolean | undefined {
  return kind === 'nothing' || kind === 'wait' || kind === 'superseded' ? undefined : kind !== 'broken';
}

/**
 * Shows a view in the panel's message, or in a new one where there is none or its token is over. `bound`: where the
 * message turned out to be. Throws what the job service throws.
 */
export async function putPanel(
  panel: PanelState,
  view: JobView,
  options: PutOptions,
): Promise<{ readonly outcome: PutOutcome; readonly bound: PanelAddress | null }> {
  const { writer, clock } = options;
  const { address } = panel;
  const hindrance = hindered(panel, options);
  if (hindrance) return { outcome: hindrance, bound: null };
  if (panel.gone || (panel.previewsRefused && !isOver(view))) return NOTHING;
  if (isOutOfReach(panel, clock.now())) return putDirectly(panel, view, options);
  if (view.job.state.kind === 'deleted') {
    if (!address || (await showsAnother(view, address, options))) return NOTHING;
    return { outcome: told(await writer.remove(address), false), bound: null };
  }
  // A second edit with larger files would take the place of another message's end.
  const quickly = !panel.quickShown && view.job.state.kind === 'done' && options.left > 1;
  const message = await composePanel(view, { ...options, ...panel, quickly });
  const print = fingerprint(message);
  if (print === panel.shown) return NOTHING;
  const isLost = address?.messageId === ORIGINAL && !tokenLives(address, clock.now());
  const there = isLost || !address ? await postedBefore(panel, options) : address;
  if (there && 'kind' in there) return { outcome: told(there, false), bound: null };
  if (there && panel.isDoubted && (await writer.shows(there, message))) {
    Object.assign(panel, { shown: print, isDoubted: false } satisfies Partial<PanelState>);
    return NOTHING;
  }
  const outcome = there ? await writer.edit(there, message, REPEATED) : await post(panel, message, options);
  if (outcome.kind !== 'shown') {
    // It may have been taken all the same: nobody knows what the message shows.
    if (outcome.kind === 'broken') panel.shown = null;
    return { outcome: told(outcome, message.files.length > 0), bound: null };
  }
  const { messageId, jobId, isAsSent } = outcome;
  if (!there && jobId !== null && jobId !== view.job.id) return { outcome: { kind: 'taken', jobId }, bound: null };
  const isOlder = !there && !isAsSent;
  panel.shown = isOlder ? null : print;
  panel.isDoubted = false;
  const isQuick = !isOlder && (message.isQuick ?? false);
  panel.quickShown ||= isQuick;
  const shown = { ...outcome, isPassing: isOlder || isQuick, isQuick };
  if (!there) return { outcome: shown, bound: boundAt({ channelId: channelOf(panel), messageId }, panel) };
  const isFound = there !== address || there.messageId === ORIGINAL;
  return { outcome: shown, bound: isFound ? { ...there, messageId } : null };
}

/** A bot that stood still may find out late that another one writes panels; until it is sure, it writes nothing. */
const SURE_AGAIN_MS = 1_000;

/** Why nothing may be written now; null = it may. */
function hindered({ term }: PanelState, { jobs }: PutOptions): PutOutcome | null {
  if (term === null) return null;
  const now = jobs.panelTerm();
  if (now?.epoch !== term) return { kind: 'superseded' };
  return now.isSure() ? null : { kind: 'wait', ms: SURE_AGAIN_MS, scope: 'message' };
}

/** Whether the message that has shown the job shows a later one now, as that of a draft. */
async function showsAnother(view: JobView, { messageId }: PanelAddress, { jobs }: PutOptions): Promise<boolean> {
  const shown = messageId === ORIGINAL ? null : await jobs.findByMessage(messageId);
  return shown !== null && shown.job.id !== view.job.id;
}

/** A bot that was killed may have posted the panel's message and not have written that down. */
async function postedBefore(panel: PanelState, { writer }: PutOptions): Promise<PanelAddress | DiscordError | null> {
  if (!panel.isSought) return null;
  const channelId = channelOf(panel);
  const messageId = await writer.findShown(channelId, panel.view.job.id);
  if (messageId !== null && typeof messageId !== 'string') return messageId;
  panel.isSought = messageId !== null;
  return messageId === null ? null : boundAt({ channelId, messageId }, panel);
}

/**
 * Nothing can be changed any more where the job was asked for: what became of it is told to its owner, in a message of
 * its own. Throws what the job service throws.
 */
async function putDirectly(panel: PanelState, view: JobView, options: PutOptions) {
  const { kind } = view.job.state;
  if (kind !== 'done' && kind !== 'failed') return NOTHING;
  const channelId = await options.writer.openDirect(view.job.ownerId);
  if (typeof channelId !== 'string') return { outcome: told(channelId, false), bound: null };
  const message = await composePanel(view, { ...options, ...panel });
  const outcome = await options.writer.post(channelId, message, { nonce: nonceOf(panel) });
  if (outcome.kind !== 'shown') return { outcome: told(outcome, false), bound: null };
  const { messageId } = outcome;
  return { outcome, bound: boundAt({ channelId, messageId }, { ...panel, reach: 'direct' }) };
}

/** Shows the end of a job to who asked for it alone, while that can be done. Throws what the job service throws. */
export async function whisperPanel(
  panel: PanelState,
  view: JobView,
  options: Omit<PutOptions, 'isStopping' | 'left'>,
): Promise<boolean> {
  const { address } = panel;
  if (view.job.state.kind === 'deleted' || !address || !tokenLives(address, options.clock.now())) return false;
  const message = await composePanel(view, { ...options, ...panel, filesRefused: false });
  return (await options.writer.sendEphemeral(address, message)).kind === 'shown';
}

const REPEATED = { isRepeated: true } as const;

const NOTHING = { outcome: { kind: 'nothing' }, bound: null } as const;

function told(outcome: Shown | DiscordError, withFiles: boolean): PutOutcome {
  return outcome.kind === 'refused' ? { ...outcome, withFiles } : outcome;
}

function post(panel: PanelState, message: DiscordMessage, { writer }: PutOptions): Promise<Shown | DiscordError> {
  const reply = panel.replyTo ? { replyTo: panel.replyTo } : {};
  return writer.post(channelOf(panel), message, { nonce: nonceOf(panel), ...reply, ...REPEATED });
}

/** Where the panel's message is, or a new one goes. */
export function channelOf({ address, postIn, view }: PanelState): string {
  return address?.channelId ?? postIn ?? view.job.place.channelId;
}

function boundAt(
  message: Pick<PanelAddress, 'channelId' | 'messageId'>,
  { reach, language }: Pick<PanelState, 'reach' | 'language'>,
): PanelAddress {
  return { ...message, ...NO_TOKEN, ...(reach && { reach }), ...(language && { language }) };
}

function nonceOf({ nonce, view }: PanelState): string {
  return nonce ?? createHash('sha256').update(view.job.id).digest('base64url').slice(0, 24);
}
