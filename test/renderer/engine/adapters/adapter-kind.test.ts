import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adapterKind } from '#renderer/engine/adapters/adapter-kind.ts';
import { readWeightsFile } from '#renderer/engine/weights/read-weights.ts';
import { writeConstants } from '#test/renderer/engine/adapters/adapter-styles.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-kind-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('adapterKind', () => {
  it.each([
    ['lcm.safetensors', {}, 'lcm-lora'],
    ['lcm-lora-sdv1-5.safetensors', {}, 'lcm-lora'],
    ['pytorch_lora_LCM_v2.safetensors', {}, 'lcm-lora'],
    ['Segmind-VegaRT.safetensors', {}, 'lcm-lora'],
    ['blueprint.safetensors', {}, 'lora'],
    ['filmcmyk.safetensors', {}, 'lora'],
    ['style.safetensors', { 'modelspec.title': 'Latent Consistency adapter' }, 'lcm-lora'],
    ['other.safetensors', { ss_output_name: 'my_lcm' }, 'lcm-lora'],
    ['tags.safetensors', { ss_tag_frequency: 'lcm' }, 'lora'],
  ])('takes %s with %j for %s', async (name, metadata, expected) => {
    const file = join(folder, name);
    await writeConstants(file, { 'unet.x.lora_A.weight': [1, 1] }, { metadata: metadata as Record<string, string> });
    const read = await readWeightsFile(file);
    expect(adapterKind(file, read.metadata)).toBe(expected);
  });

  it('refuses a file that holds no weights', async () => {
    const file = join(folder, 'lcm.ckpt');
    await writeFile(file, 'PK pickle and more bytes');
    await expect(readWeightsFile(file)).rejects.toThrow('it is a damaged zip archive');
  });
});
