import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doneAfter, type Share } from '#bot/dispatch/shared-steps.ts';
import { createSpeeds } from '#bot/dispatch/speed-estimate.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

/** A renderer as it is: round by round, each of those in it takes one step. */
function simulate(
  renders: readonly Share[],
  slots: number,
  onRound: (at: number, taken: readonly number[]) => void = () => {},
) {
  const left = renders.map(({ steps }) => steps);
  const done: number[] = renders.map(() => 0);
  const inside: number[] = [];
  let next = 0;
  let at = 0;
  const join = () => {
    while (inside.length < slots && next < renders.length) {
      if (left[next]! > 0) inside.push(next);
      else done[next] = at;
      next += 1;
    }
  };
  for (join(); inside.length > 0; join()) {
    at += inside.reduce((sum, index) => sum + renders[index]!.stepMs, 0);
    const taken = [...inside];
    for (const index of taken) {
      left[index]! -= 1;
      if (left[index] !== 0) continue;
      done[index] = at;
      inside.splice(inside.indexOf(index), 1);
    }
    onRound(at, taken);
  }
  return done;
}

const share = fc.record({ steps: fc.integer({ min: 1, max: 60 }), stepMs: fc.integer({ min: 1, max: 900 }) });

describe('renders that share a renderer', () => {
  it('are done when a simulation, step by step, is done with them', () => {
    fc.assert(
      fc.property(fc.array(share, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (renders, slots) => {
        expect(doneAfter(renders, slots)).toEqual(simulate(renders, slots));
      }),
      { numRuns: 300 },
    );
  });

  it('a short one beside a long one takes twice its own time, and one behind both waits for the short one only', () => {
    const [long, short, next] = [100, 8, 8].map((steps) => ({ steps, stepMs: 300 }));
    expect(doneAfter([long!, short!, next!], 2)).toEqual([(100 + 16) * 300, 16 * 300, 32 * 300]);
    expect(doneAfter([long!, short!, next!], 1)).toEqual([30_000, 32_400, 34_800]);
  });

  it('is told steadily and truly while it is measured: what is said of a job comes within a quarter of the truth', () => {
    const order = settledOrder({ width: 512, height: 512, steps: 60 }).task;
    const renderer: RendererSnapshot = {
      ...{ id: 'r', address: '', up: true, downReason: null, description: null, state: null },
    };
    const noise = fc.array(fc.double({ min: 0.8, max: 1.25, noNaN: true }), { minLength: 80, maxLength: 80 });
    const outliers = fc.array(fc.nat(79), { maxLength: 5 });
    fc.assert(
      fc.property(noise, outliers, fc.integer({ min: 1, max: 4 }), (factors, slow, slots) => {
        const speeds = createSpeeds();
        const renders = Array.from({ length: slots }, () => ({ steps: 60, stepMs: 100 }));
        let at = 0;
        const told: { readonly at: number; readonly etaMs: number }[] = [];
        for (let round = 0; round < 60; round += 1) {
          const stepMs = slots * 100 * factors[round]! * (slow.includes(round) || round === 0 ? 4 : 1);
          at += stepMs;
          for (let one = 0; one < slots; one += 1) speeds.observe('r', order, { stepMs, at: at + one });
          const left = renders.map(({ steps }) => ({
            steps: steps - round - 1,
            stepMs: speeds.predict(renderer, order, 1)!,
          }));
          told.push({ at, etaMs: doneAfter(left, slots)[0]! });
        }
        // From when the first, slow steps count no more until little is left.
        for (const { at: when, etaMs } of told.slice(16, 50)) {
          const slowest = 3 * 5 * slots * 125; // what steps that stumble may still add
          expect(Math.abs(when + etaMs - at)).toBeLessThan(0.25 * (at - when) + slowest);
        }
        const ends = told.slice(16, 50).map((each) => each.at + each.etaMs);
        for (const [index, end] of ends.entries())
          if (index > 0) expect(Math.abs(end - ends[index - 1]!)).toBeLessThan(0.15 * at);
      }),
      { numRuns: 100 },
    );
  });
});
