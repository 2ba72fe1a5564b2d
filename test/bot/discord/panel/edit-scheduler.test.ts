import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EditOutcome, EditScheduler } from '#bot/discord/panel/edit-scheduler.ts';
import type { Urgency } from '#bot/discord/panel/next-edit.ts';
import { costOf } from '#bot/discord/panel/panel-state.ts';
import { createFakeClock, type FakeClock } from '#test/fakes/clock.ts';

const SENT: EditOutcome = { kind: 'sent' };

/** A scheduler over messages that are just numbers, with everything that was sent. */
function workshop(answer: (edit: { message: string; value: number }, clock: FakeClock) => Promise<EditOutcome>) {
  const clock = createFakeClock();
  const newest = new Map<string, number>();
  const sent: { message: string; value: number; urgency: Urgency; at: number }[] = [];
  const inFlight = new Map<string, number>();
  let most = 0;
  const edits = new EditScheduler({
    clock,
    async send({ message, urgency }) {
      const value = newest.get(message)!;
      sent.push({ message, value, urgency, at: clock.now() });
      inFlight.set(message, (inFlight.get(message) ?? 0) + 1);
      most = Math.max(most, inFlight.get(message)!);
      const verdict = await answer({ message, value }, clock);
      inFlight.set(message, inFlight.get(message)! - 1);
      return verdict;
    },
  });
  return {
    clock,
    edits,
    sent,
    mostInFlight: () => most,
    show(message: string, value: number, urgency: Urgency = 'preview', cost = 1) {
      newest.set(message, value);
      edits.offer({ message, channel: 'c', urgency, cost, isShared: cost === 1 });
    },
  };
}

const NOWHERE = { channelId: 'c', messageId: 'm', interactionToken: null, tokenExpiresAt: 0 };

const values = (sent: readonly { value: number }[]) => sent.map(({ value }) => value);

