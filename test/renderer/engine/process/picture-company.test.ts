import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import { silentLog } from '#shared/log.ts';
import { demoModel, demoRender, engineSettings, picturesOf, plainPrompt } from '#test/contract/engine.ts';

const engine = new ChildEngine(engineSettings(), { log: silentLog });
afterAll(() => engine.close());

const PROMPTS = ['a cat', 'a (red:1.4) house at night, in the snow', ''];

/** Pictures of the bundled model that differ in whatever may or may not share a call, and when each is asked for. */
const wish = fc.record({
  afterMs: fc.integer({ min: 0, max: 150 }),
  prompt: fc.constantFrom(...PROMPTS),
  adapters: fc.constantFrom<readonly string[]>(['lcm'], []),
  sampler: fc.constantFrom('lcm', 'ddim', 'euler_a'),
  guidance: fc.constantFrom(1, 4),
  steps: fc.integer({ min: 1, max: 4 }),
  side: fc.constantFrom(64, 64, 96),
  count: fc.integer({ min: 1, max: 2 }),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  priority: fc.integer({ min: 0, max: 1 }),
});
type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

async function draw({ prompt, adapters, side, ...rest }: Wish): Promise<readonly Buffer[]> {
  const render = { ...rest, prompt: plainPrompt(prompt), model: demoModel(...adapters), width: side, height: side };
  return Promise.all((await picturesOf(engine, demoRender(render))).map((png) => sharp(png).raw().toBuffer()));
}

async function drawLater(each: Wish): Promise<readonly Buffer[]> {
  await setTimeout(each.afterMs);
  return draw(each);
}

function furthest(a: Buffer, b: Buffer): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), a.length === b.length ? 0 : 255);
}

it('pictures are the same in any company, whenever each of them comes', { timeout: 60_000 }, async () => {
  await engine.ready;
  await fc.assert(
    fc.asyncProperty(fc.array(wish, { minLength: 2, maxLength: 5 }), async (wishes) => {
      const alone: (readonly Buffer[])[] = [];
      for (const each of wishes) alone.push(await draw(each));
      const together = await Promise.all(wishes.map(drawLater));
      const apart = alone.flatMap((pictures, i) => pictures.map((picture, j) => furthest(picture, together[i]![j]!)));
      expect(Math.max(...apart)).toBeLessThanOrEqual(1);
    }),
    { numRuns: 8, endOnFailure: true },
  );
});
