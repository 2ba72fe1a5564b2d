import type { ValidControlUnit, ValidRender, ValidSource } from '#renderer/engine/contract/task.ts';
import type { LoadedControl } from '#renderer/engine/residency/loaded-model.ts';
import { stack } from '#renderer/engine/tensor.ts';
import { INPAINT_METHOD } from '#shared/contract/preprocess-methods.ts';
import { compareExactly, compareTensor } from '#test/golden/check/compare.ts';
import {
  type Finding,
  type GoldenCase,
  type GoldenFile,
  type GoldenPart,
  recordedAt,
} from '#test/golden/check/part.ts';
import { type ControlFamily, withControlNet } from '#test/golden/check/parts/controlnet.ts';
import { GIVEN_MODEL, GIVEN_PROMPTS, pngOf, runPipeline } from '#test/golden/check/pipeline-run.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';
import { SOME_RENDER } from '#test/renderer/engine/some-render.ts';

const KEY = 'controlnet.pipelines';

interface PipelineRecord {
  readonly name: string;
  readonly kind: ControlFamily;
  readonly pipeline: string;
  readonly nets: number;
  readonly sampler: string;
  readonly note: string;
  readonly pictures: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly noise_calls: number;
  readonly latents: GoldenTensor;
}

/** Whole runs of diffusers' pipelines with control networks; control.json, inpaint-control.json and control-families.json. */
export const CONTROL_PIPELINES_PART: GoldenPart = {
  format: 'control',
  key: KEY,
  cases: (file) => {
    const runs = recordedAt<readonly PipelineRecord[]>(file, KEY);
    return runs.map((run): GoldenCase => ({ name: run.name, run: () => check(file, { run, runs }) }));
  },
};

interface Recorded {
  readonly run: PipelineRecord;
  readonly runs: readonly PipelineRecord[];
}

/** Samplers that draw no noise follow the recorded way more closely. */
const BOUNDS = { deterministic: 2e-4, drawing: 1e-3 };
const DRAWING = ['euler_a', 'lcm'];

async function check(file: GoldenFile, recorded: Recorded): Promise<Finding[]> {
  const { run } = recorded;
  const { config } = recordedAt<{ config: Readonly<Record<string, unknown>> }>(file, `controlnet.net_${run.kind}`);
  const { config: vae } = recordedAt<{ config: object }>(file, 'controlnet.vae8');
  const one = { config, recipe: file.recipe };
  const draw = async (controls: readonly LoadedControl[]) => {
    const render = await renderOf(file, recorded);
    const unet = /9-channel/.test(run.note) ? 'sd15_inpaint9' : run.kind;
    const [batch = 1] = run.latents.shape;
    const latents = run.args.latent_hw ? file.recipe.input('in:latents', run.latents.shape) : null;
    return runPipeline(file, { unet, vae, controls }, { render, batch, latents });
  };
  const result = await withControlNet({ ...one, prefix: '' }, (first) =>
    run.nets === 1 ? draw([first]) : withControlNet({ ...one, prefix: 'second/' }, (second) => draw([first, second])),
  );
  const bound = DRAWING.includes(run.sampler) ? BOUNDS.drawing : BOUNDS.deterministic;
  return [
    compareExactly('noise calls', result.noiseCalls, run.noise_calls),
    compareTensor('', stack(result.latents), run.latents, { bound, relative: true }),
  ];
}

/** The recorded call in our words. */
async function renderOf(file: GoldenFile, { run, runs }: Recorded): Promise<ValidRender> {
  const { args, latents } = run;
  const [, , height = 0, width = 0] = latents.shape;
  // One number is for all nets.
  const number = (key: string, fallback: number, i = 0) => {
    const given = [args[key] ?? fallback].flat();
    return Number(given[i] ?? given[0]);
  };
  const { source, controls } = picturesOf(file, { run, runs });
  // Nets without a picture of their own read the one that is drawn into.
  const read = [...controls, ...Array<null>(run.nets - controls.length).fill(null)];
  const units = read.map(
    async (picture, i): Promise<ValidControlUnit> => ({
      network: { name: `net ${i + 1}`, path: '' },
      ...(picture
        ? { image: await pngOf(picture) }
        : { image: new Uint8Array(), preparation: { method: INPAINT_METHOD } }),
      weight: number('controlnet_conditioning_scale', 1, i),
      start: number('control_guidance_start', 0, i),
      end: number('control_guidance_end', 1, i),
    }),
  );
  const isKarras = run.sampler.endsWith('_karras');
  return {
    ...SOME_RENDER,
    ...GIVEN_PROMPTS,
    model: GIVEN_MODEL,
    sampler: run.sampler.replace(/_karras$/, ''),
    sigmas: isKarras ? 'karras' : 'default',
    steps: number('num_inference_steps', 0),
    guidance: number('guidance_scale', 1),
    width: 8 * width,
    height: 8 * height,
    control: { units: await Promise.all(units), guess: args.guess_mode === true },
    source: source && (await sourceOf(source, number('strength', 1))),
  };
}

type Picture = ReturnType<GoldenFile['recipe']['picture']>;

interface RunPictures {
  /** In the order of the nets. */
  readonly controls: readonly Picture[];
  readonly source: { readonly image: Picture; readonly mask: Picture | null } | null;
}

/** Pictures as the record's words name them: `picture('a',128,128)`; "as NAME" are those of another run. */
function picturesOf(file: GoldenFile, { run, runs }: Recorded): RunPictures {
  const told = runs.find(({ name }) => new RegExp(`\\bas ${name}\\b`).test(run.pictures))?.pictures ?? run.pictures;
  const named = [...told.matchAll(/picture\('([^']+)',(\d+),(\d+)\)/g)].map(([, name = '', height, width]) =>
    file.recipe.picture(name, [Number(height), Number(width)]),
  );
  const [, , height = 0, width = 0] = run.latents.shape;
  // A run that does not name its picture has the first one.
  const [first = file.recipe.picture('a', [8 * height, 8 * width]), ...others] = named;
  if (/Inpaint/.test(run.pipeline)) {
    const [mask, ...controls] = others;
    return { source: { image: first, mask: mask! }, controls };
  }
  if (/Img2Img/.test(run.pipeline)) return { source: { image: first, mask: null }, controls: others };
  return { source: null, controls: [first, ...others] };
}

/** Red above this is drawn anew. */
const MASK_LEVEL = 120;

async function sourceOf({ image, mask }: NonNullable<RunPictures['source']>, strength: number): Promise<ValidSource> {
  const white = mask && {
    ...mask,
    data: Uint8Array.from({ length: mask.width * mask.height }, (_, i) => (mask.data[3 * i]! > MASK_LEVEL ? 255 : 0)),
  };
  return {
    image: await pngOf(image),
    strength,
    mask: white && (await pngOf(white)),
    margins: null,
    imageGuidance: 1.5,
    pasteBack: null,
  };
}
