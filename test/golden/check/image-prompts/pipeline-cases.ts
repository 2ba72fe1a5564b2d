import { attentionPaths } from '#renderer/engine/checkpoint/fit-image-adapter.ts';
import { readImageAdapter } from '#renderer/engine/checkpoint/image-adapter-file.ts';
import { readImageEncoder } from '#renderer/engine/checkpoint/image-encoder-file.ts';
import type { ValidImagePrompt } from '#renderer/engine/contract/image-prompt.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { openImageAdapter } from '#renderer/engine/networks/open-image-adapter.ts';
import { type ImageEncoder, openImageEncoder } from '#renderer/engine/networks/open-image-encoder.ts';
import type { Opened } from '#renderer/engine/networks/options.ts';
import type { LoadedControl, LoadedImageAdapter } from '#renderer/engine/residency/loaded-model.ts';
import { stack } from '#renderer/engine/tensor.ts';
import { compareExactly, compareTensor } from '#test/golden/check/compare.ts';
import { goldenMask } from '#test/golden/check/image-prompts/adapter-cases.ts';
import type { RecordedEncoder } from '#test/golden/check/image-prompts/clip-vision-cases.ts';
import {
  type GoldenAdapter,
  goldenUNetShapes,
  writeGoldenAdapter,
  writeGoldenEncoder,
} from '#test/golden/check/image-prompts/golden-adapters.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';
import { type Finding, type GoldenCase, type GoldenFile, isRecorded, recordedAt } from '#test/golden/check/part.ts';
import { withControlNet } from '#test/golden/check/parts/controlnet.ts';
import { GIVEN_MODEL, GIVEN_PROMPTS, pngOf, runPipeline } from '#test/golden/check/pipeline-run.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';
import { SOME_RENDER } from '#test/renderer/engine/some-render.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

interface PipelineRecord {
  readonly name: string;
  readonly kind: 'sd15' | 'sdxl';
  readonly pipeline: string;
  readonly sampler: string;
  readonly scales: readonly (number | readonly number[])[];
  readonly args: Readonly<Record<string, unknown>>;
  readonly noise_calls: number;
  readonly latents: GoldenTensor;
}

/** What a run was told by pictures; `ip` and `iq` are pictures, and masks have numbers. */
interface Told {
  readonly kind: 'base' | 'plus';
  readonly pictures: readonly ('ip' | 'iq')[];
  readonly masks?: readonly number[];
}

const ONE: readonly Told[] = [{ kind: 'base', pictures: ['ip'] }];
const SIZES = { ip: [100, 70], iq: [60, 60] } as const;

const TOLD: Readonly<Record<string, readonly Told[]>> = {
  sd15_base_embeds: ONE,
  sd15_base_image: ONE,
  sd15_plus_image: [{ kind: 'plus', pictures: ['ip'] }],
  sd15_two_images: [{ kind: 'base', pictures: ['ip', 'iq'] }],
  sd15_two_adapters: [
    { kind: 'base', pictures: ['ip'] },
    { kind: 'plus', pictures: ['iq'] },
  ],
  sd15_nocfg: ONE,
  sd15_control: ONE,
  sd15_masked: [{ kind: 'base', pictures: ['ip', 'iq'], masks: [0, 1] }],
  sd15_img2img: ONE,
  sdxl_base_image: ONE,
  sdxl_plus_control: [{ kind: 'plus', pictures: ['ip'] }],
};

/** Whole runs of diffusers' pipelines with IP-Adapters. */
export function imagePromptPipelineCases(file: GoldenFile): GoldenCase[] {
  const key = 'ipadapter.pipelines';
  const runs = isRecorded(file, key) ? recordedAt<readonly PipelineRecord[]>(file, key) : [];
  return runs.map((run) => ({
    name: `pipelines ${run.name}`,
    run: () => withFolder((folder) => check(folder, { run, file })),
  }));
}

interface Run {
  readonly run: PipelineRecord;
  readonly file: GoldenFile;
}

