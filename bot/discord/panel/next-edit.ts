/**
 * What an edit is for, from what can wait to what cannot: a queue card's new position, a preview, an end that is shown
 * once more with its files at full size, a new state of the job, its end.
 */
export type Urgency = 'tick' | 'preview' | 'whole' | 'state' | 'final';

/** One message: what waits to be shown on it, and when the last of each kind went out. Times are milliseconds. */
export interface MessageLane {
  readonly message: string;
  readonly channel: string;
  /** The most urgent of what waits; null = nothing does. */
  readonly urgency: Urgency | null;
  /** Rises with every lane that begins to wait: first come, first served. */
  readonly turn: number;
  /** A tick or a state waits until then for the preview that may follow and show it as well. */
  readonly patientUntil: number;
  /** A state waits no longer than until then for the channel's budget. */
  readonly dueAt: number;
  /** Edited by the bot's own right, which has one limit for all messages of a channel; a token has its own. */
  readonly isShared: boolean;
  readonly inFlight: boolean;
  /** Discord has asked for a pause until then. */
  readonly pausedUntil: number;
  /** The same for ticks and previews alone. */
  readonly previewsPausedUntil: number;
  readonly lastPreviewAt: number;
  /** The last edit of any kind. */
  readonly lastEditAt: number;
}

/** What a channel can still bear. */
export interface ChannelBudget {
  readonly edits: number;
  readonly at: number;
}

/** What Discord has said last of a limit: so many edits more until then, in milliseconds since 1970. */
export interface EditLimit {
  readonly left: number;
  readonly until: number;
}

/** What a message's edits are counted in, as a key. */
export function limitOf({ message, channel, isShared }: Pick<MessageLane, 'message' | 'channel' | 'isShared'>): string {
  return isShared ? `channel ${channel}` : `message ${message}`;
}

/** How fast messages may change. */
export interface EditPace {
  readonly previewGapMs: number;
  /** Edits a rested channel takes at once. */
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * Discord's limits are not published and to be read from its answers, so this is only where to begin: about one edit a
 * second in a channel, five at once.
 */
export const DEFAULT_PACE: EditPace = { previewGapMs: 1200, burst: 5, perSecond: 1 };

export type NextEdit =
  | { readonly kind: 'send'; readonly message: string }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'idle' };

const RANK: Readonly<Record<Urgency, number>> = { tick: 0, preview: 1, whole: 2, state: 3, final: 4 };

/**
 * How many edits a limit must have left: the last one is for an end. Where several messages share a limit, others' ends
 * may come at any time, so that more are left to them: Discord gives five in five seconds, and an end that finds none
 * left is seen seconds late.
 */
const LEFT_MIN = {
  own: { tick: 2, preview: 2, whole: 1, state: 1, final: 1 },
  shared: { tick: 5, preview: 4, whole: 3, state: 3, final: 1 },
} as const satisfies Record<string, Record<Urgency, number>>;

interface Circumstances {
  readonly budgets: ReadonlyMap<string, ChannelBudget>;
  /** By `limitOf`; none = Discord has said nothing that still holds. */
  readonly limits: ReadonlyMap<string, EditLimit>;
  readonly pace: EditPace;
  readonly now: number;
}

/** The more urgent of two. */
export function moreUrgent(a: Urgency | null, b: Urgency): Urgency {
  return a !== null && RANK[a] > RANK[b] ? a : b;
}

/** Which message is edited next: what may go now, the most urgent first; else when to look again. */
export function nextEdit(lanes: Iterable<MessageLane>, options: Circumstances): NextEdit {
  let best: MessageLane | null = null;
  let until = Number.POSITIVE_INFINITY;
  for (const lane of lanes) {
    if (lane.urgency === null || lane.inFlight) continue;
    const at = Math.max(earliest(lane, options), limitedUntil(lane, options));
    if (at > options.now) until = Math.min(until, at);
    else if (!best || goesBefore(lane, best)) best = lane;
  }
  if (best) return { kind: 'send', message: best.message };
  return until === Number.POSITIVE_INFINITY ? { kind: 'idle' } : { kind: 'wait', until };
}

/** What is left of a channel's budget at a time, refilled since it was last looked at. */
export function refilled(budget: ChannelBudget | undefined, options: { pace: EditPace; now: number }): ChannelBudget {
  const { pace, now } = options;
  if (!budget) return { edits: pace.burst, at: now };
  const grown = (Math.max(0, now - budget.at) / 1000) * pace.perSecond;
  return { edits: Math.min(pace.burst, budget.edits + grown), at: now };
}

function goesBefore(a: MessageLane, b: MessageLane): boolean {
  const difference = RANK[a.urgency!] - RANK[b.urgency!];
  return difference === 0 ? a.turn < b.turn : difference > 0;
}

function limitedUntil(lane: MessageLane, { limits, now }: Circumstances): number {
  const limit = limits.get(limitOf(lane));
  const needed = LEFT_MIN[lane.isShared ? 'shared' : 'own'][lane.urgency!];
  return limit && limit.left < needed && limit.until > now ? limit.until : 0;
}

/**
 * An end waits for nothing but Discord itself, and a state not long: a panel may say that a job is drawn which waits
 * again. A tick leaves half of the channel's budget to the others, and is for messages that nothing else moves.
 */
function earliest(lane: MessageLane, { budgets, pace, now }: Circumstances): number {
  const urgency = lane.urgency!;
  if (urgency === 'final' || urgency === 'whole') return lane.pausedUntil;
  const edits = refilled(budgets.get(lane.channel), { pace, now }).edits;
  const needed = urgency === 'tick' ? Math.max(1, pace.burst / 2) : 1;
  const affordable = edits >= needed ? now : now + Math.ceil(((needed - edits) / pace.perSecond) * 1000);
  if (urgency === 'state') return Math.max(lane.pausedUntil, lane.patientUntil, Math.min(affordable, lane.dueAt));
  const last = urgency === 'preview' ? lane.lastPreviewAt : lane.lastEditAt;
  const unpaused = Math.max(lane.pausedUntil, lane.previewsPausedUntil, lane.patientUntil, affordable);
  return Math.max(unpaused, last + pace.previewGapMs);
}
