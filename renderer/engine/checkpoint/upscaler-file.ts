import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { readNcnnUpscaler } from '#renderer/engine/checkpoint/ncnn-upscaler.ts';
import { upscalerWeights } from '#renderer/engine/checkpoint/upscaler-names.ts';
import type { CompactConfig } from '#renderer/engine/graph/nets/compact-upscaler.ts';
import type { RrdbConfig } from '#renderer/engine/graph/nets/rrdb.ts';
import { type UpscalerConfig, upscaleFactor } from '#renderer/engine/graph/nets/upscaler.ts';
import { ncnnPair } from '#renderer/engine/weights/ncnn/ncnn-file.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import { quote } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** What a file of an upscaler holds. */
export interface UpscalerFile {
  readonly network: UpscalerConfig;
  /** How many times the network makes a picture's sides longer: 1 … 8. */
  readonly scale: number;
  /** By BasicSR's keys; exactly those that the network has, in its shapes. */
  readonly weights: WeightMap;
}

/** More would be a picture of a thousand times the pixels. */
const SCALE_MAX = 8;

/**
 * Finds what upscaler a file holds from its keys and shapes: ESRGAN and Real-ESRGAN in every naming, with and without
 * pixels as channels, or a compact network; `.safetensors`, what torch.save writes, or `.param` with its `.bin` (ncnn).
 * Nothing but headers is read. Throws one sentence that names file, key and what would do.
 */
export async function readUpscaler(file: string): Promise<UpscalerFile> {
  const weights = (await isNcnn(file)) ? await readNcnnUpscaler(file) : upscalerWeights(await readWeights(file));
  const refuse = (reason: Message) => failure('invalid', 'upscaler.unloadable', { file: basename(file), reason });
  const network = compactNetwork(weights) ?? rrdbNetwork(weights);
  const [first = ''] = weights.keys();
  if (!network) throw refuse(message('upscaler.foreign', { key: quote(first) }));
  const scale = upscaleFactor(network);
  if (!Number.isInteger(scale) || scale < 1 || scale > SCALE_MAX) {
    throw refuse(message('upscaler.scale', { limit: SCALE_MAX, given: Number(scale.toFixed(3)) }));
  }
  const problem = misfit(weights, network);
  if (problem) throw refuse(problem);
  return { network, scale, weights };
}

/** Reads two that are to be blended. Throws where they are not one network with other weights. */
export async function readBlended(
  file: string,
  other: string,
): Promise<{ readonly own: UpscalerFile; readonly other: UpscalerFile }> {
  const [own, second] = [await readUpscaler(file), await readUpscaler(other)];
  if (JSON.stringify(own.network) === JSON.stringify(second.network)) return { own, other: second };
  throw failure('invalid', 'upscaler.blend-alike', { file: basename(file), other: basename(other) });
}

/** `x.param` or, where that lies beside it, `x.bin`. */
async function isNcnn(file: string): Promise<boolean> {
  if (extname(file).toLowerCase() === '.param') return true;
  return extname(file).toLowerCase() === '.bin' && (await stat(ncnnPair(file).param).catch(() => null)) !== null;
}

function compactNetwork(weights: WeightMap): UpscalerConfig | null {
  const first = weights.get('body.0.weight')?.shape;
  if (first?.length !== 4 || weights.get('body.1.weight')?.shape.length !== 1) return null;
  const numbers = [...weights.keys()].map((key) => Number(/^body\.(\d+)\.weight$/.exec(key)?.[1] ?? 0));
  const last = Math.max(...numbers);
  // Numbers of layers follow each other, so a larger one is no layer's.
  if (last >= weights.size) return null;
  const outputs = weights.get(`body.${last}.weight`)!.shape[0]!;
  return { kind: 'compact', features: first[0]!, layers: last / 2 - 1, scale: Math.sqrt(outputs / 3) };
}

function rrdbNetwork(weights: WeightMap): UpscalerConfig | null {
  const first = weights.get('conv_first.weight')?.shape;
  const dense = weights.get('body.0.rdb1.conv1.weight')?.shape;
  if (first?.length !== 4 || dense?.length !== 4) return null;
  let blocks = 0;
  while (weights.has(`body.${blocks}.rdb1.conv1.weight`)) blocks++;
  let doublings = 0;
  while (weights.has(`conv_up${doublings + 1}.weight`)) doublings++;
  const shuffle = Math.sqrt(first[1]! / 3);
  return { kind: 'rrdb', features: first[0]!, growth: dense[0]!, blocks, doublings, shuffle };
}

/** The first weight that is missing, of another shape, or one too many. */
function misfit(weights: WeightMap, network: UpscalerConfig): Message | null {
  const wanted = network.kind === 'compact' ? compactShapes(network) : rrdbShapes(network);
  for (const [key, shape] of wanted) {
    const given = weights.get(key)?.shape;
    if (!given) return message('upscaler.missing', { key });
    if (`${given}` !== `${shape}`) return message('upscaler.shape', { key, wanted: shape, given });
  }
  const extra = [...weights.keys()].find((key) => !wanted.has(key));
  return extra === undefined ? null : message('upscaler.extra', { key: quote(extra) });
}

type Shapes = Map<string, readonly number[]>;

function addConv(shapes: Shapes, key: string, [outputs, inputs]: readonly [number, number]): void {
  shapes.set(`${key}.weight`, [outputs, inputs, 3, 3]).set(`${key}.bias`, [outputs]);
}

function compactShapes({ features, layers, scale }: CompactConfig): Shapes {
  const shapes: Shapes = new Map();
  for (let i = 0; i <= layers; i++) {
    addConv(shapes, `body.${2 * i}`, [features, i === 0 ? 3 : features]);
    shapes.set(`body.${2 * i + 1}.weight`, [features]);
  }
  addConv(shapes, `body.${2 * layers + 2}`, [3 * scale ** 2, features]);
  return shapes;
}

function rrdbShapes({ features, growth, blocks, doublings, shuffle }: RrdbConfig): Shapes {
  const shapes: Shapes = new Map();
  addConv(shapes, 'conv_first', [features, 3 * shuffle ** 2]);
  for (let i = 0; i < 3 * blocks; i++) {
    const dense = `body.${Math.floor(i / 3)}.rdb${(i % 3) + 1}`;
    for (let j = 0; j < 5; j++)
      addConv(shapes, `${dense}.conv${j + 1}`, [j < 4 ? growth : features, features + j * growth]);
  }
  addConv(shapes, 'conv_body', [features, features]);
  for (let i = 1; i <= doublings; i++) addConv(shapes, `conv_up${i}`, [features, features]);
  addConv(shapes, 'conv_hr', [features, features]);
  addConv(shapes, 'conv_last', [3, features]);
  return shapes;
}
