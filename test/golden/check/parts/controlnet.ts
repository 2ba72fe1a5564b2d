import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildControlHint, buildControlNet } from '#renderer/engine/graph/nets/controlnet.ts';
import { parseControlNetConfig } from '#renderer/engine/graph/nets/controlnet-config.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { MIDDLE_RESIDUAL, residualName } from '#renderer/engine/graph/nets/unet-steering.ts';
import { buildVaeDecoder, buildVaeEncoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { openControlNet } from '#renderer/engine/networks/open-controlnet.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import { steeringBy } from '#renderer/engine/pipeline/control.ts';
import type { GuidedRequest } from '#renderer/engine/pipeline/guidance.ts';
import type { LoadedControl } from '#renderer/engine/residency/loaded-model.ts';
import { createRowBatcher } from '#renderer/engine/residency/step-batcher.ts';
import { elements, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { compareExactly, compareTensor } from '#test/golden/check/compare.ts';
import { ON_CPU, UNREAD, unetConditions } from '#test/golden/check/networks.ts';
import {
  type Finding,
  type GoldenCase,
  type GoldenFile,
  type GoldenPart,
  recordedAt,
} from '#test/golden/check/part.ts';
import type { Recipe } from '#test/golden/check/recipe.ts';
import { type GoldenTensor, withParameters } from '#test/renderer/engine/graph/golden.ts';

type Config = Readonly<Record<string, unknown>>;

/** Families whose control networks were recorded; control.json has the first two, control-families.json the others. */
export type ControlFamily = 'sd15' | 'sdxl' | 'sd21' | 'sdxl_small';

interface NetRecord {
  readonly config: Config;
  readonly n_params: number;
  readonly n_keys: number;
}

/** What one call of one or two nets gave. */
interface ResidualsRecord {
  readonly t?: number;
  readonly scale?: number;
  readonly down: readonly GoldenTensor[];
  readonly mid: GoldenTensor;
  readonly unet_out?: GoldenTensor;
}

/** A case as the records' names mean it. */
interface ResidualsCase {
  readonly name: string;
  readonly config: Config;
  readonly unet: ControlFamily;
  /** One for each net; the second is hashed with `second/` and sees `in:cond2`. */
  readonly scales: readonly number[];
  readonly guess: boolean;
  readonly record: ResidualsRecord;
}

const RELATIVE = { bound: 1e-4, relative: true };
const never = new AbortController().signal;

/** The control network of engine.json. */
export const ENGINE_CONTROLNET_PART: GoldenPart = {
  format: 'engine',
  key: 'controlnet',
  cases(file) {
    const { config, t, scale, ...recorded } = recordedAt<{
      readonly config: Config;
      readonly t: number;
      readonly scale: number;
      readonly down: readonly GoldenTensor[];
      readonly mid: GoldenTensor;
      readonly guess_down: readonly GoldenTensor[];
      readonly guess_mid: GoldenTensor;
      readonly unet_sd15_out: GoldenTensor;
    }>(file, 'controlnet');
    const { down, mid, guess_down, guess_mid, unet_sd15_out } = recorded;
    const one = { config, unet: 'sd15' } as const;
    return [
      { ...one, name: 'plain', scales: [scale], guess: false, record: { t, down, mid, unet_out: unet_sd15_out } },
      { ...one, name: 'guess', scales: [1], guess: true, record: { t, down: guess_down, mid: guess_mid } },
    ].map((record) => residualsCase(file, record));
  },
};

/** The control networks of control.json and control-families.json, without the pipelines. */
export const CONTROLNET_PARTS: readonly GoldenPart[] = [
  ...(['net_sd15', 'net_sdxl', 'net_sd21', 'net_sdxl_small'] as const).map(
    (name): GoldenPart => ({
      format: 'control',
      key: `controlnet.${name}`,
      cases: (file) => [{ name, run: async () => countsOf(recordedAt<NetRecord>(file, `controlnet.${name}`)) }],
    }),
  ),
  {
    format: 'control',
    key: 'controlnet.vae8',
    cases: (file) => [{ name: 'counts', run: async () => vaeCounts(recordedAt<NetRecord>(file, 'controlnet.vae8')) }],
  },
  residualsPart('multi_sd15', 'sd15', { scales: [0.7, 0.4] }),
  residualsPart('multi_sd15_guess', 'sd15', { scales: [0.7, 0.4], guess: true }),
  residualsPart('sdxl_16x16', 'sdxl'),
  residualsPart('sdxl_18x14', 'sdxl'),
  residualsPart('sdxl_guess', 'sdxl', { guess: true }),
  residualsPart('sd15_bgr', 'sd15', { config: { controlnet_conditioning_channel_order: 'bgr' } }),
  residualsPart('sd15_global_pool', 'sd15', { config: { global_pool_conditions: true } }),
  ...(['sd21', 'sdxl_small'] as const).flatMap((family) => [
    residualsPart(`${family}_16x16`, family),
    residualsPart(`${family}_14x20`, family),
    residualsPart(`${family}_guess`, family, { guess: true }),
  ]),
];

function residualsPart(
  name: string,
  unet: ControlFamily,
  { scales, guess = false, config = {} }: { scales?: readonly number[]; guess?: boolean; config?: Config } = {},
): GoldenPart {
  const key = `controlnet.${name}`;
  return {
    format: 'control',
    key,
    cases(file) {
      const record = recordedAt<ResidualsRecord>(file, key);
      const net = recordedAt<NetRecord>(file, `controlnet.net_${unet}`);
      const given = { name, unet, guess, record, config: { ...net.config, ...config } };
      return [residualsCase(file, { ...given, scales: scales ?? [record.scale ?? 1] })];
    },
  };
}

function countsOf(record: NetRecord): Finding[] {
  return [compareCounts(controlNetShapes(record.config), record)];
}

/** Both halves of the autoencoder that the pipelines draw with; the numbers are checked there. */
function vaeCounts(record: NetRecord): Finding[] {
  const config = parseVaeConfig(record.config);
  const shapes = new Map([
    ...wantedWeights((weights) => buildVaeEncoder(config, weights, UNREAD)),
    ...wantedWeights((weights) => buildVaeDecoder(config, weights, { ...UNREAD, latents: 'raw' })),
  ]);
  return [compareCounts(shapes, record)];
}

/** As many keys and numbers as were counted. */
export function compareCounts(
  shapes: ReadonlyMap<string, readonly number[]>,
  { n_keys, n_params }: Pick<NetRecord, 'n_keys' | 'n_params'>,
): Finding {
  const numbers = [...shapes.values()].reduce((sum, shape) => sum + elements(shape), 0);
  return compareExactly('keys and numbers', [shapes.size, numbers], [n_keys, n_params]);
}

/** Keys and shapes of a control network. */
export function controlNetShapes(config: Config): ReadonlyMap<string, readonly number[]> {
  const parsed = parseControlNetConfig(config);
  return new Map([
    ...wantedWeights((weights) => buildControlNet(parsed, weights, UNREAD)),
    ...wantedWeights((weights) => buildControlHint(parsed, weights, UNREAD)),
  ]);
}

/** Opens a control network of hashed weights for as long as `use` takes; `prefix` stands before its keys. */
export function withControlNet<T>(
  { config, recipe, prefix }: { readonly config: Config; readonly recipe: Recipe; readonly prefix: string },
  use: (network: LoadedControl) => Promise<T>,
): Promise<T> {
  const numberOf = (key: string, shape: readonly number[]) => recipe.parameter(prefix + key, shape);
  const opened = async (weights: Parameters<typeof openControlNet>[1]) => {
    const network = await openControlNet(config, weights, ON_CPU);
    const residuals = createRowBatcher(network.residuals!, { rowsMax: 8, area: 1e9 });
    return use({ read: network.read, residuals }).finally(() => network.release());
  };
  return withParameters(controlNetShapes(config), opened, numberOf);
}

function residualsCase(file: GoldenFile, one: ResidualsCase): GoldenCase {
  const { config, scales } = one;
  const { recipe } = file;
  const run = () =>
    withControlNet({ config, recipe, prefix: '' }, (first) =>
      scales.length === 1
        ? residualsOf(file, one, [first])
        : withControlNet({ config, recipe, prefix: 'second/' }, (second) => residualsOf(file, one, [first, second])),
    );
  return { name: one.name, run };
}

async function residualsOf(
  file: GoldenFile,
  { unet, record, guess, scales }: ResidualsCase,
  networks: readonly LoadedControl[],
): Promise<Finding[]> {
  const { recipe } = file;
  const config = file.unets[unet]!;
  const [first] = record.down;
  const [height, width] = latentSides(first!);
  const input = recipe.input('in:sample', [1, 4, height, width]);
  const units = [];
  for (const [i, network] of networks.entries()) {
    const picture = recipe.unit(i === 0 ? 'in:cond' : 'in:cond2', [1, 3, 8 * height, 8 * width]);
    units.push({ network, weight: scales[i]!, start: 0, end: 1, read: await network.read(picture) });
  }
  const conditions = unetConditions(config, 1, recipe);
  const rows = { latents: input, conditions, loras: null };
  const request: GuidedRequest = { rows, negatives: [false], combine: (x) => x };
  const moment = { input, timestep: record.t ?? 500, step: 1, steps: 1 };
  const steered = await steeringBy(units, guess).steer(request, moment, never);
  const named = (name: string) => steered.conditions[name]!;
  const findings = record.down.map((expected, i) => compare(`down ${i}`, named(residualName(i)), expected));
  findings.push(compare('mid', named(MIDDLE_RESIDUAL), record.mid));
  if (record.unet_out)
    findings.push(compare('unet', await predicted(file, { unet, steered, ...moment }), record.unet_out));
  return findings;
}

/** Residuals of a net that pools have 1 × 1; there the size is not recorded. */
function latentSides({ shape }: GoldenTensor): readonly [number, number] {
  return shape[2] === 1 ? [16, 16] : [shape[2]!, shape[3]!];
}

function compare(what: string, actual: Tensor, expected: GoldenTensor): Finding {
  const isPooled = expected.shape[2] === 1 && expected.shape[3] === 1 && actual.dims[2] !== 1;
  return compareTensor(what, isPooled ? firstPixels(actual) : actual, expected, RELATIVE);
}

function firstPixels({ dims, data }: Tensor): Tensor {
  const [b = 0, channels = 0, height = 0, width = 0] = dims;
  const plane = height * width;
  return tensor(
    [b, channels, 1, 1],
    Float32Array.from({ length: b * channels }, (_, i) => data[i * plane]!),
  );
}

interface SteeredCall {
  readonly unet: string;
  readonly steered: GuidedRequest['rows'];
  readonly timestep: number;
}

/** What a UNet of hashed weights says to rows that are steered. */
export function predicted(file: GoldenFile, { unet, steered, timestep }: SteeredCall): Promise<Tensor> {
  const config = file.unets[unet]!;
  const shapes = wantedWeights((weights) => buildUNet(parseUNetConfig(config), weights, UNREAD));
  const run = async (weights: Parameters<typeof openUNet>[1]) => {
    const network = await openUNet(config, weights, ON_CPU);
    const timesteps = Array.from({ length: steered.latents.dims[0]! }, () => timestep);
    return network.predict({ ...steered, timesteps }).finally(() => network.release());
  };
  return withParameters(shapes, run, file.recipe.parameter);
}
