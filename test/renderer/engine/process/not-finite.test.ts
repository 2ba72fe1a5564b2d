import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ValidAnimate } from '#renderer/engine/contract/animate-task.ts';
import { type ModelChoice, modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import type { ValidTask } from '#renderer/engine/contract/task.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { blameDevice } from '#renderer/engine/process/blame-device.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { plainMessage } from '#shared/text/message.ts';
import { engineSettings } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';
import { writeTinyModel } from '#test/renderer/engine/pipeline/tiny-model.ts';
import { tinyRender } from '#test/renderer/engine/process/tiny-render.ts';
import { DECODER_END, decoderFile, scaleWeight, TOO_LARGE } from '#test/renderer/engine/scaled-weight.ts';
import { writeTinyAnimator } from '#test/renderer/engine/tiny-animator.ts';

const scratch = scratchFolder();
const silent = new AbortController().signal;
const refusing = async () => ({ refusal: plainMessage('wrong numbers'), attention: 'fused' as const });
const computing = async () => ({ refusal: null, attention: 'fused' as const });
/** What the next trial finds, as if it were on a card. */
let trial = computing as typeof refusing | typeof computing;
let engine: LocalEngine;
let model: ModelChoice;

beforeAll(async () => {
  const folder = await writeTinyModel(scratch, 'sd15');
  await scaleWeight(decoderFile(folder), DECODER_END, TOO_LARGE);
  model = { name: 'overflowing', files: modelFilesAt(folder), adapters: [] };
  engine = new LocalEngine(engineSettings(), { blame: (thrown) => blameDevice(thrown, 'cuda', () => trial()) });
  await engine.ready;
});
afterAll(() => engine.close());

/** Kinds of all events, and how it ended. */
async function ran(task: ValidTask): Promise<{ readonly kinds: readonly string[]; readonly thrown: unknown }> {
  const kinds: string[] = [];
  try {
    for await (const { kind } of engine.render(task, silent)) kinds.push(kind);
  } catch (thrown) {
    return { kinds, thrown };
  }
  return { kinds, thrown: null };
}

describe('a decoder that gives NaN', () => {
  it('ends the render with a sentence that says what may help, and no black picture', async () => {
    trial = computing;
    const { kinds, thrown } = await ran(await tinyRender('sd15', { model }));
    expect(kinds.filter((kind) => kind !== 'step')).toEqual(['started']);
    expect(thrown).toMatchObject({ code: 'internal', said: { key: 'decoder.not-finite' } });
  });

  it('is the device’s fault where a trial finds wrong numbers: the job is drawn again elsewhere', async () => {
    trial = refusing;
    const { thrown } = await ran(await tinyRender('sd15', { model }));
    expect(thrown).toMatchObject({
      ...{ code: 'unavailable', said: { key: 'device.sick', values: { provider: 'cuda' } } },
      cause: { said: { key: 'decoder.not-finite' } },
    });
  });

  it('ends a render whose small picture is to be enlarged, before its second pass', async () => {
    trial = computing;
    const hires = { width: 128, height: 128, steps: 2, strength: 0.5, by: 'pixels' } as const;
    const { kinds, thrown } = await ran(await tinyRender('sd15', { model, hires }));
    expect(kinds.filter((kind) => kind === 'step')).toHaveLength(4);
    expect(thrown).toMatchObject({ said: { key: 'decoder.not-finite' } });
  });

  it('ends a film', async () => {
    trial = computing;
    const path = await writeTinyAnimator(join(scratch, 'animator'));
    await scaleWeight(join(path, 'vae', 'model.safetensors'), DECODER_END, TOO_LARGE);
    const image = await encodePng(storedGolden('control').recipe.picture('s1', [64, 96]), {});
    const task: ValidAnimate = {
      ...{ kind: 'animate', animator: { name: 'tiny', path }, image, fit: 'cover', width: 64, height: 64, frames: 2 },
      ...{ framesPerSecond: 8, steps: 1, guidance: { first: 1, last: 1 }, seed: 1, motion: 127, imageNoise: 0.02 },
      ...{ decodedAtOnce: 2, previews: null },
    };
    const { kinds, thrown } = await ran(task);
    expect(kinds).toEqual(['started', 'step']);
    expect(thrown).toMatchObject({ said: { key: 'decoder.not-finite' } });
  });
});
