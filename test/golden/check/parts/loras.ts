import { join } from 'node:path';
import { mergeAdapters } from '#renderer/engine/derive/merge-adapters.ts';
import { loadRunTimeLoras } from '#renderer/engine/networks/load-run-time-loras.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { compareTensor } from '#test/golden/check/compare.ts';
import { type GoldenCase, type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import { type AdapterStyle, kohyaOriginal, STYLES } from '#test/renderer/engine/adapters/adapter-styles.ts';
import { type GoldenTensor, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { goldenInputs, goldenUNet, predictOnce, writeLora } from '#test/renderer/engine/weights/golden-lora.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const KEY = 'lora_sdxl';
const BOUND = { bound: 1e-4 };

interface LoraRun {
  readonly record: string;
  readonly style: AdapterStyle;
  readonly alpha: number | null;
  readonly merged: boolean;
}

/** A LoRA in several styles of keys, merged and at run time; engine.json. */
export const LORA_PART: GoldenPart = {
  format: 'engine',
  key: KEY,
  cases(file) {
    const { shapes } = goldenUNet('sdxl', file.unets.sdxl);
    const runs: readonly LoraRun[] = [
      { record: 'manual_alpha2', style: STYLES.kohya, alpha: 2, merged: true },
      { record: 'manual_noalpha', style: STYLES.peft, alpha: null, merged: true },
      { record: 'kohya_sgm', style: kohyaOriginal(shapes.keys()), alpha: 2, merged: false },
      { record: 'kohya_hf', style: STYLES.kohya, alpha: 2, merged: false },
      { record: 'peft', style: STYLES.peft, alpha: null, merged: false },
    ];
    return [baseCase(file), ...runs.map((run) => loraCase(file, run))];
  },
};

function baseCase(file: GoldenFile): GoldenCase {
  const { config, shapes } = goldenUNet('sdxl', file.unets.sdxl);
  const inputs = goldenInputs(Number(file.unets.sdxl!.cross_attention_dim), null, file.recipe.input);
  const run = async (unet: WeightMap) => [
    compareTensor('', await predictOnce(config, unet, inputs), at(file, 'base'), BOUND),
  ];
  return { name: 'base', run: () => withParameters(shapes, run, file.recipe.parameter) };
}

function loraCase(file: GoldenFile, { record, style, alpha, merged }: LoraRun): GoldenCase {
  const { config, shapes, targets } = goldenUNet('sdxl', file.unets.sdxl);
  const numbers = file.recipe.input;
  const run = (unet: WeightMap) =>
    withFolder(async (cacheFolder) => {
      const lora = join(cacheFolder, 'lora.safetensors');
      await writeLora(lora, { targets, style, alpha, numbers });
      const adapters = [{ name: record, file: lora, weight: 1 }];
      const base = { unet, textEncoders: [] };
      const weights = merged ? (await mergeAdapters({ base, adapters, cacheFolder })).unet : unet;
      const loras = merged ? null : await loadRunTimeLoras(adapters, base);
      const found = await predictOnce(
        config,
        weights,
        goldenInputs(Number(file.unets.sdxl!.cross_attention_dim), loras, numbers),
      );
      return [compareTensor(merged ? 'merged' : 'at run time', found, at(file, record), BOUND)];
    });
  return { name: record, run: () => withParameters(shapes, run, file.recipe.parameter) };
}

function at(file: GoldenFile, record: string): GoldenTensor {
  return recordedAt(file, `${KEY}.${record}`);
}
