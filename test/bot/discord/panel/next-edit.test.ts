import { describe, expect, it } from 'vitest';
import {
  DEFAULT_PACE,
  limitOf,
  type MessageLane,
  moreUrgent,
  nextEdit,
  refilled,
  type Urgency,
} from '#bot/discord/panel/next-edit.ts';

const NOW = 10_000;

function lane(message: string, change: Partial<MessageLane> = {}): MessageLane {
  return {
    message,
    channel: 'c',
    urgency: 'preview',
    turn: 0,
    patientUntil: 0,
    dueAt: Number.POSITIVE_INFINITY,
    isShared: false,
    inFlight: false,
    pausedUntil: 0,
    previewsPausedUntil: 0,
    lastPreviewAt: Number.NEGATIVE_INFINITY,
    lastEditAt: Number.NEGATIVE_INFINITY,
    ...change,
  };
}

function check(lanes: readonly MessageLane[], expected: unknown, edits = 5, left = 5) {
  const budgets = new Map([['c', { edits, at: NOW }]]);
  const limit = { left, until: NOW + 3000 };
  const limits = new Map(lanes.map((one) => [limitOf(one), limit]));
  expect(nextEdit(lanes, { budgets, limits, pace: DEFAULT_PACE, now: NOW })).toEqual(expected);
}

const send = (message: string) => ({ kind: 'send', message });
const wait = (ms: number) => ({ kind: 'wait', until: NOW + ms });
const IDLE = { kind: 'idle' };

describe('nextEdit()', () => {
  it('has nothing to do without changes', () => check([lane('a', { urgency: null })], IDLE));
  it('does not touch a message that is being edited', () => check([lane('a', { inFlight: true })], IDLE));
  it('sends the end before the state before larger files before the preview before the tick', () => {
    const lanes = (['tick', 'preview', 'whole', 'state', 'final'] as const).map((urgency) =>
      lane(urgency, { urgency }),
    );
    for (let left = lanes.length; left > 0; left--) check(lanes.slice(0, left), send(lanes[left - 1]!.message));
  });
  it('serves first who waits longest', () =>
    check([lane('late', { turn: 2 }), lane('early', { turn: 1 })], send('early')));
  it('keeps previews of one message apart', () => check([lane('a', { lastPreviewAt: NOW - 200 })], wait(1000)));
  it('keeps back a tick or a state for the preview that may follow, and a tick from a message that has just changed', () => {
    for (const urgency of ['tick', 'state'] as const)
      check([lane('a', { urgency, patientUntil: NOW + 500 })], wait(500));
    check([lane('a', { urgency: 'tick', lastEditAt: NOW - 200 })], wait(1000));
    check([lane('a', { urgency: 'preview', lastEditAt: NOW })], send('a'));
  });
  it('lets a state pass between previews', () =>
    check([lane('a', { urgency: 'state', lastPreviewAt: NOW - 200 })], send('a')));
  it('waits as long as Discord asked', () =>
    check([lane('a', { urgency: 'final', pausedUntil: NOW + 700 })], wait(700)));
  it('lets an end pass where previews are paused', () => {
    check([lane('a', { previewsPausedUntil: NOW + 700 })], wait(700));
    check([lane('a', { urgency: 'final', previewsPausedUntil: NOW + 700 })], send('a'));
  });
  it.each([
    ['a token', false, { tick: 2, preview: 2, whole: 1, state: 1, final: 1 }],
    ['the bot’s own right', true, { tick: 5, preview: 4, whole: 3, state: 3, final: 1 }],
  ] as const)('leaves the last places of the limit of %s to ends', (_, isShared, needed) => {
    for (const [urgency, left] of Object.entries(needed) as [Urgency, number][]) {
      check([lane('a', { urgency, isShared })], send('a'), 5, left);
      check([lane('a', { urgency, isShared })], wait(3000), 5, left - 1);
    }
  });
  it('lets a state wait for the budget no longer than it may', () =>
    check([lane('a', { urgency: 'state', dueAt: NOW + 400 })], wait(400), -5));
  it('waits for the budget of the channel', () => check([lane('a')], wait(750), 0.25));
  it('sends an end without budget', () => check([lane('a', { urgency: 'final' })], send('a'), -5));
  it('does not spend the last edits on ticks', () => check([lane('a', { urgency: 'tick' })], wait(500), 2));
  it('looks again when the first of several may go', () =>
    check([lane('a', { lastPreviewAt: NOW - 200 }), lane('b', { lastPreviewAt: NOW - 900 })], wait(300)));
});

describe('refilled()', () => {
  it('gives a channel never seen its full budget', () =>
    expect(refilled(undefined, { pace: DEFAULT_PACE, now: NOW })).toEqual({ edits: 5, at: NOW }));
  it('grows with time up to the burst', () => {
    const budget = { edits: -1, at: NOW - 3000 };
    expect(refilled(budget, { pace: DEFAULT_PACE, now: NOW }).edits).toBe(2);
    expect(refilled({ ...budget, at: 0 }, { pace: DEFAULT_PACE, now: NOW }).edits).toBe(5);
  });
  it('does not shrink when the clock is set back', () =>
    expect(refilled({ edits: 2, at: NOW + 9000 }, { pace: DEFAULT_PACE, now: NOW }).edits).toBe(2));
});

describe('moreUrgent()', () => {
  it('keeps the more urgent of two', () => {
    expect(moreUrgent(null, 'tick')).toBe('tick');
    expect(moreUrgent('final', 'preview')).toBe('final');
    expect(moreUrgent('preview', 'state')).toBe('state');
  });
});
