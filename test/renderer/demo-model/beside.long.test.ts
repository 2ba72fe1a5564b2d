import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { ValidControl } from '#renderer/engine/contract/task.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { demoRender, engineSettings, picturesOf, plainPrompt } from '#test/contract/engine.ts';
import { edgeOverlap } from '#test/renderer/demo-model/edge-overlap.ts';

const path = fileURLToPath(new URL('../../../renderer/demo-model/controlnets/canny-demo', import.meta.url));
const THINGS = ['house', 'castle', 'lighthouse', 'tree', 'flower', 'car', 'boat', 'balloon', 'rocket', 'cat'];
const COLOURS = ['red', 'blue', 'yellow', 'green', 'pink'];
const SIDES = ['on the left', 'in the middle', 'on the right'];
const PLACES = ['in a meadow', 'on the beach', 'in the snow', 'in the desert'];
const engine = new LocalEngine(engineSettings());

afterAll(() => engine.close());

async function drawn(words: string, seed: number, control: ValidControl = { units: [], guess: false }) {
  const size = { width: 128, height: 128 };
  const render = demoRender({ prompt: plainPrompt(words), seed, control, steps: 4, ...size });
  const [picture] = await picturesOf(engine, render);
  return picture!;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the bundled ControlNet', () => {
  it('keeps other pictures to the edges of a picture that was drawn before', { timeout: 120_000 }, async () => {
    const kept: number[] = [];
    const free: number[] = [];
    for (const [i, thing] of THINGS.entries()) {
      const [colour, side, place] = [COLOURS[i % 5]!, SIDES[i % 3]!, PLACES[i % 4]!];
      const image = await drawn(`a ${colour} ${thing} ${side} ${place} by day`, 100 + i);
      const preparation = { method: 'canny', network: null } as const;
      const unit = { network: { name: 'canny', path }, image, weight: 1, start: 0, end: 1, preparation };
      const other = `a ${COLOURS[(i + 2) % 5]} ${thing} ${place} by day`;
      kept.push(await edgeOverlap(image, await drawn(other, 200 + i, { units: [unit], guess: false })));
      free.push(await edgeOverlap(image, await drawn(other, 200 + i)));
    }
    // 0.601 and 0.186 on the machine that it was trained on; another one's sums differ in their last digits.
    expect(mean(kept)).toBeGreaterThan(0.595);
    expect(mean(free)).toBeLessThan(0.2);
  });
});