describe('a scheduler', () => {
  it('sends the first change at once and the newest of the rest when its time has come', async () => {
    const { show, sent, clock } = workshop(async () => SENT);
    for (const value of [1, 2, 3, 4]) show('m', value);
    expect(values(sent)).toEqual([1]);
    await clock.advance(1199);
    expect(values(sent)).toEqual([1]);
    await clock.advance(1);
    expect(values(sent)).toEqual([1, 4]);
  });

  it('shows twelve who draw in one channel for a minute five previews each, by their interactions’ own right', async () => {
    const { show, sent, clock } = workshop(async () => SENT);
    const people = Array.from({ length: 12 }, (_, n) => `${n}`);
    const BY_TOKEN = costOf({ address: { ...NOWHERE, interactionToken: 't', tokenExpiresAt: Infinity } }, clock.now());
    for (const one of people) show(one, 0, 'state', BY_TOKEN);
    for (let second = 1; second <= 60; second++) {
      await clock.advance(1000);
      for (const one of people) show(one, second, 'preview', BY_TOKEN);
    }
    const seen = people.map((one) => sent.filter(({ message, urgency }) => message === one && urgency === 'preview'));
    expect(Math.min(...seen.map(({ length }) => length))).toBeGreaterThanOrEqual(5);
    expect(sent.length).toBeLessThanOrEqual(110);
    expect(costOf({ address: NOWHERE }, clock.now())).toBe(1);
  });

  it('gives a state half a gap to become a preview, which then goes at once and counts as one', async () => {
    const { show, sent, clock } = workshop(async () => SENT);
    show('alone', 1, 'state');
    show('m', 2, 'state');
    await clock.advance(100);
    show('m', 3);
    expect(values(sent)).toEqual([3]);
    show('m', 4);
    await clock.advance(500);
    expect(values(sent)).toEqual([3, 1]);
    await clock.advance(700);
    expect(values(sent)).toEqual([3, 1, 4]);
  });

  it('does not keep back what is first in its message', async () => {
    const { edits, sent } = workshop(async () => SENT);
    edits.offer({ message: 'm', channel: 'c', urgency: 'state', isFirst: true });
    expect(sent).toHaveLength(1);
  });

  it('sends an end without waiting for the pace', async () => {
    const { show, sent, clock } = workshop(async () => SENT);
    show('m', 1);
    await clock.advance(10);
    show('m', 2, 'final');
    expect(values(sent)).toEqual([1, 2]);
  });

  it('waits for the edit in flight before the end', async () => {
    const { show, sent, clock } = workshop(async (_, clock) => {
      await clock.sleep(300);
      return SENT;
    });
    show('m', 1);
    show('m', 2, 'final');
    expect(values(sent)).toEqual([1]);
    await clock.advance(300);
    expect(values(sent)).toEqual([1, 2]);
  });

  it('sends again what Discord did not take, or what is newer by then', async () => {
    const verdicts: EditOutcome[] = [{ kind: 'later', afterMs: 2000, scope: 'message' }, SENT];
    const { show, sent, clock } = workshop(async () => verdicts.shift()!);
    show('m', 1, 'final');
    await clock.advance(0);
    await clock.advance(1000);
    show('m', 2, 'final');
    expect(values(sent)).toEqual([1]);
    await clock.advance(1000);
    expect(values(sent)).toEqual([1, 2]);
  });

  it('pauses every message, also one not seen before, when the whole bot is limited', async () => {
    const verdicts: EditOutcome[] = [{ kind: 'later', afterMs: 5000, scope: 'everything' }];
    const { show, sent, clock } = workshop(async () => verdicts.shift() ?? SENT);
    show('a', 1, 'final');
    await clock.advance(1);
    show('b', 2, 'final');
    await clock.advance(4900);
    expect(values(sent)).toEqual([1]);
    await clock.advance(100);
    expect(values(sent).toSorted()).toEqual([1, 1, 2]);
  });

  it('keeps the last places of a limit that messages share for the end of any of them', async () => {
    let left = 5;
    const { show, sent, clock } = workshop(async () => {
      left -= 1;
      return { kind: 'sent', room: { left, resetAfterMs: 5000 } };
    });
    for (const message of ['a', 'b', 'c', 'd']) {
      show(message, 1);
      await clock.advance(0);
    }
    show('d', 2, 'state');
    show('c', 2, 'state');
    await clock.advance(700);
    const what = () => sent.map(({ message, urgency }) => `${message} ${urgency}`);
    expect(what()).toEqual(['a preview', 'b preview', 'd state']);
    show('a', 9, 'final');
    show('b', 9, 'final');
    await clock.advance(0);
    expect(what().slice(3)).toEqual(['a final', 'b final']);
  });

  it('asks now and then whether Discord is back, and then shows every end at once', async () => {
    let isAway = true;
    const { show, sent, clock } = workshop(async ({ value }) => {
      if (value >= 50) return { kind: 'unneeded' };
      return isAway
        ? { kind: 'later', afterMs: 750, scope: 'message', isReached: false }
        : { kind: 'sent', isReached: true };
    });
    for (let index = 0; index < 50; index++) show(`m${index}`, index, 'final');
    await clock.advance(10_000);
    expect(sent.length).toBeLessThan(75);
    // What asks nothing of Discord finds nothing out, and holds up nobody.
    for (let index = 50; index < 60; index++) show(`m${index}`, index, 'final');
    isAway = false;
    await clock.advance(550);
    const ends = sent.slice(-60).flatMap(({ value }) => (value < 50 ? [value] : []));
    expect(ends.toSorted((a, b) => a - b)).toEqual([...Array(50).keys()]);
  });

  it('shows an end again with larger files only when no other message has something new', async () => {
    const verdicts: EditOutcome[] = [{ kind: 'later', afterMs: 0, scope: 'message', as: 'whole' }];
    const { show, sent, clock, edits } = workshop(async (_, clock) => {
      await clock.sleep(10);
      return verdicts.shift() ?? SENT;
    });
    show('a', 1, 'final');
    await clock.advance(10);
    expect(sent.map(({ urgency }) => urgency)).toEqual(['final', 'whole']);
    let isSettled = false;
    void edits.settled().then(() => {
      isSettled = true;
    });
    await clock.advance(5);
    expect(isSettled).toBe(false);
    await clock.advance(10);
    expect(isSettled).toBe(true);
  });

  it('shares one budget among the messages of a channel', async () => {
    const { show, sent, clock } = workshop(async () => SENT);
    for (let index = 0; index < 20; index++) show(`m${index}`, index);
    expect(sent).toHaveLength(5);
    await clock.advance(10_000);
    expect(sent).toHaveLength(15);
    show('end', 99, 'final');
    expect(sent.at(-1)).toMatchObject({ value: 99 });
  });

  it('does not count what turned out to be shown already', async () => {
    const { show, sent } = workshop(async () => ({ kind: 'unneeded' }));
    for (let index = 0; index < 20; index++) {
      show('m', index);
      await Promise.resolve();
      await Promise.resolve();
    }
    expect(sent).toHaveLength(20);
  });

  it('forgets a message, even when it is being edited', async () => {
    const { show, sent, clock, edits } = workshop(async (_, clock) => {
      await clock.sleep(100);
      return { kind: 'later', afterMs: 0, scope: 'message' };
    });
    show('m', 1);
    show('m', 2);
    edits.forget('m');
    await clock.advance(10_000);
    expect(values(sent)).toEqual([1]);
  });

  it('is settled when every end has been sent', async () => {
    const { show, sent, clock, edits } = workshop(async (_, clock) => {
      await clock.sleep(100);
      return SENT;
    });
    await edits.settled();
    show('m', 1);
    await edits.settled();
    show('m', 2, 'final');
    let settled = false;
    const waiting = edits.settled().then(() => {
      settled = true;
    });
    await clock.advance(150);
    expect(settled).toBe(false);
    await clock.advance(100);
    await waiting;
    expect(values(sent)).toEqual([1, 2]);
  });

  it('sends nothing after it was closed', async () => {
    const { show, sent, clock, edits } = workshop(async () => SENT);
    show('m', 1);
    show('m', 2);
    edits.close();
    show('m', 3, 'final');
    await clock.advance(60_000);
    await edits.settled();
    expect(values(sent)).toEqual([1]);
  });

  it('always ends with the newest, keeps every end, and never edits a message twice at once', async () => {
    const urgency = fc.constantFrom<Urgency>('tick', 'preview', 'state');
    const change = fc.record({ message: fc.constantFrom('a', 'b', 'c'), urgency, afterMs: fc.nat(900) });
    const mishap = fc.record({ takesMs: fc.nat(700), again: fc.boolean(), everything: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 30 }),
        fc.array(mishap, { maxLength: 12 }),
        async (changes, mishaps) => {
          const script = [...mishaps];
          const shop = workshop(async (_, clock) => {
            const { takesMs = 0, again = false, everything = false } = script.shift() ?? {};
            if (takesMs > 0) await clock.sleep(takesMs);
            return again ? { kind: 'later', afterMs: 400, scope: everything ? 'everything' : 'message' } : SENT;
          });
          const last = new Map<string, number>();
          for (const [index, { message, urgency, afterMs }] of changes.entries()) {
            last.set(message, index);
            shop.show(message, index, urgency);
            await shop.clock.advance(afterMs);
          }
          const ended = [...last].slice(0, 2);
          for (const [message, value] of ended) shop.show(message, value, 'final');
          await shop.clock.advance(120_000);
          await shop.edits.settled();
          expect(shop.mostInFlight()).toBeLessThanOrEqual(1);
          for (const [message, value] of last) {
            expect(shop.sent.findLast((edit) => edit.message === message)?.value).toBe(value);
          }
          for (const [message] of ended) {
            expect(shop.sent.findLast((edit) => edit.message === message)?.urgency).toBe('final');
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
