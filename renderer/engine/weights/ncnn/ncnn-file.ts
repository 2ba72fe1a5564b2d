import { stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { type NcnnLayer, parseNcnnParam } from '#renderer/engine/weights/ncnn/ncnn-param.ts';
import { readRange } from '#renderer/engine/weights/read-range.ts';
import { openRegularFile, readTextFile } from '#renderer/engine/weights/regular-file.ts';
import { aboutWeight, refuse, shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure, message } from '#shared/text/failure.ts';

/** A network as ncnn's two files have it. */
export interface NcnnFile {
  readonly layers: readonly NcnnLayer[];
  /** `<layer>.weight`, `<layer>.bias`; slopes of a PReLU are its weight. */
  readonly weights: WeightMap;
}

/** In front of a layer's weights: 16-bit floats follow, padded to four bytes. */
const HALF_TAG = 0x01306b47;
/** 32-bit floats follow. */
const FLOAT_TAG = 0;

/** A thousand layers are some hundred KB. */
const PARAM_BYTES_MAX = 4 * 2 ** 20;

/** The other file of a pair, by the one that was named: `x.param` and `x.bin` lie beside each other. */
export function ncnnPair(file: string): { readonly param: string; readonly bin: string } {
  const stem = file.slice(0, file.length - extname(file).length);
  return { param: `${stem}.param`, bin: `${stem}.bin` };
}

/**
 * The layers of `x.param`, and where in `x.bin` their numbers lie: layer by layer, in its order, with nothing between
 * them and nothing after. No number is copied. Throws `not-found`, or `invalid` that names file, layer or byte.
 */
export async function readNcnnFile(path: string): Promise<NcnnFile> {
  const { param, bin } = ncnnPair(resolve(path));
  const layers = parseNcnnParam(await readText(param), shortPath(param));
  const handle = await openRegularFile(bin).catch((cause: unknown) => {
    throw failure('not-found', 'weights.missing', { file: shortPath(bin) }, { cause });
  });
  const name = shortPath(bin);
  try {
    const { size } = await handle.stat();
    const weights = new Map<string, WeightEntry>();
    let at = 0;
    for (const { key, tag, count, shape } of layers.flatMap(numbersOf)) {
      const stored = tag ? await readTag(handle, { at, name, key }) : FLOAT_TAG;
      if (tag) at += 4;
      const dtype = stored === HALF_TAG ? 'F16' : 'F32';
      const bytes = count * (dtype === 'F16' ? 2 : 4);
      if (weights.has(key)) throw refuse(name, aboutWeight(key, message('ncnn.twice')));
      if (!Number.isSafeInteger(count) || count < 1 || at + bytes > size) {
        throw refuse(name, aboutWeight(key, message('weights.truncated', { end: at + bytes, bytes: size })));
      }
      weights.set(key, { file: bin, offset: at, bytes, dtype, shape });
      at += Math.ceil(bytes / 4) * 4;
    }
    if (at !== size) throw refuse(name, message('ncnn.rest', { bytes: size - at }));
    return { layers, weights };
  } finally {
    await handle.close();
  }
}

async function readText(param: string): Promise<string> {
  const found = await stat(param).catch((cause: unknown) => {
    throw failure('not-found', 'weights.missing', { file: shortPath(param) }, { cause });
  });
  if (!found.isFile()) throw refuse(shortPath(param), message('weights.no-file'));
  if (found.size <= PARAM_BYTES_MAX) return readTextFile(param, PARAM_BYTES_MAX);
  throw refuse(shortPath(param), message('ncnn.bytes', { limit: PARAM_BYTES_MAX, given: found.size }));
}

async function readTag(
  handle: Parameters<typeof readRange>[0],
  { at, name, key }: { readonly at: number; readonly name: string; readonly key: string },
): Promise<number> {
  const tag = await readRange(handle, { position: at, bytes: 4 });
  const given = tag.length === 4 ? tag.readUInt32LE() : -1;
  if (given === HALF_TAG || given === FLOAT_TAG) return given;
  throw refuse(name, aboutWeight(key, message('ncnn.tag', { given: `0x${tag.toString('hex')}` })));
}

interface LayerNumbers {
  readonly key: string;
  /** Whether a tag says how they are stored; the rest is 32-bit floats. */
  readonly tag: boolean;
  readonly count: number;
  readonly shape: readonly number[];
}

/** What a layer has in the file of numbers. Layers without any have none. */
function numbersOf({ type, name, params }: NcnnLayer): readonly LayerNumbers[] {
  const number = (key: number) => {
    const value = params.get(key);
    return typeof value === 'number' ? value : 0;
  };
  const outputs = number(0);
  if (type === 'PReLU') return [{ key: `${name}.weight`, tag: false, count: outputs, shape: [outputs] }];
  if (type !== 'Convolution') return [];
  const count = number(6);
  const kernel = [number(11) || number(1), number(1)] as const;
  const shape = [outputs, count / (outputs * kernel[0] * kernel[1]), ...kernel];
  const weight = { key: `${name}.weight`, tag: true, count, shape };
  const bias = { key: `${name}.bias`, tag: false, count: outputs, shape: [outputs] };
  return number(5) === 0 ? [weight] : [weight, bias];
}
