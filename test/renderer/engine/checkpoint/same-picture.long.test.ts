import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { type ModelFiles, modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { decodePicture } from '#renderer/engine/image/decode-picture.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { demoRender, drawAll, engineSettings, plainPrompt } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { SMALL_MODELS, writeFolder, writeSingleFile } from '#test/renderer/engine/checkpoint/small-model.ts';

const scratch = scratchFolder();

const latents: Tensor[] = [];
const engine = new LocalEngine(engineSettings(), { onLatents: (seen) => latents.push(seen) });
afterAll(() => engine.close());

/** The final latents and the picture's pixels of a short render, with guidance and a negative prompt. */
async function draw(files: ModelFiles) {
  latents.length = 0;
  const events = await drawAll(
    engine,
    demoRender({
      model: { name: 'small', files, adapters: [] },
      negative: plainPrompt('rain'),
      sampler: 'euler',
      guidance: 3,
      width: 32,
      height: 32,
    }),
  );
  const picture = events.find((event) => event.kind === 'picture');
  // Its settings name the files that it was drawn with; here the pixels alone count.
  const { data } = await decodePicture('picture', picture!.data, { width: 32, height: 32 });
  return { latents: [...latents[0]!.data], pixels: [...data] };
}

describe('one model as a folder and as a single file', () => {
  it.each(['sd15', 'sdxl'] as const)('draws the same picture: %s', async (family) => {
    const file = join(scratch, `${family}.safetensors`);
    const folder = join(scratch, family);
    await writeSingleFile(file, SMALL_MODELS[family]);
    const single = await readCheckpoint(modelFilesAt(file));
    expect(single.family).toBe(family === 'sdxl' ? 'sdxl' : 'sd15');
    await writeFolder(folder, SMALL_MODELS[family], single.scheduler);
    expect(single.zerosForEmptyNegative).toBe(family === 'sdxl');
    expect((await readCheckpoint(modelFilesAt(folder))).zerosForEmptyNegative).toBe(family === 'sdxl');
    const fromFile = await draw(modelFilesAt(file));
    expect(fromFile.latents.every(Number.isFinite)).toBe(true);
    expect(Math.max(...fromFile.latents)).toBeGreaterThan(0.5);
    const fromFolder = await draw(modelFilesAt(folder));
    const apart = fromFolder.latents.map((value, i) => Math.abs(value - fromFile.latents[i]!));
    // OpenCLIP's projection is multiplied from the other side, which rounds otherwise.
    expect(Math.max(...apart)).toBeLessThan(family === 'sdxl' ? 1e-4 : 1e-9);
    // A VAE of its own in either form gives the picture that the model's own gives.
    const elsewhere = join(scratch, `${family}-vae`);
    cpSync(join(folder, 'vae'), elsewhere, { recursive: true });
    const withVae = await draw({ ...modelFilesAt(file), vae: elsewhere });
    expect(withVae).toEqual(fromFile);
    writeFileSync(join(folder, 'model_index.json'), '{"force_zeros_for_empty_prompt":false}');
    expect((await readCheckpoint(modelFilesAt(folder))).zerosForEmptyNegative).toBe(false);
  });
});
