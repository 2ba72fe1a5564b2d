import {
  type ChannelBudget,
  DEFAULT_PACE,
  type EditPace,
  limitOf,
  type MessageLane,
  moreUrgent,
  nextEdit,
  refilled,
  type Urgency,
} from '#bot/discord/panel/next-edit.ts';
import { ToldLimits } from '#bot/discord/panel/told-limits.ts';
import { createTimeout, type Timeout } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';

/** What became of an edit. */
export type EditOutcome = (
  | { readonly kind: 'sent'; readonly pausePreviewsMs?: number }
  /** The message shows it already; nothing was sent. */
  | { readonly kind: 'unneeded' }
  /** To be sent again, or what is newer by then; `as`: no longer as urgent as it was. */
  | {
      readonly kind: 'later';
      readonly afterMs: number;
      readonly scope: 'message' | 'everything';
      readonly as?: Urgency;
    }
) & {
  /** Whether Discord has answered; undefined = it was not asked, or that says nothing. */
  readonly isReached?: boolean | undefined;
  /** What Discord has said of the limit in which edits of the message are counted. */
  readonly room?: { readonly left: number; readonly resetAfterMs: number } | null;
};

/** One message that is to be edited, and the most urgent reason to do so. */
export interface Edit {
  readonly message: string;
  readonly urgency: Urgency;
}

/** An edit whose turn has come. */
export interface DueEdit extends Edit {
  /** How many more may follow, as far as is known. */
  readonly left: number;
}

/** A state goes out after so long, whatever the channel's budget says: half of the time that a panel may be untrue. */
const STATE_WAITS_MS = 1500;

/** After so many failures in a row Discord is taken to be away. */
const AWAY_AFTER = 3;
/** While it is, one edit at a time finds out whether it is back. */
const PROBE_EVERY_MS = 500;

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
  /** It waits because Discord did not answer. */
  isBroken: boolean;
};

/**
 * Turns a stream of changes into edits that a channel can bear: per message the newest change wins, at most one edit is
 * in flight, ends go before states before previews, and no end is ever dropped. What Discord has said of its limits is
 * heeded for all messages that share one, with its last places kept for ends; where it does not answer at all one edit
 * at a time asks whether it is back, and then all go on at once.
 */
export class EditScheduler {
  readonly #send: (edit: DueEdit) => Promise<EditOutcome>;
  readonly #clock: Clock;
  readonly #pace: EditPace;
  readonly #lanes = new Map<string, OpenLane>();
  readonly #budgets = new Map<string, ChannelBudget>();
  readonly #limits = new ToldLimits();
  #failedInARow = 0;
  #probeAt = 0;
  #turns = 0;
  #everythingPausedUntil = 0;
  #closed = false;
  readonly #alarm: Timeout;
  #waiters: (() => void)[] = [];

  /** `send` shows the newest that is known of a message when its turn has come; it never throws. */
  constructor(options: { send: (edit: DueEdit) => Promise<EditOutcome>; clock: Clock; pace?: EditPace }) {
    this.#send = options.send;
    this.#clock = options.clock;
    this.#pace = options.pace ?? DEFAULT_PACE;
    this.#alarm = createTimeout(this.#clock, () => this.#pump());
  }

  /**
   * Something of that urgency has changed on the message. `isFirst`: nothing of ours is there yet, so it cannot wait.
   * `cost`: what the edit takes of the channel's budget, 1 when left out. `isShared`: see MessageLane.
   */
  offer(
    edit: Edit &
      Pick<MessageLane, 'channel'> & {
        readonly isFirst?: boolean;
        readonly cost?: number;
        readonly isShared?: boolean;
      },
  ): void {
    const { message, channel, urgency, isFirst = false, cost = 1, isShared = false } = edit;
    const lane = this.#lanes.get(message) ?? newLane({ message, channel, pausedUntil: this.#everythingPausedUntil });
    if (lane.urgency === null) {
      lane.turn = this.#turns++;
      lane.patientUntil = this.#clock.now() + this.#pace.previewGapMs / 2;
      lane.dueAt = this.#clock.now() + STATE_WAITS_MS;
    }
    if (urgency === 'preview') lane.withPreview = true;
    if (isFirst || urgency === 'preview' || urgency === 'final') lane.patientUntil = 0;
    Object.assign(lane, { forgotten: false, cost, isShared } satisfies Partial<OpenLane>);
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
      if (this.#isAway && now < this.#probeAt) {
        this.#alarm.reset(this.#probeAt - now);
        return;
      }
      const [budgets, limits] = [this.#budgets, this.#limits.all];
      const next = nextEdit(this.#lanes.values(), { budgets, limits, pace: this.#pace, now });
      if (next.kind === 'wait') this.#alarm.reset(next.until - now);
      if (next.kind !== 'send') return;
      const lane = this.#lanes.get(next.message)!;
      lane.ended = this.#begin(lane);
    }
  }

  get #isAway(): boolean {
    return this.#failedInARow >= AWAY_AFTER;
  }