async function check(folder: string, { run, file }: Run): Promise<Finding[]> {
  const encoder = await openEncoder(folder, { run, file });
  const opened = await Promise.all(TOLD[run.name]!.map(({ kind }) => openAdapter(folder, `${run.kind}_${kind}`, file)));
  const imageAdapters = opened.map((one): LoadedImageAdapter => ({ ...one, encoder }));
  const { config: vae } = recordedAt<{ config: object }>(file, 'controlnet.vae8');
  const latents = run.args.latent_hw ? file.recipe.input('in:latents', run.latents.shape) : null;
  const render = await renderOf({ run, file });
  const draw = (controls: readonly LoadedControl[]) =>
    runPipeline(file, { unet: run.kind, vae, controls, imageAdapters }, { render, batch: 1, latents });
  const { config } = recordedAt<{ config: Readonly<Record<string, unknown>> }>(file, `controlnet.net_${run.kind}`);
  const result = await (render.control.units.length > 0
    ? withControlNet({ config, recipe: file.recipe, prefix: '' }, (control) => draw([control]))
    : draw([]));
  for (const { adapter } of opened) await adapter.release();
  await encoder.release();
  return [
    compareExactly('noise calls', result.noiseCalls, run.noise_calls),
    compareTensor('', stack(result.latents), run.latents, { bound: 2e-4, relative: true }),
  ];
}

/** That of the record, or one that gives an embedding whatever it sees. */
async function openEncoder(folder: string, { run, file }: Run): Promise<Opened<ImageEncoder>> {
  const { config } = recordedAt<RecordedEncoder>(file, 'ipadapter.clip_vision_h_gelu');
  const { parsed, weights } = await readImageEncoder(await writeGoldenEncoder(folder, config, { file }));
  const encoder = await openImageEncoder(parsed, weights, ON_CPU);
  if (!run.name.endsWith('_embeds')) return encoder;
  const embeds = file.recipe.input('in:clip', [1, parsed.projectionWidth]);
  return { ...encoder, encode: async (pixels) => ({ ...(await encoder.encode(pixels)), embeds }) };
}

async function openAdapter(folder: string, name: GoldenAdapter, file: GoldenFile) {
  const path = await writeGoldenAdapter(folder, name, { file });
  const read = await readImageAdapter(path);
  const unet = goldenUNetShapes(file.unets[name.split('_')[0]!]);
  const paths = attentionPaths({ file: path, read }, { model: name, unet });
  return { paths, adapter: await openImageAdapter(read.config, read.weights, ON_CPU) };
}

/** The recorded call in our words. */
async function renderOf({ run, file }: Run): Promise<ValidRender> {
  const { args, latents } = run;
  const [, , height = 0, width = 0] = latents.shape;
  const number = (key: string, fallback: number) => Number(args[key] ?? fallback);
  const picture = (name: string) => pngOf(file.recipe.picture(name, [8 * height, 8 * width]));
  const weight = args.controlnet_conditioning_scale;
  const network = { name: 'net', path: '' };
  const unit = { network, image: await picture('a'), weight: Number(weight), start: 0, end: 1 };
  const whole = { mask: null, margins: null, imageGuidance: 1.5, pasteBack: null };
  const source = args.strength ? { ...whole, image: await picture('b'), strength: Number(args.strength) } : null;
  return {
    ...SOME_RENDER,
    ...GIVEN_PROMPTS,
    model: GIVEN_MODEL,
    sampler: run.sampler,
    sigmas: 'default',
    steps: number('num_inference_steps', 0),
    guidance: number('guidance_scale', 1),
    width: 8 * width,
    height: 8 * height,
    control: { units: weight === undefined ? [] : [unit], guess: false },
    imagePrompts: await imagePromptsOf({ run, file }),
    source,
  };
}

function imagePromptsOf({ run, file }: Run): Promise<ValidImagePrompt[]> {
  return Promise.all(
    TOLD[run.name]!.map(async ({ pictures, masks }, i) => ({
      adapter: { name: 'golden', file: '', encoder: '' },
      scope: 'all' as const,
      pictures: await Promise.all(
        pictures.map(async (name, at) => ({
          image: await pngOf(file.recipe.picture(name, SIZES[name])),
          strength: [run.scales[i]!].flat()[at] ?? [run.scales[i]!].flat()[0]!,
          mask: masks ? await maskFile(masks[at]!, file) : null,
        })),
      ),
    })),
  );
}

function maskFile(i: number, file: GoldenFile): Promise<Uint8Array> {
  const { dims, data } = goldenMask(i, file);
  return pngOf({ width: dims[3]!, height: dims[2]!, data: Uint8Array.from(data, (value) => 255 * value) });
}
