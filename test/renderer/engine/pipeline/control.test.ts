import { describe, expect, it } from 'vitest';
import { type SteeringUnit, steeringBy } from '#renderer/engine/pipeline/control.ts';
import type { GuidedRequest } from '#renderer/engine/pipeline/guidance.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { checkCase, storedGolden } from '#test/golden/check/check-case.ts';
import { CONTROL_PIPELINES_PART } from '#test/golden/check/parts/control-pipelines.ts';

const never = new AbortController().signal;
const numbers = (...values: number[]): Tensor => tensor([values.length, 1, 1, 1], Float32Array.from(values));

/** A network that says 1 and 10 of each row, and remembers how many rows it saw. */
function counting(seen: number[], change: Partial<SteeringUnit> = {}): SteeringUnit {
  const residuals: NonNullable<SteeringUnit['network']['residuals']> = {
    async predict({ latents }) {
      const rows = latents.dims[0]!;
      seen.push(rows);
      const all = (value: number) => numbers(...Array<number>(rows).fill(value));
      return { outputs: { control_0: all(1), control_mid: all(10) }, call: 1, pictures: 1 };
    },
  };
  const read = { hint: numbers(0) };
  return { network: { read: async () => read, residuals }, weight: 1, start: 0, end: 1, read, ...change };
}

/** A row for the prompt and one for the negative prompt. */
const request: GuidedRequest = {
  rows: { latents: numbers(5, 5), conditions: { encoder_hidden_states: numbers(1, 2) }, loras: null },
  negatives: [false, true],
  combine: (x) => x,
};

async function steered(units: readonly SteeringUnit[], { guess = false, step = 1, steps = 4 } = {}) {
  const moment = { input: numbers(5), timestep: 1, step, steps };
  const { conditions } = await steeringBy(units, guess).steer(request, moment, never);
  const added = Object.entries(conditions).filter(([name]) => name !== 'encoder_hidden_states');
  return Object.fromEntries(added.map(([name, { data }]) => [name, [...data]]));
}

describe('steering by pictures', () => {
  it('sums what networks say by their weights', async () => {
    const units = [counting([], { weight: 0.5 }), counting([], { weight: 2 })];
    expect(await steered(units)).toEqual({ control_0: [2.5, 2.5], control_mid: [25, 25] });
  });

  it('asks a network only in the steps that lie in its window, and otherwise leaves the request as it is', async () => {
    const seen: number[] = [];
    const half = [counting(seen, { start: 0.25, end: 0.75 })];
    const acts = [];
    for (const step of [1, 2, 3, 4]) acts.push(Object.keys(await steered(half, { step })).length > 0);
    expect(acts).toEqual([false, true, true, false]);
    expect(seen).toEqual([2, 2]);
  });

  it('asks for the prompt alone in guess mode, ever less the further out, and adds nothing to the negative row', async () => {
    const seen: number[] = [];
    expect(await steered([counting(seen)], { guess: true })).toEqual({
      control_0: [expect.closeTo(0.1), 0],
      control_mid: [10, 0],
    });
    expect(seen).toEqual([1]);
  });

  it("adds an adapter's features, which it said once, to every row", async () => {
    const read = { features_0: numbers(3) };
    const adapter = { ...counting([], { weight: 0.5, read }), network: { read: async () => read, residuals: null } };
    expect(await steered([adapter], { guess: true })).toEqual({ features_0: [1.5, 1.5] });
  });

  it('marks what is drawn anew for a network that was made for inpainting, as diffusers has it', () =>
    checkCase(CONTROL_PIPELINES_PART, 'sd15_holes4_strength', storedGolden('inpaint-control')));

  it("gives diffusers' latents in guess mode", () => checkCase(CONTROL_PIPELINES_PART, 'sd15_guess'));
});
