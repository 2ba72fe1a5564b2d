import {
  type ChannelBudget,
  DEFAULT_PACE,
  type EditPace,
  type MessageLane,
  moreUrgent,
  nextEdit,
  refilled,
  type Urgency,
} from '#bot/discord/panel/next-edit.ts';
import { createTimeout, type Timeout } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';

/** What became of an edit. */
export type EditOutcome =
  /** Over and done with; `pausePreviewsMs` when Discord has little room left on this message. */
  | { readonly kind: 'sent'; readonly pausePreviewsMs?: number }
  /** The message shows it already; nothing was sent. */
  | { readonly kind: 'unneeded' }
  /** To be sent again, or what is newer by then. */
  | { readonly kind: 'later'; readonly afterMs: number; readonly scope: 'message' | 'everything' };

/** One message that is to be edited, and the most urgent reason to do so. */
export interface Edit {
  readonly message: string;
  readonly urgency: Urgency;
}

type OpenLane = { -readonly [Key in keyof MessageLane]: MessageLane[Key] } & {
  /** There is a preview among what waits, and among what is being sent. */
  withPreview: boolean;
  /** What an edit takes of the channel's budget. */
  cost: number;
  sendingPreview: boolean;
  sending: Urgency | null;
  /** Of the edit that is in flight. */
  ended: Promise<void> | null;
  sendingSince: number;
  forgotten: boolean;
};

/**
 * Turns a stream of changes into edits that a channel can bear: per message the newest change wins, at most one edit is
 * in flight, ends go before states before previews, and no end is ever dropped.
 */
export class EditScheduler {
  readonly #send: (edit: Edit) => Promise<EditOutcome>;
  readonly #clock: Clock;
  readonly #pace: EditPace;
  readonly #lanes = new Map<string, OpenLane>();
  readonly #budgets = new Map<string, ChannelBudget>();
  #turns = 0;
  #everythingPausedUntil = 0;
  #closed = false;
  readonly #alarm: Timeout;
  #waiters: (() => void)[] = [];

  /** `send` shows the newest that is known of a message when its turn has come; it never throws. */
  constructor(options: { send: (edit: Edit) => Promise<EditOutcome>; clock: Clock; pace?: EditPace }) {
    this.#send = options.send;
    this.#clock = options.clock;
    this.#pace = options.pace ?? DEFAULT_PACE;
    this.#alarm = createTimeout(this.#clock, () => this.#pump());
  }

  /**
   * Something of that urgency has changed on the message. `isFirst`: nothing of ours is there yet, so it cannot wait.
   * `cost`: what the edit takes of the channel's budget, 1 when left out.
   */
  offer(edit: Edit & { readonly channel: string; readonly isFirst?: boolean; readonly cost?: number }): void {
    const { message, channel, urgency, isFirst = false, cost = 1 } = edit;
    const lane = this.#lanes.get(message) ?? newLane({ message, channel, pausedUntil: this.#everythingPausedUntil });
    if (lane.urgency === null) {
      lane.turn = this.#turns++;
      lane.patientUntil = this.#clock.now() + this.#pace.previewGapMs / 2;
    }
    if (urgency === 'preview') lane.withPreview = true;
    if (isFirst || urgency === 'preview' || urgency === 'final') lane.patientUntil = 0;
    Object.assign(lane, { forgotten: false, cost } satisfies Partial<OpenLane>);
    lane.urgency = moreUrgent(lane.urgency, urgency);
    this.#lanes.set(message, lane);
    this.#pump();
  }

  /** Nothing more is to be shown on the message. */
  forget(message: string): void {
    const lane = this.#lanes.get(message);
    if (!lane) return;
    lane.urgency = null;
    lane.forgotten = true;
    if (!lane.inFlight) this.#lanes.delete(message);
    this.#releaseWaiters();
  }

