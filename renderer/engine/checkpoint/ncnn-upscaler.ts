import { type NcnnFile, readNcnnFile } from '#renderer/engine/weights/ncnn/ncnn-file.ts';
import type { NcnnLayer } from '#renderer/engine/weights/ncnn/ncnn-param.ts';
import { refuse, shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { message } from '#shared/text/failure.ts';

/*
 * ncnn files are programs: names say nothing, so which weight is which follows from where its layer stands. A file is
 * taken only where it is one of our networks from its first layer to its last, with every connection and constant.
 */

/** A layer without its name: what it does, and which layers before it it reads; -1 is the picture. */
interface Step {
  readonly what: string;
  readonly from: readonly number[];
  /** In front of its weights' keys in BasicSR's names; null where it has none. */
  readonly key: string | null;
}

/** The weights of an ESRGAN or compact upscaler in ncnn's two files, by BasicSR's keys. Throws `invalid` for any other. */
export async function readNcnnUpscaler(file: string): Promise<WeightMap> {
  const ncnn = await readNcnnFile(file);
  const steps = stepsOf(ncnn.layers);
  const wanted = steps.some(({ layer }) => layer.type === 'PReLU') ? compactSteps(steps) : rrdbSteps(steps);
  const at = wanted.findIndex(({ what, from }, i) => what !== steps[i]?.what || `${from}` !== `${steps[i].from}`);
  const odd = at >= 0 ? at : steps.length > wanted.length ? wanted.length : null;
  if (odd !== null) {
    const given = steps[odd] ? `${steps[odd].layer.name} (${steps[odd].what})` : 'its end';
    const reason = message('ncnn.foreign', { wanted: wanted[odd]?.what ?? 'its end', given });
    throw refuse(shortPath(file), reason);
  }
  return byKeys(
    ncnn,
    wanted.map(({ key }, i) => [steps[i]!.layer.name, key]),
  );
}

function byKeys({ weights }: NcnnFile, keys: readonly (readonly [string, string | null])[]): WeightMap {
  const named = new Map<string, WeightEntry>();
  for (const [layer, key] of keys) {
    for (const part of ['weight', 'bias']) {
      const entry = weights.get(`${layer}.${part}`);
      if (entry && key !== null) named.set(`${key}.${part}`, entry);
    }
  }
  return named;
}

/** The layers that compute something, each with the places of those that it reads. */
function stepsOf(layers: readonly NcnnLayer[]): readonly (Omit<Step, 'key'> & { readonly layer: NcnnLayer })[] {
  const places = new Map<string, number>();
  const steps: (Omit<Step, 'key'> & { readonly layer: NcnnLayer })[] = [];
  for (const layer of layers) {
    const from = layer.inputs.map((name) => places.get(name) ?? Number.NaN);
    const place = layer.type === 'Input' ? -1 : layer.type === 'Split' ? from[0]! : steps.length;
    for (const name of layer.outputs) places.set(name, place);
    if (place === steps.length) steps.push({ what: textOf(layer), from, layer });
  }
  return steps;
}

/** Numbers of weights, which shapes say, not what is done with them. */
const COUNTS = { Convolution: [0, 6], PReLU: [0] } as Readonly<Record<string, readonly number[]>>;

function textOf({ type, params }: NcnnLayer): string {
  const counts = COUNTS[type] ?? [];
  const kept = [...params].filter(([key]) => !counts.includes(key)).sort(([a], [b]) => a - b);
  return [type, ...kept.map(([key, value]) => `${key}=${value}`)].join(' ');
}

const CONV = 'Convolution 1=3 4=1 5=1';
const CONV_LEAKY = `${CONV} 9=2 10=0.2`;
const FIFTH_ADDED = 'Eltwise 0=1 1=0.2,1';
const ADD = 'BinaryOp 0=0';
const DOUBLE = 'Interp 0=1 1=2 2=2';

/** Writes a network down as its file has it. */
class Writer {
  readonly steps: Step[] = [];

  add(what: string, from: readonly number[], key: string | null = null): number {
    return this.steps.push({ what, from, key }) - 1;
  }
}

/** Graph of nets/rrdb.ts, with as many blocks and doublings as the file has layers for. */
function rrdbSteps(given: readonly Pick<Step, 'what'>[]): readonly Step[] {
  const count = (what: string) => given.filter((step) => step.what.startsWith(what)).length;
  const doublings = count(DOUBLE);
  const blocks = Math.max(0, Math.floor((count('Convolution') - 4 - doublings) / 15));
  const writer = new Writer();
  const first = writer.add(CONV, [-1], 'conv_first');
  let x = first;
  for (let i = 0; i < blocks; i++) x = writeBlocks(writer, x, `body.${i}`);
  x = writer.add(addText(given), [first, writer.add(CONV, [x], 'conv_body')]);
  for (let i = 1; i <= doublings; i++) x = writer.add(CONV_LEAKY, [writer.add(DOUBLE, [x])], `conv_up${i}`);
  writer.add(CONV, [writer.add(CONV_LEAKY, [x], 'conv_hr')], 'conv_last');
  return writer.steps;
}

function writeBlocks(writer: Writer, x: number, key: string): number {
  let inner = x;
  for (let i = 1; i <= 3; i++) {
    const known = [inner];
    let joined = inner;
    for (let j = 1; j <= 4; j++) {
      known.push(writer.add(CONV_LEAKY, [joined], `${key}.rdb${i}.conv${j}`));
      joined = writer.add('Concat', [...known]);
    }
    inner = writer.add(FIFTH_ADDED, [writer.add(CONV, [joined], `${key}.rdb${i}.conv5`), inner]);
  }
  return writer.add(FIFTH_ADDED, [inner, x]);
}

/** Graph of nets/compact-upscaler.ts as its authors have it. */
function compactSteps(given: readonly Pick<Step, 'what'>[]): readonly Step[] {
  const layers = given.filter(({ what }) => what.startsWith('PReLU')).length;
  const [, scale = '?'] =
    /^PixelShuffle 0=(\d+)/.exec(given.find(({ what }) => what.startsWith('Pixel'))?.what ?? '') ?? [];
  const writer = new Writer();
  let x = -1;
  for (let i = 0; i < layers; i++) {
    x = writer.add(CONV, [x], `body.${2 * i}`);
    x = writer.add('PReLU', [x], `body.${2 * i + 1}`);
  }
  x = writer.add(`PixelShuffle 0=${scale}`, [writer.add(CONV, [x], `body.${2 * layers}`)]);
  writer.add(addText(given), [x, writer.add(`Interp 0=1 1=${scale} 2=${scale}`, [-1])]);
  return writer.steps;
}

/** Adding is what a BinaryOp does where nothing is said. */
function addText(given: readonly Pick<Step, 'what'>[]): string {
  return given.some(({ what }) => what === ADD) ? ADD : 'BinaryOp';
}
