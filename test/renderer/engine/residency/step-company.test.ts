import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UNet } from '#renderer/engine/networks/network.ts';
import { createStepBatcher, type StepBatcher } from '#renderer/engine/residency/step-batcher.ts';
import { filled, someRequest } from '#test/renderer/engine/residency/some-unet-request.ts';

const forever = new AbortController().signal;

describe('a picture in any company', () => {
  const render = fc.record({
    value: fc.integer({ min: 1, max: 500 }),
    steps: fc.integer({ min: 1, max: 5 }),
    rows: fc.integer({ min: 1, max: 3 }),
    tokens: fc.constantFrom(3, 6),
    priority: fc.integer({ min: 0, max: 1 }),
    arrivesAfter: fc.integer({ min: 0, max: 6 }),
    fault: fc.constantFrom(null, null, 'throws', 'not finite'),
    faultAt: fc.integer({ min: 0, max: 4 }),
  });
  type Render = typeof render extends fc.Arbitrary<infer T> ? T : never;

  const [THROWS, NOT_FINITE] = [-7777, -8888];

  /** Squares and adds, row by row; a row with a marker makes the whole call throw, or comes back as NaN. */
  const unet: UNet = {
    async predict({ latents, timesteps, conditions: { encoder_hidden_states: text } }) {
      if (latents.data.includes(THROWS)) throw new Error('at fault');
      const size = latents.data.length / latents.dims[0]!;
      const width = text!.data.length / text!.dims[0]!;
      const data = latents.data.map((x, i) => {
        const at = Math.floor(i / size);
        return x === NOT_FINITE ? Number.NaN : (x * x) / 700 + timesteps[at]! + text!.data[at * width]!;
      });
      return { dims: latents.dims, data };
    },
  };

  async function run(batcher: StepBatcher, { value, steps, rows, tokens, priority, fault, faultAt }: Render) {
    let latents = filled([rows, 4, 2, 2], value);
    for (let step = 0; step < steps; step++) {
      if (fault && step === faultAt) latents = filled(latents.dims, fault === 'throws' ? THROWS : NOT_FINITE);
      const request = { ...someRequest(0, { rows, tokens, timestep: value % (step + 7) }), latents, priority };
      try {
        latents = (await batcher.predict(request, forever)).output;
      } catch (thrown) {
        return (thrown as Error).message;
      }
      if (!latents.data.every(Number.isFinite)) return 'not finite';
      latents = { ...latents, data: latents.data.map((x) => x % 1000) };
    }
    return [...latents.data];
  }

  it('is what it is alone, and so is its failure', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(render, { minLength: 1, maxLength: 7 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(0, 300, 2_000),
        async (renders, rowsMax, pictureMs) => {
          const options = { area: 4, rowsMax, msMax: 1_000, expectMs: () => pictureMs };
          const alone = [];
          for (const one of renders) alone.push(await run(createStepBatcher(unet, options), one));
          const batcher = createStepBatcher(unet, options);
          const together = await Promise.all(
            renders.map(async (one) => {
              for (let turn = 0; turn < one.arrivesAfter; turn++) await setImmediate();
              return run(batcher, one);
            }),
          );
          expect(together).toEqual(alone);
        },
      ),
      { numRuns: 60 },
    );
  });
});