  async #begin(lane: OpenLane): Promise<void> {
    const urgency = lane.urgency!;
    this.#spend(lane.channel, lane.cost);
    this.#probeAt = this.#clock.now() + PROBE_EVERY_MS;
    const left = this.#limits.take(lane, { edits: 1, now: this.#clock.now() });
    lane.urgency = null;
    lane.sending = urgency;
    lane.sendingPreview = lane.withPreview;
    lane.withPreview = false;
    lane.inFlight = true;
    lane.sendingSince = this.#clock.now();
    this.#settle(lane, await this.#send({ message: lane.message, urgency, left }));
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
    this.#learn(lane, verdict);
    // Nobody knows whether Discord has counted what it did not answer: an end is worth another try.
    if (lane.isBroken && isEnd(sent)) this.#limits.take(lane, { edits: -1, now });
    switch (verdict.kind) {
      case 'sent':
        lane.previewsPausedUntil = now + (verdict.pausePreviewsMs ?? 0);
        lane.lastEditAt = lane.sendingSince;
        if (lane.sendingPreview) lane.lastPreviewAt = lane.sendingSince;
        break;
      case 'unneeded':
        this.#spend(lane.channel, -lane.cost);
        this.#limits.take(lane, { edits: -1, now });
        break;
      case 'later':
        this.#pause(verdict.scope === 'everything' ? null : lane, now + verdict.afterMs);
        if (!lane.forgotten) lane.urgency = moreUrgent(lane.urgency, verdict.as ?? sent);
        lane.withPreview ||= lane.sendingPreview;
    }
    if (lane.urgency === null && (isEnd(sent) || lane.forgotten)) this.#lanes.delete(lane.message);
    this.#dropRestedBudgets(now);
    this.#releaseWaiters();
  }

  /** What the answer says of Discord itself. Once it answers again, nobody waits any longer because it did not. */
  #learn(lane: OpenLane, { isReached, room }: EditOutcome): void {
    const now = this.#clock.now();
    if (room) {
      const key = limitOf(lane);
      const inFlight = [...this.#lanes.values()].filter((other) => other.inFlight && limitOf(other) === key).length;
      this.#limits.tell(lane, { left: room.left, until: now + room.resetAfterMs, inFlight });
    }
    lane.isBroken = isReached === false;
    if (isReached === false) this.#failedInARow += 1;
    // Discord was not asked.
    if (isReached === undefined) this.#probeAt = now;
    if (isReached !== true || this.#failedInARow === 0) return;
    this.#failedInARow = 0;
    for (const other of this.#lanes.values())
      if (other.isBroken) Object.assign(other, { isBroken: false, pausedUntil: this.#everythingPausedUntil });
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
    this.#limits.drop(now);
  }

  #releaseWaiters(): void {
    if (this.#hasFinals() && !this.#closed) return;
    for (const resolve of this.#waiters.splice(0)) resolve();
  }

  #hasFinals(): boolean {
    return [...this.#lanes.values()].some(({ urgency, sending }) => isEnd(urgency) || isEnd(sending));
  }
}

function isEnd(urgency: Urgency | null): boolean {
  return urgency === 'final' || urgency === 'whole';
}

function newLane(start: Pick<MessageLane, 'message' | 'channel' | 'pausedUntil'>): OpenLane {
  return {
    ...start,
    urgency: null,
    turn: 0,
    patientUntil: 0,
    dueAt: 0,
    isShared: false,
    isBroken: false,
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
