import { describe, expect, it, onTestFinished } from 'vitest';
import type { Leadership, LeadershipTerm } from '#bot/ports/leadership.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import { type Clock, systemClock } from '#shared/clock.ts';
import { newJob } from '#test/fakes/new-job.ts';

/** Bots of one ledger. */
export interface Bots {
  readonly ledger: Ledger;
  join(name: string, clock: Clock): Leadership;
  close(): Promise<void>;
}

/** What every right to dispatch keeps to that several bots can have in turn. */
export function leadershipContract(name: string, open: () => Promise<Bots>) {
  describe(`${name}: the right to dispatch`, () => {
    it('is one bot’s; the next has it as soon as it is given back, with a higher epoch', async () => {
      const bots = await open();
      const first = watch(bots.join('first', systemClock));
      const epoch = (await first.next())!.epoch;
      const second = watch(bots.join('second', systemClock));
      expect(await second.next()).toBeNull();
      await first.leave();
      expect((await second.next())!.epoch).toBeGreaterThan(epoch);
      await second.leave();
      await bots.close();
    });

    it('goes on when its holder stands still, whose writes are refused and who learns of it on waking', async () => {
      const bots = await open();
      const frozen = freezable();
      const first = watch(bots.join('first', frozen.clock));
      const old = (await first.next())!;
      expect(old.isSure()).toBe(true);
      await bots.ledger.takeOver(old.epoch);
      await bots.ledger.accept(newJob('a'));
      frozen.stop();
      const second = watch(bots.join('second', systemClock));
      expect(await second.next()).toBeNull();
      const newer = (await second.next())!;
      expect(newer.epoch).toBeGreaterThan(old.epoch);
      await bots.ledger.takeOver(newer.epoch);
      await bots.ledger.accept(newJob('b'));
      for (const id of ['a', 'b'])
        await expect(bots.ledger.beginAttempt(id, { rendererId: 'r', epoch: old.epoch })).rejects.toMatchObject({
          code: 'superseded',
        });
      expect([old.signal.aborted, old.isSure(), newer.isSure()]).toEqual([false, false, true]);
      frozen.wake();
      expect(await first.next()).toBeNull();
      expect(old.signal.aborted).toBe(true);
      expect(await bots.ledger.beginAttempt('a', { rendererId: 'r', epoch: newer.epoch })).toBe(1);
      await Promise.all([first.leave(), second.leave()]);
      await bots.close();
    });
  });
}

function watch(leadership: Leadership) {
  const leaving = new AbortController();
  const terms = leadership.terms(leaving.signal);
  const leave = async () => {
    leaving.abort();
    await terms.next();
  };
  onTestFinished(leave);
  return { leave, next: async () => (await terms.next()).value as LeadershipTerm | null };
}

/** The machine's clock, whose timers can stand still. */
function freezable() {
  let thaw: (() => void) | null = null;
  let frozen = Promise.resolve();
  const clock: Clock = {
    now: systemClock.now,
    async sleep(ms, signal) {
      await systemClock.sleep(ms, signal);
      await frozen;
    },
  };
  return {
    clock,
    stop() {
      const { promise, resolve } = Promise.withResolvers<void>();
      [frozen, thaw] = [promise, resolve];
    },
    wake: () => thaw?.(),
  };
}
