import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ValidAnimate } from '#renderer/engine/contract/animate-task.ts';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { createAnimatorFinder } from '#renderer/models/animators.ts';
import { silentLog } from '#shared/log.ts';
import { engineSettings } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';
import { writeTinyAnimator } from '#test/renderer/engine/tiny-animator.ts';

const scratch = scratchFolder();
let engine: LocalEngine;
let task: ValidAnimate;

beforeAll(async () => {
  const path = await writeTinyAnimator(join(scratch, 'animators', 'tiny'));
  const image = await encodePng(storedGolden('control').recipe.picture('s1', [64, 96]), {});
  task = {
    ...{ kind: 'animate', animator: { name: 'tiny', path }, image, fit: 'cover', width: 64, height: 64, frames: 3 },
    ...{ framesPerSecond: 8, steps: 2, guidance: { first: 1, last: 2 }, seed: 1, motion: 127, imageNoise: 0.02 },
    ...{ decodedAtOnce: 2, previews: { everySteps: 1, maxSide: 0 } },
  };
  engine = new LocalEngine(engineSettings());
  await engine.ready;
});
afterAll(() => engine.close());

describe('the task animate', () => {
  it('gives one animation that moves, after steps with a preview of one frame', async () => {
    const events: EngineEvent[] = [];
    for await (const event of engine.render(task, new AbortController().signal)) events.push(event);
    const kinds = events.map(({ kind }) => kind).filter((kind) => kind !== 'preview');
    expect(kinds).toEqual(['started', 'step', 'step', 'animation', 'finished']);
    expect(events.find(({ kind }) => kind === 'preview')).toMatchObject({ width: 64, height: 64, mime: 'image/webp' });
    const animation = events.find((event) => event.kind === 'animation')!;
    expect(animation).toMatchObject({ seed: 1, width: 64, height: 64, frames: 3, framesPerSecond: 8 });
    const said = await sharp(animation.data).metadata();
    expect(said.xmpAsString).toContain('digitalsourcetype/compositeWithTrainedAlgorithmicMedia');
    expect(said).toMatchObject({ format: 'webp', pages: 3, delay: [125, 125, 125], loop: 0 });
    const pages = [0, 2].map((page) => sharp(animation.data, { page }).raw().toBuffer());
    const [first, last] = await Promise.all(pages);
    expect(first!.equals(last!)).toBe(false);
  });

  it('stops within a step', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const running = (async () => {
      for await (const { kind } of engine.render(task, stop.signal)) {
        seen.push(kind);
        if (kind === 'started') stop.abort();
      }
    })();
    await expect(running).rejects.toThrow();
    expect(seen).not.toContain('animation');
  });

  it('is offered where such a model lies in its folder, and another folder is refused by what is missing', async () => {
    const find = createAnimatorFinder(silentLog);
    const { usable, refused } = await find({ modelsFolder: scratch, hubFolder: scratch });
    expect(usable).toMatchObject([{ name: 'tiny', frames: 4, factor: 8, licence: null }]);
    expect(refused.size).toBe(0);
    const path = join(scratch, 'animators', 'tiny', 'unet');
    const broken = engine.render({ ...task, animator: { name: 'x', path } }, new AbortController().signal);
    await expect(broken.next()).rejects.toThrow(
      /Cannot load unet to animate pictures: scheduler\/scheduler_config.json is missing/,
    );
  });
});
