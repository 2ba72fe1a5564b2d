import { readUpscaler } from '#renderer/engine/checkpoint/upscaler-file.ts';
import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { openUpscaler, type Upscaler } from '#renderer/engine/networks/open-upscaler.ts';
import { upscale } from '#renderer/engine/pipeline/upscale.ts';
import { elements } from '#renderer/engine/tensor.ts';
import { compareBytes, compareExactly, compareTensor, type GoldenBytes } from '#test/golden/check/compare.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';
import { type Finding, type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import { compactShapes, oldShapes, rrdbShapes, type Shapes } from '#test/renderer/engine/golden-upscalers.ts';
import { type GoldenTensor, withParameters } from '#test/renderer/engine/graph/golden.ts';

const RELATIVE = { bound: 1e-4, relative: true };
const forever = new AbortController().signal;

/** A network, with its sizes where the file says them: ESRGAN's, or a compact one's. */
interface GoldenNetwork {
  readonly out: GoldenTensor;
  readonly nf?: number;
  readonly nb?: number;
  readonly gc?: number;
  readonly in_channels?: number;
  readonly num_feat?: number;
  readonly num_conv?: number;
  readonly upscale?: number;
}

interface Counts {
  readonly n_params: number;
  readonly n_keys: number;
}

interface GoldenEnhance {
  readonly name: string;
  readonly picture: string;
  readonly hw: readonly [number, number];
  readonly net: string;
  readonly scale: number;
  readonly tile: number;
  readonly tile_pad: number;
  readonly pre_pad: number;
  readonly outscale?: number;
  readonly mode: 'RGB' | 'RGBA' | 'L';
  readonly result: GoldenBytes;
}

interface GoldenUpscale extends Readonly<Record<string, unknown>> {
  readonly old_keys?: { readonly map: Readonly<Record<string, string>> };
  readonly bsrgan_keys?: { readonly keys: readonly string[] };
  readonly full?: Readonly<Record<string, Counts>>;
  readonly compact_full?: Readonly<Record<string, Counts>>;
  readonly enhance?: readonly GoldenEnhance[];
}

/** Networks of which the file says nothing but their keys. */
const OLD_NETWORKS: Readonly<Record<string, Shapes>> = {
  x2_old: oldShapes(rrdbShapes(8, 1, { doublings: 1 })),
  x8_old: oldShapes(rrdbShapes(8, 1, { doublings: 3 })),
  x1_old: oldShapes(rrdbShapes(8, 1, { doublings: 0 })),
};

/** A recorded network by the keys that its weights are hashed by. */
function shapesOf(golden: GoldenUpscale, name: string): Shapes {
  // The first network once more, by the names of the first ESRGAN.
  if (name === 'x4_old_keys') return oldShapes(shapesOf(golden, 'x4_nb2'));
  const {
    nf,
    nb,
    gc: growth = 32,
    in_channels: inputs = 3,
    num_feat,
    num_conv,
    upscale: scale,
  } = networkAt(golden, name);
  if (nf !== undefined && nb !== undefined) return rrdbShapes(nf, nb, { inputs, growth });
  const isCompact = num_feat !== undefined && num_conv !== undefined && scale !== undefined;
  const shapes = isCompact ? compactShapes(num_feat, num_conv, scale) : OLD_NETWORKS[name];
  if (!shapes)
    throw new Error(`Cannot build upscale.${name}: it must say nf and nb, or num_feat, num_conv and upscale`);
  return shapes;
}

function networkAt(golden: GoldenUpscale, name: string): Partial<GoldenNetwork> {
  return (golden[name] ?? {}) as Partial<GoldenNetwork>;
}

/** The published ones. */
const PUBLISHED: Readonly<Record<string, Shapes>> = {
  x4_23: rrdbShapes(64, 23),
  x2plus_23: rrdbShapes(64, 23, { inputs: 12 }),
  anime_6B: rrdbShapes(64, 6),
  x8_23: rrdbShapes(64, 23, { doublings: 3 }),
  x2_nounshuffle: rrdbShapes(64, 23, { doublings: 1 }),
  x1: rrdbShapes(64, 23, { doublings: 0 }),
  general_x4v3: compactShapes(64, 32, 4),
  animevideov3: compactShapes(64, 16, 4),
};

/** ESRGAN's networks in every naming, compact ones, and the Real-ESRGAN program on pictures; control.json. */
export const UPSCALE_PART: GoldenPart = {
  format: 'control',
  key: 'upscale',
  cases(file) {
    const golden = recordedAt<GoldenUpscale>(file, 'upscale');
    return [
      { name: 'published', run: async () => comparePublished(golden) },
      ...Object.keys(golden)
        .filter((name) => networkAt(golden, name).out !== undefined)
        .map((name) => ({ name, run: () => compareNetwork(file, name) })),
      ...(golden.enhance ?? []).map((one) => ({ name: one.name, run: () => comparePicture(file, one) })),
    ];
  },
};

function comparePublished(golden: GoldenUpscale): readonly Finding[] {
  const { full, compact_full, old_keys, bsrgan_keys } = golden;
  const small = golden.x4_nb2 === undefined ? rrdbShapes(16, 2) : shapesOf(golden, 'x4_nb2');
  const outer = (bsrgan_keys?.keys ?? []).map((key) =>
    key.replace('trunk_conv', 'conv_body').replace('HRconv', 'conv_hr'),
  );
  const known = new Set(outer.map((key) => key.replace('upconv', 'conv_up')));
  return [
    ...Object.entries({ ...full, ...compact_full }).map(([name, { n_params, n_keys }]) => {
      const shapes = [...PUBLISHED[name]!.values()];
      const count = shapes.reduce((sum, shape) => sum + elements(shape), 0);
      return compareExactly(name, [count, shapes.length], [n_params, n_keys]);
    }),
    ...(old_keys ? [compareExactly('old keys', [...oldShapes(small).keys()], Object.values(old_keys.map))] : []),
    compareExactly(
      'outer keys',
      [...known].filter((key) => !small.has(key)),
      [],
    ),
  ];
}

/** Opens a network of the file's numbers, as a user's file of them would be. */
function withNetwork(
  { recipe }: GoldenFile,
  shapes: Shapes,
  use: (network: Upscaler) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const isCompact = shapes.get('body.1.weight')?.length === 1;
  return withParameters(
    shapes,
    async (weights) => {
      const [entry] = weights.values();
      const read = await readUpscaler(entry!.file);
      const network = await openUpscaler(read.network, read.weights, ON_CPU);
      return use(network).finally(() => network.release());
    },
    (key, shape) => {
      const numbers = recipe.parameter(key, shape);
      // Slopes lie round a quarter, other scales round one.
      const isSlope = isCompact && shape.length === 1 && key.endsWith('.weight');
      return isSlope ? numbers.map((value) => value - 0.75) : numbers;
    },
  );
}

function compareNetwork(file: GoldenFile, name: string): Promise<readonly Finding[]> {
  const { out } = recordedAt<GoldenNetwork>(file, `upscale.${name}`);
  return withNetwork(file, shapesOf(recordedAt(file, 'upscale'), name), async (network) => {
    const sides = out.shape.slice(2).map((side) => side / network.scale);
    const enlarged = await network.enlarge(file.recipe.unit('in:lr', [1, 3, ...sides]));
    return [compareTensor('', enlarged, out, RELATIVE)];
  });
}

function comparePicture(file: GoldenFile, one: GoldenEnhance): Promise<readonly Finding[]> {
  return withNetwork(file, shapesOf(recordedAt(file, 'upscale'), one.net), async (network) => {
    const { outscale: scale = null, tile, tile_pad: tilePad, pre_pad: prePad } = one;
    const options = { scale, tile: tile || null, tilePad, prePad, signal: forever };
    for await (const progress of upscale(pictureOf(file, one), network, options)) {
      if (progress.kind === 'enlarged') return [compareBytes('', progress.picture.data, one.result, 1)];
    }
    return [compareExactly('result', null, 'a picture')];
  });
}

/** With the channels that it has: the first alone, or another picture's first as opacity. */
function pictureOf({ recipe }: GoldenFile, { mode, picture, hw }: GoldenEnhance): ChannelRaster {
  const colours = recipe.picture(picture, hw);
  if (mode === 'RGB') return colours;
  const pixels = Array.from({ length: hw[0] * hw[1] }, (_, i) => i);
  if (mode === 'L') return { ...colours, channels: 1, data: Uint8Array.from(pixels, (i) => colours.data[3 * i]!) };
  const opacity = recipe.picture('alpha', hw);
  const data = pixels.flatMap((i) => [...colours.data.subarray(3 * i, 3 * i + 3), opacity.data[3 * i]!]);
  return { ...colours, channels: 4, data: Uint8Array.from(data) };
}
