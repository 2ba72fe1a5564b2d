import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readUpscaler, type UpscalerFile } from '#renderer/engine/checkpoint/upscaler-file.ts';
import { openUpscaler, type Upscaler } from '#renderer/engine/networks/open-upscaler.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { createRecipe } from '#test/golden/check/recipe.ts';
import { type GoldenTensor, parameter } from '#test/renderer/engine/graph/golden.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

/** Exact bytes as the golden file records them. */
interface GoldenBytes {
  readonly shape: readonly number[];
  readonly sha256?: string;
  readonly base64?: string;
  readonly idx?: readonly number[];
  readonly val?: readonly number[];
  readonly sum?: number;
}

export interface GoldenRun {
  readonly scale: number;
  readonly out: GoldenTensor;
}

export interface GoldenEnhance {
  readonly name: string;
  readonly picture: string;
  readonly hw: readonly [number, number];
  readonly net: 'x4_nb2' | 'x2_shuffle';
  readonly tile: number;
  readonly tile_pad: number;
  readonly pre_pad: number;
  readonly outscale?: number;
  readonly mode: 'RGB' | 'RGBA' | 'L';
  readonly result: GoldenBytes;
}

interface GoldenUpscalers {
  readonly runs: Readonly<Record<string, GoldenRun>>;
  readonly counts: Readonly<Record<string, { readonly n_params: number; readonly n_keys: number }>>;
  /** New key to old key, of a network of two blocks. */
  readonly oldKeys: Readonly<Record<string, string>>;
  readonly bsrganKeys: readonly string[];
  readonly enhance: readonly GoldenEnhance[];
  readonly resize: readonly (GoldenBytes & {
    readonly picture: string;
    readonly hw: readonly [number, number];
    readonly to: readonly [number, number];
  })[];
}

/** Outputs of spandrel's networks and of the Real-ESRGAN procedure, and OpenCV's; test/golden/README.md has the recipes. */
export const goldenUpscalers: GoldenUpscalers = JSON.parse(
  readFileSync(new URL('../../golden/upscale.json', import.meta.url), 'utf8'),
);

/** A picture (h, w, 3) made of whole numbers and a name. */
export const { picture: goldenPicture } = createRecipe('');

export type Shapes = ReadonlyMap<string, readonly number[]>;

/** Keys and shapes of an RRDBNet by BasicSR's names. */
export function rrdbShapes(features: number, blocks: number, { inputs = 3, doublings = 2, growth = 32 } = {}): Shapes {
  const shapes = new Map<string, readonly number[]>();
  const add = (key: string, outputs: number, from: number) =>
    shapes.set(`${key}.weight`, [outputs, from, 3, 3]).set(`${key}.bias`, [outputs]);
  add('conv_first', features, inputs);
  for (let i = 0; i < blocks; i++) {
    for (let j = 1; j <= 3; j++) {
      for (let k = 1; k <= 5; k++)
        add(`body.${i}.rdb${j}.conv${k}`, k < 5 ? growth : features, features + (k - 1) * growth);
    }
  }
  add('conv_body', features, features);
  for (let i = 1; i <= doublings; i++) add(`conv_up${i}`, features, features);
  add('conv_hr', features, features);
  add('conv_last', 3, features);
  return shapes;
}

/** And of a compact network. */
export function compactShapes(features: number, convolutions: number, scale: number): Shapes {
  const shapes = new Map<string, readonly number[]>();
  for (let i = 0; i <= convolutions + 1; i++) {
    const outputs = i > convolutions ? 3 * scale ** 2 : features;
    shapes.set(`body.${2 * i}.weight`, [outputs, i === 0 ? 3 : features, 3, 3]).set(`body.${2 * i}.bias`, [outputs]);
    if (i <= convolutions) shapes.set(`body.${2 * i + 1}.weight`, [features]);
  }
  return shapes;
}

/** The same network by the names of the first ESRGAN. */
export function oldShapes(shapes: Shapes): Shapes {
  const doublings = [...shapes.keys()].filter((key) => /^conv_up\d\.weight$/.test(key)).length;
  const blocks = new Set([...shapes.keys()].map((key) => /^body\.(\d+)/.exec(key)?.[1])).size - 1;
  const after = 2 + 3 * doublings;
  const parts: Record<string, string> = { conv_first: '0', conv_body: `1.sub.${blocks}` };
  for (let i = 1; i <= doublings; i++) parts[`conv_up${i}`] = String(3 * i);
  Object.assign(parts, { conv_hr: String(doublings ? after : 2), conv_last: String(doublings ? after + 2 : 4) });
  const rename = (key: string) => {
    const inner = /^body\.(\d+)\.rdb(\d)\.(conv\d)\.(.+)$/.exec(key);
    if (inner) return `model.1.sub.${inner[1]}.RDB${inner[2]}.${inner[3]}.0.${inner[4]}`;
    const [, part = '', rest = ''] = /^([^.]+)\.(.+)$/.exec(key) ?? [];
    return `model.${parts[part]}.${rest}`;
  };
  return new Map([...shapes].map(([key, shape]) => [rename(key), shape]));
}

/** A number by a key's name; the slopes of a compact network are near a quarter. */
export function upscalerParameter(key: string, shape: readonly number[]): Float32Array {
  const isSlope = shape.length === 1 && key.endsWith('.weight');
  return isSlope ? parameter(key, shape).map((value) => value - 0.75) : parameter(key, shape);
}

/** Writes a network of hashed numbers as a file and reads it as an upscaler; the file goes away afterwards. */
export async function withUpscalerFile<T>(
  shapes: Shapes,
  use: (upscaler: UpscalerFile, file: string) => Promise<T>,
  prefix = '',
): Promise<T> {
  return withFolder(async (folder) => {
    const file = join(folder, 'upscaler.safetensors');
    await writeUpscaler(file, shapes, prefix);
    return use(await readUpscaler(file), file);
  });
}

/** The file alone. */
export async function writeUpscaler(file: string, shapes: Shapes, prefix = ''): Promise<void> {
  const sources = [...shapes].map(([key, shape]) => {
    const bytes = () => new Uint8Array(upscalerParameter(key, shape).buffer);
    return { key: `${prefix}${key}`, dtype: 'F32' as const, shape, bytes };
  });
  await writeSafetensors(file, sources);
}

/** The same, opened on the CPU. */
export async function withUpscaler<T>(shapes: Shapes, use: (network: Upscaler) => Promise<T>, prefix = ''): Promise<T> {
  return withUpscalerFile(
    shapes,
    async ({ network, weights }) => {
      const opened = await openUpscaler(network, weights, { provider: 'cpu', threads: 1 });
      return use(opened).finally(() => opened.release());
    },
    prefix,
  );
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
