import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NetworkNeed, ResidentNetworks } from '#renderer/engine/residency/resident-networks.ts';

describe('a task among random others', () => {
  const names = ['u a10', 'u b20', 'u c30', 'v x10', 'v y40', 'w z25'];
  const tasks = fc.array(
    fc.record({
      needs: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }),
      arrivesAfter: fc.integer({ min: 0, max: 12 }),
      holds: fc.integer({ min: 0, max: 5 }),
      leavesAfter: fc.constantFrom(null, null, null, 0, 1, 3),
    }),
    { minLength: 1, maxLength: 12 },
  );

  it('gets all that it needs in the end, whoever else comes and goes, and the bounds hold', async () => {
    await fc.assert(
      fc.asyncProperty(tasks, fc.constantFrom('', 'u b20', 'v y40'), async (all, broken) => {
        const inUse = new Map<string, number>();
        const isOpen = new Set<string>();
        const [perKind, mib] = [2, 90];
        const need = (name: string): NetworkNeed => ({
          key: name,
          kind: name[0]!,
          mib: Number(/\d+$/.exec(name)![0]),
          async open() {
            if (name === broken) throw new Error('damaged');
            expect(isOpen.has(name)).toBe(false);
            isOpen.add(name);
            await setImmediate();
            return {
              async release() {
                expect(inUse.get(name) ?? 0).toBe(0);
                isOpen.delete(name);
              },
            };
          },
        });
        const residents = new ResidentNetworks({ perKind, mib, onChange: () => {} });
        const run = async ({ needs, arrivesAfter, holds, leavesAfter }: (typeof all)[number]) => {
          for (let turn = 0; turn < arrivesAfter; turn++) await setImmediate();
          const wanted = needs.map(need);
          if (!residents.fits(wanted)) return 'too large';
          const abort = new AbortController();
          if (leavesAfter !== null) void leaveAfter(leavesAfter, abort);
          try {
            const lease = await residents.acquire(wanted, abort.signal);
            for (const name of needs) inUse.set(name, (inUse.get(name) ?? 0) + 1);
            for (let turn = 0; turn < holds; turn++) {
              expect(needs.every((name) => isOpen.has(name))).toBe(true);
              expect(residents.size.mib).toBeLessThanOrEqual(mib);
              await setImmediate();
            }
            for (const name of needs) inUse.set(name, inUse.get(name)! - 1);
            lease.giveBack();
            return 'done';
          } catch (thrown) {
            return (thrown as Error).message;
          }
        };
        const outcomes = await Promise.all(all.map(run));
        for (const [i, outcome] of outcomes.entries()) {
          const { needs, leavesAfter } = all[i]!;
          const usual = needs.includes(broken) ? 'damaged' : 'done';
          expect([usual, 'too large', ...(leavesAfter === null ? [] : ['left'])]).toContain(outcome);
        }
        await residents.close();
        expect(isOpen.size).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});

async function leaveAfter(turns: number, abort: AbortController): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await setImmediate();
  abort.abort(new Error('left'));
}
