import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crossAttentions } from '#renderer/engine/checkpoint/cross-attentions.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipVision } from '#renderer/engine/graph/nets/clip-vision.ts';
import { parseClipVisionConfig } from '#renderer/engine/graph/nets/clip-vision-config.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { graphOptions } from '#renderer/engine/networks/options.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';
import { type GoldenFile, recordedAt } from '#test/golden/check/part.ts';

type Shapes = ReadonlyMap<string, readonly number[]>;
type Config = Readonly<Record<string, unknown>>;

/** The small IP-Adapters of control.json, by family and kind. */
export type GoldenAdapter = `${'sd15' | 'sdxl'}_${'base' | 'plus' | 'full'}`;

/** Writes the file of one as its authors have it; `second/` before its keys makes another of the same shape. */
export async function writeGoldenAdapter(folder: string, name: GoldenAdapter, golden: Naming): Promise<string> {
  const path = join(folder, `${name}${golden.hashedAs ?? ''}.safetensors`.replaceAll('/', '-'));
  await writeHashed(path, adapterShapes(name, golden.file), golden);
  return path;
}

interface Naming {
  readonly file: GoldenFile;
  /** Before the keys that are hashed. */
  readonly hashedAs?: string;
}

/** Writes the file of a recorded image encoder. */
export async function writeGoldenEncoder(folder: string, config: Config, golden: Naming): Promise<string> {
  const path = join(folder, 'image-encoder');
  const parsed = parseClipVisionConfig(config);
  const shapes = wantedWeights((weights) => buildClipVision(parsed, weights, plainOptions()));
  await writeHashed(join(path, 'model.safetensors'), shapes, golden);
  await writeFile(join(path, 'config.json'), JSON.stringify(config));
  return path;
}

/** Keys and shapes: those that are recorded, and for SDXL what its UNet says. */
function adapterShapes(name: GoldenAdapter, file: GoldenFile): Shapes {
  const files = recordedAt<Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>>(
    file,
    'ipadapter.files',
  );
  const [family, kind] = name.split('_') as ['sd15' | 'sdxl', 'base' | 'plus' | 'full'];
  const base = Object.entries(files.sd15_base!);
  const attentions = base.filter(([key]) => key.startsWith('ip_adapter.'));
  const all = kind === 'base' ? base : Object.entries(files[`sd15_${kind}_image_proj`]!);
  const projection = all.filter(([key]) => key.startsWith('image_proj.'));
  if (family === 'sd15') return new Map([...projection, ...attentions]);
  const own = crossAttentions(goldenUNetShapes(file.unets.sdxl));
  const [small, width] = [attentions[0]![1][1]!, own[0]!.contextWidth];
  const keys = own.flatMap(({ channels }, i) =>
    ['k', 'v'].map((part) => [`ip_adapter.${2 * i + 1}.to_${part}_ip.weight`, [channels, width]] as const),
  );
  return new Map([...projection.map(([key, shape]) => [key, widened(key, shape, width / small)] as const), ...keys]);
}

/** The keys and shapes of a UNet, without numbers. */
export function goldenUNetShapes(config: unknown): WeightMap {
  const wanted = wantedWeights((weights) => buildUNet(parseUNetConfig(config), weights, plainOptions()));
  return new Map([...wanted].map(([key, shape]) => [key, { shape } as WeightEntry]));
}

/** What gives tokens or has their width: `times` wider where words are. */
const OF_TOKENS = /image_proj\.(proj|norm|proj_out|norm_out)\.(weight|bias)$/;

function widened(key: string, [rows = 0, ...rest]: readonly number[], times: number): readonly number[] {
  return [OF_TOKENS.test(key) ? rows * times : rows, ...rest];
}

async function writeHashed(path: string, shapes: Shapes, { file, hashedAs = '' }: Naming): Promise<void> {
  const sources = [...shapes].map(([key, shape]) => ({
    key,
    dtype: 'F32' as const,
    shape,
    bytes: () => new Uint8Array(file.recipe.parameter(hashedAs + key, shape).buffer),
  }));
  await mkdir(dirname(path), { recursive: true });
  await writeSafetensors(path, sources);
}

function plainOptions() {
  const { readSmall: _, ...plain } = graphOptions(ON_CPU);
  return plain;
}