  /** Resolves when no end waits and none is in flight. */
  async settled(): Promise<void> {
    if (this.#hasFinals() && !this.#closed) await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  /** Resolves when no edit of the message is in flight. */
  async rested(message: string): Promise<void> {
    const lane = this.#lanes.get(message);
    if (lane?.inFlight) await lane.ended;
  }

  /** Sends nothing more; what is in flight ends by itself. */
  close(): void {
    this.#closed = true;
    this.#alarm.stop();
    this.#releaseWaiters();
  }

  #pump(): void {
    this.#alarm.stop();
    while (!this.#closed) {
      const now = this.#clock.now();
      const next = nextEdit(this.#lanes.values(), { budgets: this.#budgets, pace: this.#pace, now });
      if (next.kind === 'wait') this.#alarm.reset(next.until - now);
      if (next.kind !== 'send') return;
      const lane = this.#lanes.get(next.message)!;
      lane.ended = this.#begin(lane);
    }
  }

  async #begin(lane: OpenLane): Promise<void> {
    const urgency = lane.urgency!;
    this.#spend(lane.channel, lane.cost);
    lane.urgency = null;
    lane.sending = urgency;
    lane.sendingPreview = lane.withPreview;
    lane.withPreview = false;
    lane.inFlight = true;
    lane.sendingSince = this.#clock.now();
    this.#settle(lane, await this.#send({ message: lane.message, urgency }));
    this.#pump();
  }

  #spend(channel: string, edits: number): void {
    const now = this.#clock.now();
    const budget = refilled(this.#budgets.get(channel), { pace: this.#pace, now });
    this.#budgets.set(channel, { edits: Math.max(-this.#pace.burst, budget.edits - edits), at: now });
  }

  #settle(lane: OpenLane, verdict: EditOutcome): void {
    const now = this.#clock.now();
    const sent = lane.sending!;
    lane.inFlight = false;
    lane.sending = null;
    switch (verdict.kind) {
      case 'sent':
        lane.previewsPausedUntil = now + (verdict.pausePreviewsMs ?? 0);
        lane.lastEditAt = lane.sendingSince;
        if (lane.sendingPreview) lane.lastPreviewAt = lane.sendingSince;
        break;
      case 'unneeded':
        this.#spend(lane.channel, -lane.cost);
        break;
      case 'later':
        this.#pause(verdict.scope === 'everything' ? null : lane, now + verdict.afterMs);
        if (!lane.forgotten) lane.urgency = moreUrgent(lane.urgency, sent);
        lane.withPreview ||= lane.sendingPreview;
    }
    if (lane.urgency === null && (sent === 'final' || lane.forgotten)) this.#lanes.delete(lane.message);
    this.#dropRestedBudgets(now);
    this.#releaseWaiters();
  }

  /** Null pauses every message. */
  #pause(only: OpenLane | null, until: number): void {
    if (!only) this.#everythingPausedUntil = Math.max(this.#everythingPausedUntil, until);
    for (const lane of only ? [only] : this.#lanes.values()) lane.pausedUntil = Math.max(lane.pausedUntil, until);
  }

  /** A channel that has rested is like one never seen. */
  #dropRestedBudgets(now: number): void {
    for (const [channel, budget] of this.#budgets) {
      if (refilled(budget, { pace: this.#pace, now }).edits >= this.#pace.burst) this.#budgets.delete(channel);
    }
  }

  #releaseWaiters(): void {
    if (this.#hasFinals() && !this.#closed) return;
    for (const resolve of this.#waiters.splice(0)) resolve();
  }

  #hasFinals(): boolean {
    return [...this.#lanes.values()].some((lane) => lane.urgency === 'final' || lane.sending === 'final');
  }
}

function newLane(start: Pick<MessageLane, 'message' | 'channel' | 'pausedUntil'>): OpenLane {
  return {
    ...start,
    urgency: null,
    turn: 0,
    patientUntil: 0,
    withPreview: false,
    cost: 1,
    sendingPreview: false,
    inFlight: false,
    sending: null,
    ended: null,
    sendingSince: 0,
    forgotten: false,
    previewsPausedUntil: 0,
    lastPreviewAt: Number.NEGATIVE_INFINITY,
    lastEditAt: Number.NEGATIVE_INFINITY,
  };
}
