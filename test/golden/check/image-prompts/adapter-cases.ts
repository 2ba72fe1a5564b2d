import { attentionPaths } from '#renderer/engine/checkpoint/fit-image-adapter.ts';
import { readImageAdapter } from '#renderer/engine/checkpoint/image-adapter-file.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { parseClipVisionConfig, visionTokens } from '#renderer/engine/graph/nets/clip-vision-config.ts';
import { buildImageAdapter, imageProductOutputs } from '#renderer/engine/graph/nets/image-adapter.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { type ImageGroup, imageConditions } from '#renderer/engine/networks/image-conditions.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import { graphOptions } from '#renderer/engine/networks/options.ts';
import { maskOfPlaces, masksByLevel } from '#renderer/engine/pipeline/image-masks.ts';
import { maskOf } from '#renderer/engine/pipeline/mask.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { row, scale, type Tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { compareExactly, compareTensor } from '#test/golden/check/compare.ts';
import type { RecordedEncoder } from '#test/golden/check/image-prompts/clip-vision-cases.ts';
import { type GoldenAdapter, writeGoldenAdapter } from '#test/golden/check/image-prompts/golden-adapters.ts';
import { ON_CPU, unetConditions } from '#test/golden/check/networks.ts';
import { type Finding, type GoldenCase, type GoldenFile, isRecorded, recordedAt } from '#test/golden/check/part.ts';
import { type GoldenTensor, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const BOUND = { bound: 1e-4, relative: true };

/** An adapter with its pictures: so many, of an embedding (`in:clip`) or of tokens (`in:cliph`). */
interface Told {
  readonly adapter: GoldenAdapter;
  readonly hashedAs?: string;
  /** Name of the embedding; `in:clip` when left out. */
  readonly picture?: string;
  readonly pictures?: number;
  readonly strengths: readonly number[];
  /** Numbers of the masks, one for each picture. */
  readonly masks?: readonly number[];
  /** Where it acts. */
  readonly only?: RegExp;
}

/** What each recorded call was told. */
const NETS: Readonly<Record<string, readonly Told[]>> = {
  net_base: [{ adapter: 'sd15_base', strengths: [1] }],
  net_base_06: [{ adapter: 'sd15_base', strengths: [0.6] }],
  net_base_two_images: [{ adapter: 'sd15_base', pictures: 2, strengths: [0.7] }],
  net_plus: [{ adapter: 'sd15_plus', strengths: [0.8] }],
  net_full: [{ adapter: 'sd15_full', strengths: [0.8] }],
  net_two_adapters: [
    { adapter: 'sd15_base', strengths: [0.6] },
    { adapter: 'sd15_plus', strengths: [0.4] },
  ],
  net_two_base: [
    { adapter: 'sd15_base', strengths: [0.6] },
    { adapter: 'sd15_base', hashedAs: 'second/', picture: 'in:clip2', strengths: [0.4] },
  ],
  net_masked: [{ adapter: 'sd15_base', pictures: 2, strengths: [0.7, 0.5], masks: [0, 1] }],
  net_masked_one: [{ adapter: 'sd15_base', strengths: [0.7], masks: [0] }],
  net_sdxl_base: [{ adapter: 'sdxl_base', strengths: [0.6] }],
  net_sdxl_plus: [{ adapter: 'sdxl_plus', strengths: [0.8] }],
  net_sdxl_style: [{ adapter: 'sdxl_base', strengths: [1], only: /^up_blocks\.0\.attentions\.1\./ }],
};

/** IP-Adapters in a UNet of their family: tokens, and what the UNet predicts. */
export function adapterCases(file: GoldenFile): GoldenCase[] {
  const has = (name: string) => isRecorded(file, `ipadapter.${name}`);
  return [
    ...(['sd15', 'sdxl'] as const).filter((family) => has(`order_${family}`)).map((family) => orderCase(family, file)),
    ...(has('masks') ? [masksCase(file)] : []),
    ...Object.entries(NETS).flatMap(([name, told]) => (has(name) ? [netCase(name, told, file)] : [])),
  ];
}

type Numbered = readonly (readonly [number, string])[];

function orderCase(family: 'sd15' | 'sdxl', file: GoldenFile): GoldenCase {
  const run = async (folder: string) => {
    const path = await writeGoldenAdapter(folder, `${family}_base`, { file });
    const read = await readImageAdapter(path);
    return withUNet(file.unets[family]!, file, async (unet) => {
      const paths = attentionPaths({ file: path, read }, { model: family, unet });
      return [compareExactly('', [...paths], recordedAt<Numbered>(file, `ipadapter.order_${family}`))];
    });
  };
  return { name: `order_${family}`, run: () => withFolder(run) };
}

interface RecordedNet {
  readonly scales: readonly (number | readonly number[])[];
  readonly tokens: readonly GoldenTensor[];
  readonly out: GoldenTensor;
}

function masksCase(file: GoldenFile): GoldenCase {
  return {
    name: 'masks',
    run: async () =>
      Object.entries(recordedAt<Readonly<Record<string, unknown>>>(file, 'ipadapter.masks')).flatMap(
        ([key, recorded]) => {
          const places = Number(/^downsampled_(\d+)$/.exec(key)?.[1] ?? 0);
          const all = places === 0 ? [] : (recorded as readonly GoldenTensor[]);
          return all.map((expected, i) =>
            compareTensor(`${places} places ${i}`, maskOfPlaces(goldenMask(i, file), places), expected, {
              bound: 1e-5,
            }),
          );
        },
      ),
  };
}

/** Number i of the recorded masks, (1, 1, h, w). */
export function goldenMask(i: number, file: GoldenFile): Tensor {
  const { shape } = recordedAt<GoldenTensor>(file, 'ipadapter.masks.preprocessed');
  const { width, height, data } = file.recipe.picture(`mask${i}`, [shape[2]!, shape[3]!]);
  const levels = Uint8Array.from({ length: width * height }, (_, at) => (data[3 * at]! > 100 + 40 * i ? 255 : 0));
  return maskOf({ width, height, data: levels });
}

function netCase(name: string, told: readonly Told[], file: GoldenFile): GoldenCase {
  const recorded = recordedAt<RecordedNet>(file, `ipadapter.${name}`);
  const [, , height = 0, width = 0] = recorded.out.shape;
  const config = file.unets[told[0]!.adapter.split('_')[0]!]!;
  const run = (folder: string) =>
    withUNet(config, file, async (weights) => {
      const findings: Finding[] = [];
      const groups: ImageGroup[] = [];
      const masks: (Tensor | null)[] = [];
      for (const [i, one] of told.entries()) {
        const own = [recorded.scales[i]!].flat();
        const strengths = one.only ? one.strengths : own;
        const { tokens, ofPictures } = await look(folder, { ...one, strengths }, { file, unet: weights });
        findings.push(compareTensor(`tokens ${i}`, tokens, recorded.tokens[i]!, BOUND));
        groups.push(...ofPictures);
        masks.push(
          ...(one.masks ?? ofPictures.map(() => null)).map((at) => (at === null ? null : goldenMask(at, file))),
        );
      }
      const unet = await openUNet(config, weights, ON_CPU);
      const conditions = {
        ...unetConditions(config, 1, file.recipe),
        ...imageConditions(groups, masksByLevel(masks, { height, width })),
      };
      const latents = file.recipe.input('in:sample', recorded.out.shape);
      const out = await unet.predict({ latents, timesteps: [500], conditions, loras: null });
      await unet.release();
      return [...findings, compareTensor('out', out, recorded.out, BOUND)];
    });
  return { name, run: () => withFolder(run) };
}

/** The tokens of one adapter (1, pictures, n, width), and its groups. */
async function look(
  folder: string,
  { adapter, hashedAs = '', picture = 'in:clip', pictures = 1, strengths, masks, only = /^/ }: Told,
  { file, unet }: { readonly file: GoldenFile; readonly unet: WeightMap },
): Promise<{ readonly tokens: Tensor; readonly ofPictures: readonly ImageGroup[] }> {
  const path = await writeGoldenAdapter(folder, adapter, { file, hashedAs });
  const read = await readImageAdapter(path);
  const paths = attentionPaths({ file: path, read }, { model: adapter, unet });
  const session = await openSession(buildImageAdapter(read.config, read.weights, graphOptions(ON_CPU)), ON_CPU);
  const { kind, inputs } = read.config.projection;
  const isBase = kind === 'base';
  const { config } = recordedAt<RecordedEncoder>(file, 'ipadapter.clip_vision_h_gelu');
  const dims = [pictures, isBase ? 1 : visionTokens(parseClipVisionConfig(config)), inputs];
  const outputs = await session.run({ features: file.recipe.input(isBase ? picture : 'in:cliph', dims) });
  await session.release();
  const groupOf = (shape: (x: Tensor) => Tensor, strength: number): ImageGroup =>
    new Map(
      [...paths].map(([number, at]) => {
        const names = imageProductOutputs(number);
        const values = scale(only.test(at) ? strength : 0, shape(outputs[names.values]!));
        return [at, { keys: shape(outputs[names.keys]!), values }];
      }),
    );
  const tokens = outputs.tokens!;
  const ofPictures = masks
    ? masks.map((_, i) => groupOf((x) => row(x, i), strengths[i]!))
    : [groupOf((x) => ({ ...x, dims: [1, x.dims[0]! * x.dims[1]!, x.dims[2]!] }), strengths[0]!)];
  return { tokens: { ...tokens, dims: [1, ...tokens.dims] }, ofPictures };
}

function withUNet<T>(config: unknown, { recipe }: GoldenFile, use: (weights: WeightMap) => Promise<T>): Promise<T> {
  const { readSmall: _, ...plain } = graphOptions(ON_CPU);
  const shapes = wantedWeights((weights) => buildUNet(parseUNetConfig(config), weights, plain));
  return withParameters(shapes, use, recipe.parameter);
}
