import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { type GoldenFile, recordedAt } from '#test/golden/check/part.ts';

/** Writes the small BLIP whose numbers are recorded into a folder, as it is published: weights, configuration, words. */
export async function writeTinyCaptioner(golden: GoldenFile, folder: string): Promise<void> {
  const { config, tiny, wordpiece } = recordedAt<{
    config: { vision: object; text: object };
    tiny: { keys: Readonly<Record<string, readonly number[]>> };
    wordpiece: { vocab: readonly string[] };
  }>(golden, 'blip');
  const sources = Object.entries(tiny.keys).map(([key, shape]) => {
    const bytes = () => new Uint8Array(golden.recipe.parameter(key, shape).buffer);
    return { key, dtype: 'F32' as const, shape, bytes };
  });
  await writeSafetensors(join(folder, 'model.safetensors'), sources);
  const known = { vision_config: config.vision, text_config: config.text };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(known));
  const vocabulary = Array.from({ length: 78 }, (_, id) => wordpiece.vocab[id] ?? `word${id}`);
  writeFileSync(join(folder, 'vocab.txt'), `${vocabulary.join('\n')}\n`);
}
