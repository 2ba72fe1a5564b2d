import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { type ModelChoice, modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import type { ValidRender, ValidSource } from '#renderer/engine/contract/task.ts';
import { followRecipe } from '#renderer/engine/pipeline/recipe.ts';
import type { LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import { type ModelLease, ModelLoader } from '#renderer/engine/residency/model-loader.ts';
import { createNoise } from '#renderer/engine/samplers/random.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { demoRender, plainPrompt } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { type GoldenTensor, uniform } from '#test/renderer/engine/graph/golden.ts';
import { type GoldenCase, pipelines, writeTinyModel } from '#test/renderer/engine/pipeline/tiny-model.ts';

/** Of the root mean square of diffusers' latents: the largest difference of a sampled element. */
const TOLERANCE = 1e-4;

/** Titles of the cases that every run of the tests has: one for each kind of picture. */
export const EVERYDAY: ReadonlySet<string> = new Set([
  'sd15 text to image',
  'sdxl with everything told',
  'full lcm',
  'sd15 from a picture',
  'by instruction',
  'masked latents at strength 0.6',
  'a network that sees the mask at strength 0.6',
  'base and refiner with euler',
  'a second pass on larger latents',
]);

const [WIDTH, HEIGHT] = [80, 64];
const scratch = scratchFolder();
const options = { provider: 'cpu', threads: 1, batchRows: 8, cacheFolder: scratch } as const;
const loader = new ModelLoader({ modelsMax: 64, memoryMib: 0, options: Promise.resolve(options), onChange: () => {} });
const leases = new Map<string, Promise<ModelLease>>();

function choiceOf(name: string): ModelChoice {
  return { name, files: modelFilesAt(`${scratch}/${name}`), adapters: [] };
}

/** A tiny model, written and opened when it is first wanted. */
async function acquire(choice: ModelChoice): Promise<LoadedModel> {
  const loading = leases.get(choice.name) ?? writeAndLoad(choice);
  leases.set(choice.name, loading);
  return (await loading).models[0]!;
}

async function writeAndLoad(choice: ModelChoice): Promise<ModelLease> {
  await writeTinyModel(scratch, choice.name);
  return loader.acquire([{ choice, encodes: true }], new AbortController().signal);
}

afterAll(() => loader.close());

/** The final latents of a render, and how many pictures came out. */
async function draw(render: ValidRender): Promise<{ latents: Tensor; pictures: number }> {
  let latents: Tensor | null = null;
  let pictures = 0;
  for await (const progress of followRecipe(
    { acquire, noise: createNoise, signal: new AbortController().signal },
    render,
  )) {
    if (progress.kind === 'denoised') latents = progress.latents;
    if (progress.kind === 'picture') pictures += 1;
  }
  return { latents: latents!, pictures };
}

/** The picture and the mask that diffusers was given. */
function pictureFile(): Promise<Uint8Array> {
  const data = Uint8Array.from(uniform('picture', WIDTH * HEIGHT * 3), (u) => Math.floor(u * 256));
  return sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .png()
    .toBuffer();
}

function maskFile(): Promise<Uint8Array> {
  const inside = (x: number, y: number) => x >= 27 && x < 70 && y >= 5 && y < 45;
  const data = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
    inside(i % WIDTH, Math.floor(i / WIDTH)) ? 255 : 0,
  );
  return sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
    .png()
    .toBuffer();
}

/** diffusers' call in our words. */
async function renderOf({ title, model, sampler, told, ours }: GoldenCase): Promise<ValidRender> {
  const [name, spacing] = sampler.split(' ') as [string, 'karras'?];
  const text = (key: string) => (told[key] === undefined ? null : plainPrompt(String(told[key])));
  const number = (key: string, fallback: number) => Number(told[key] ?? fallback);
  const [originalHeight, originalWidth] = (told.original_size ?? [HEIGHT, WIDTH]) as number[];
  const [top, left] = (told.crops_coords_top_left ?? [0, 0]) as number[];
  const hasPicture = told.strength !== undefined || told.image_guidance_scale !== undefined;
  const hasMask = told.strength !== undefined && told.width !== undefined;
  const source: ValidSource = {
    image: await pictureFile(),
    strength: number('strength', 1),
    mask: hasMask ? await maskFile() : null,
    margins: null,
    imageGuidance: number('image_guidance_scale', 1.5),
    pasteBack: null,
  };
  expect(title.includes('mask')).toBe(hasMask);
  return demoRender({
    model: choiceOf(model),
    prompt: plainPrompt(pipelines.prompt),
    prompt2: text('prompt_2'),
    negative: text('negative_prompt') ?? { chunks: [] },
    negative2: text('negative_prompt_2'),
    sampler: name,
    sigmas: spacing ?? 'default',
    steps: number('num_inference_steps', 0),
    guidance: number('guidance_scale', 0),
    guidanceRescale: number('guidance_rescale', 0),
    width: WIDTH,
    height: HEIGHT,
    seed: pipelines.seed,
    sizeConditioning: {
      original: { width: originalWidth!, height: originalHeight! },
      crop: { left: left!, top: top! },
      aesthetic: { prompt: number('aesthetic_score', 6), negative: number('negative_aesthetic_score', 2.5) },
    },
    source: hasPicture ? source : null,
    hires: (ours.hires ?? null) as ValidRender['hires'],
    refiner: ours.refiner
      ? { model: choiceOf(String(ours.refiner)), highNoiseFraction: Number(ours.highNoiseFraction) }
      : null,
  });
}

/** Largest difference of the sampled elements, as a share of their root mean square. */
function difference(actual: Tensor, expected: GoldenTensor): number {
  expect(actual.dims).toEqual(expected.shape);
  const square = expected.val.reduce((sum, value) => sum + value * value, 0);
  const worst = Math.max(...expected.idx.map((at, i) => Math.abs(actual.data[at]! - expected.val[i]!)));
  return worst / Math.sqrt(square / expected.val.length);
}

/** Runs these cases: the latents of each are diffusers', and one picture comes out. */
export function itGivesLatents(cases: readonly GoldenCase[]): void {
  it.each(cases)('$title', async (golden) => {
    const { latents, pictures } = await draw(await renderOf(golden));
    expect(difference(latents, golden.latents)).toBeLessThan(TOLERANCE);
    expect(pictures).toBe(1);
  });
}
