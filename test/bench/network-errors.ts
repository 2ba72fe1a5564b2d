import { join } from 'node:path';
import type { BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import { mergeAdapters } from '#renderer/engine/derive/merge-adapters.ts';
import { narrowLinears } from '#renderer/engine/derive/narrow-weights.ts';
import { quantiseLinears } from '#renderer/engine/derive/quantised-weights.ts';
import { loadRunTimeLoras } from '#renderer/engine/networks/load-run-time-loras.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { NARROW_FORMATS, type NarrowFormat } from '#renderer/engine/weights/derived-names.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { clipNets, type GoldenNet, runNet, taesdNets, unetNets, vaeNets } from '#test/golden/check/networks.ts';
import { createRecipe } from '#test/golden/check/recipe.ts';
import { type AdapterStyle, kohyaOriginal, STYLES } from '#test/renderer/engine/adapters/adapter-styles.ts';
import { type GoldenTensor, golden, withParameters, worstDifference } from '#test/renderer/engine/graph/golden.ts';
import { goldenInputs, goldenUNet, predictOnce, writeLora } from '#test/renderer/engine/weights/golden-lora.ts';

/** How far an output is from the recorded one. */
export interface OutputError {
  readonly name: string;
  /** Largest difference of the sampled elements. */
  readonly absolute: number;
  /** That, divided by the mean of |x| over the recorded tensor. */
  readonly relative: number;
}

/** Where merged and 8-bit weights may be kept meanwhile. */
export interface ErrorOptions {
  readonly cacheFolder: string;
}

const recipe = createRecipe('');

type Change = (weights: WeightMap) => Promise<WeightMap> | WeightMap;

/** Every golden network on the CPU as the engine runs it, the UNets with 8-bit products and with what is widened from 8 bits too, and the golden LoRA. */
export async function* networkErrors({ cacheFolder }: ErrorOptions): AsyncGenerator<OutputError, void, undefined> {
  const asStored: Change = (weights) => weights;
  const narrow =
    (format: NarrowFormat): Change =>
    (weights) =>
      narrowLinears(weights, { format, cacheFolder: join(cacheFolder, `widened ${format}`) });
  const eightBit: Change = (weights) => quantiseLinears(weights, { cacheFolder: join(cacheFolder, 'quantised') });
  for (const [name, one] of Object.entries(golden.unet))
    yield await worstOf(`unet ${name}`, unetNets(name, one, recipe), asStored);
  for (const net of OTHERS) yield await worstOf(net.name, [net], asStored);
  yield* loraErrors(cacheFolder);
  for (const [name, one] of Object.entries(golden.unet))
    yield await worstOf(`unet ${name}, int8`, unetNets(name, one, recipe), eightBit);
  for (const format of NARROW_FORMATS)
    for (const [name, one] of Object.entries(golden.unet))
      yield await worstOf(`unet ${name}, widened ${format}`, unetNets(name, one, recipe), narrow(format));
}

/** Where an output is of several runs, the run that is furthest off counts. */
async function worstOf(name: string, nets: readonly GoldenNet[], change: Change): Promise<OutputError> {
  const errors: OutputError[] = [];
  for (const net of nets) errors.push(errorFrom(name, await outputOf(net, change), net.expected));
  return errors.reduce((worst, one) => (one.relative > worst.relative ? one : worst));
}

function errorFrom(name: string, actual: Tensor, expected: GoldenTensor): OutputError {
  const absolute = worstDifference(actual, expected);
  return { name, absolute, relative: absolute / expected.absmean };
}

async function outputOf(net: GoldenNet, change: Change): Promise<Tensor> {
  return runNet(net, recipe, change);
}

/** The golden networks that are no UNets, each with all outputs that were recorded. */
const OTHERS: readonly GoldenNet[] = [
  ...vaeNets(golden.vae, recipe),
  ...taesdNets(golden.taesd, recipe),
  ...Object.entries(golden.clip).flatMap(([name, one]) => clipNets(name, one)),
];

interface LoraRun {
  readonly style: AdapterStyle;
  readonly alpha: number | null;
  readonly expected: 'manual_alpha2' | 'manual_noalpha' | 'kohya_sgm' | 'kohya_hf' | 'peft';
}

const { lora_sdxl: recorded } = golden as unknown as {
  readonly lora_sdxl: Readonly<Record<LoraRun['expected'] | 'base', GoldenTensor>>;
};

/** The golden LoRA, merged and at run time, in the key styles that were recorded. */
async function* loraErrors(cacheFolder: string): AsyncGenerator<OutputError, void, undefined> {
  const { config, shapes, targets } = goldenUNet('sdxl');
  const original = kohyaOriginal(shapes.keys());
  const merged: readonly LoraRun[] = [
    { style: STYLES.kohya, alpha: 2, expected: 'manual_alpha2' },
    { style: STYLES.peft, alpha: null, expected: 'manual_noalpha' },
  ];
  const atRunTime: readonly LoraRun[] = [
    { style: original, alpha: 2, expected: 'kohya_sgm' },
    { style: STYLES.kohya, alpha: 2, expected: 'kohya_hf' },
    { style: STYLES.peft, alpha: null, expected: 'peft' },
  ];
  const errors = await withParameters(shapes, async (unet) => {
    const base: BaseWeights = { unet, textEncoders: [] };
    const found = [errorFrom('lora_sdxl base', await predictOnce(config, unet, goldenInputs(48)), recorded.base)];
    for (const [i, { style, alpha, expected }] of [...merged, ...atRunTime].entries()) {
      const file = join(cacheFolder, `${expected}.safetensors`);
      await writeLora(file, { targets, style, alpha });
      const adapters = [{ name: expected, file, weight: 1 }];
      const isMerged = i < merged.length;
      const weights = isMerged ? (await mergeAdapters({ base, adapters, cacheFolder })).unet : unet;
      const loras = isMerged ? null : await loadRunTimeLoras(adapters, base);
      const output = await predictOnce(config, weights, goldenInputs(48, loras));
      found.push(errorFrom(`lora_sdxl ${expected}, ${isMerged ? 'merged' : 'run time'}`, output, recorded[expected]));
    }
    return found;
  });
  yield* errors;
}
