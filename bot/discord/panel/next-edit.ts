/**
 * What an edit is for, from what can wait to what cannot: a queue card's new position, a preview, a new state of the
 * job, its end.
 */
export type Urgency = 'tick' | 'preview' | 'state' | 'final';

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
  readonly inFlight: boolean;
  /** Discord has asked for a pause until then. */
  readonly pausedUntil: number;
  /** The same, but a state and an end may pass: they leave Discord's last free place to the final picture. */
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

const RANK: Readonly<Record<Urgency, number>> = { tick: 0, preview: 1, state: 2, final: 3 };

/** The more urgent of two. */
export function moreUrgent(a: Urgency | null, b: Urgency): Urgency {
  return a !== null && RANK[a] > RANK[b] ? a : b;
}

/** Which message is edited next: what may go now, the most urgent first; else when to look again. */
export function nextEdit(
  lanes: Iterable<MessageLane>,
  options: { readonly budgets: ReadonlyMap<string, ChannelBudget>; readonly pace: EditPace; readonly now: number },
): NextEdit {
  let best: MessageLane | null = null;
  let until = Number.POSITIVE_INFINITY;
  for (const lane of lanes) {
    if (lane.urgency === null || lane.inFlight) continue;
    const at = earliest(lane, { ...options, budget: options.budgets.get(lane.channel) });
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

/**
 * An end waits for nothing but Discord itself. A tick leaves half of the channel's budget to the others, and is for
 * messages that nothing else moves.
 */
function earliest(
  lane: MessageLane,
  options: { budget: ChannelBudget | undefined; pace: EditPace; now: number },
): number {
  const { pace, now } = options;
  const urgency = lane.urgency!;
  if (urgency === 'final') return lane.pausedUntil;
  const edits = refilled(options.budget, { pace, now }).edits;
  const needed = urgency === 'tick' ? Math.max(1, pace.burst / 2) : 1;
  const affordable = edits >= needed ? now : now + Math.ceil(((needed - edits) / pace.perSecond) * 1000);
  const unpaused = Math.max(lane.pausedUntil, lane.patientUntil, affordable);
  if (urgency === 'state') return unpaused;
  const last = urgency === 'preview' ? lane.lastPreviewAt : lane.lastEditAt;
  return Math.max(unpaused, lane.previewsPausedUntil, last + pace.previewGapMs);
}
