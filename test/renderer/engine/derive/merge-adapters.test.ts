import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BaseWeights, partsOf } from '#renderer/engine/adapters/adapter-names.ts';
import { mergeAdapters } from '#renderer/engine/derive/merge-adapters.ts';
import { MERGES_MAX } from '#renderer/engine/derive/merge-cache.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { writeConstants } from '#test/renderer/engine/adapters/adapter-styles.ts';

const DEMO = fileURLToPath(import.meta.resolve('#renderer/demo-model'));
const LCM = { name: 'lcm', file: join(DEMO, 'loras/lcm.safetensors'), weight: 1 };
const BLUEPRINT = { name: 'blueprint', file: join(DEMO, 'loras/blueprint.safetensors'), weight: 0.8 };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-merge-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function demo(): Promise<BaseWeights> {
  return {
    unet: await readSafetensors(join(DEMO, 'unet/diffusion_pytorch_model.safetensors')),
    textEncoders: [await readSafetensors(join(DEMO, 'text_encoder/model.safetensors'))],
  };
}

/** Keys that no longer point to the base's file. */
function changedKeys(merged: BaseWeights, base: BaseWeights): string[] {
  const before = partsOf(base);
  return partsOf(merged).flatMap(([, weights], i) =>
    [...weights].filter(([key, entry]) => entry !== before[i]![1].get(key)).map(([key]) => key),
  );
}

/** W + strength · B·A of a linear weight, in double. */
async function expected(base: BaseWeights, key: string, adapters: readonly { file: string; weight: number }[]) {
  const weight = await readTensor(base.unet.get(key)!);
  const sum = Float64Array.from(weight.data);
  const columns = weight.dims[1]!;
  for (const { file, weight: strength } of adapters) {
    const tensors = await readSafetensors(file);
    const stem = `unet.${key.slice(0, -'.weight'.length)}`;
    const down = await readTensor(tensors.get(`${stem}.lora_A.weight`)!);
    const up = await readTensor(tensors.get(`${stem}.lora_B.weight`)!);
    const rank = down.dims[0]!;
    for (let i = 0; i < sum.length; i++) {
      const [r, c] = [Math.floor(i / columns), i % columns];
      for (let k = 0; k < rank; k++) sum[i]! += strength * up.data[r * rank + k]! * down.data[k * columns + c]!;
    }
  }
  return sum;
}

describe('mergeAdapters', () => {
  it('gives the base itself without adapters, and for weight 0', async () => {
    const base = await demo();
    expect(await mergeAdapters({ base, adapters: [], cacheFolder: folder })).toBe(base);
    expect(await mergeAdapters({ base, adapters: [{ ...LCM, weight: 0 }], cacheFolder: folder })).toBe(base);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    [[LCM], 93],
    [[BLUEPRINT], 93],
    [[LCM, BLUEPRINT], 93],
  ])('merges every key of the bundled adapters', async (adapters, count) => {
    const base = await demo();
    const merged = await mergeAdapters({ base, adapters, cacheFolder: join(folder, 'new') });
    expect(changedKeys(merged, base)).toHaveLength(count);
    const key = 'down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q.weight';
    const { data } = await readTensor(merged.unet.get(key)!);
    const exact = await expected(base, key, adapters);
    const worst = data.reduce((top, value, i) => Math.max(top, Math.abs(value - exact[i]!)), 0);
    expect(merged.unet.get(key)!.dtype).toBe('F16');
    // Half of the last binary16 digit of numbers below 1.
    expect(worst).toBeLessThanOrEqual(2 ** -12);
  });

  it('keeps order, shapes and formats of the base', async () => {
    const base = await demo();
    const merged = await mergeAdapters({ base, adapters: [LCM], cacheFolder: folder });
    const looks = (part: BaseWeights['unet']) => [...part].map(([key, { dtype, shape }]) => ({ key, dtype, shape }));
    expect(looks(merged.unet)).toEqual(looks(base.unet));
    expect(merged.textEncoders).toEqual(base.textEncoders);
  });

  it('uses the file again the next time, and another for another strength', async () => {
    const base = await demo();
    await mergeAdapters({ base, adapters: [LCM], cacheFolder: folder });
    const [name] = await readdir(folder);
    const { ino } = await stat(join(folder, name!));
    await mergeAdapters({ base, adapters: [LCM], cacheFolder: folder });
    expect((await stat(join(folder, name!))).ino).toBe(ino);
    await mergeAdapters({ base, adapters: [{ ...LCM, weight: 0.5 }], cacheFolder: folder });
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('acts on the text encoders and on the UNet with weights of their own', async () => {
    const [unetKey, textKey] = ['mid_block.resnets.0.conv1.weight', 'text_model.encoder.layers.0.mlp.fc1.weight'];
    await writeConstants(join(folder, 'text.safetensors'), { [textKey]: [3, 2] });
    const { unet } = await demo();
    const base = { unet, textEncoders: [await readSafetensors(join(folder, 'text.safetensors'))] };
    const both = join(folder, 'both.safetensors');
    const [out, inner, ...kernel] = base.unet.get(unetKey)!.shape as [number, number, ...number[]];
    const [textOut, textIn] = base.textEncoders[0]!.get(textKey)!.shape as [number, number];
    await writeConstants(both, {
      [`unet.${unetKey.replace('.weight', '.lora_A.weight')}`]: [1, inner, ...kernel],
      [`unet.${unetKey.replace('.weight', '.lora_B.weight')}`]: [out, 1, ...kernel.map(() => 1)],
      [`text_encoder.${textKey.replace('.weight', '.lora_A.weight')}`]: [1, textIn],
      [`text_encoder.${textKey.replace('.weight', '.lora_B.weight')}`]: [textOut, 1],
    });
    const merged = async (weights: { weight: number; textWeight?: number }) => {
      const adapters = [{ name: 'both', file: both, ...weights }];
      const { unet, textEncoders } = await mergeAdapters({ base, adapters, cacheFolder: join(folder, 'merges') });
      const entries = [unet.get(unetKey)!, textEncoders[0]!.get(textKey)!];
      return Promise.all(entries.map(async (entry) => (await readTensor(entry)).data));
    };
    const [strong, weak, mixed] = [
      await merged({ weight: 0.75 }),
      await merged({ weight: 0.25 }),
      await merged({ weight: 0.75, textWeight: 0.25 }),
    ];
    expect(mixed).toEqual([strong[0], weak[1]]);
    expect(strong[1]).not.toEqual(weak[1]);
    const silent = await mergeAdapters({
      base,
      adapters: [{ name: 'both', file: both, weight: 0.75, textWeight: 0 }],
      cacheFolder: join(folder, 'merges'),
    });
    expect(changedKeys(silent, base)).toEqual([unetKey]);
  });

  it('makes a damaged file anew', async () => {
    const base = await demo();
    const before = await mergeAdapters({ base, adapters: [BLUEPRINT], cacheFolder: folder });
    const file = join(folder, (await readdir(folder))[0]!);
    const whole = await readFile(file);
    await writeFile(file, whole.subarray(0, 5000));
    expect(await mergeAdapters({ base, adapters: [BLUEPRINT], cacheFolder: folder })).toEqual(before);
    expect(Buffer.compare(await readFile(file), whole)).toBe(0);
  });

  it('makes the same file in two processes at once', async () => {
    const script = `
      import { readdir } from 'node:fs/promises';
      import { mergeAdapters } from '#renderer/engine/derive/merge-adapters.ts';
      import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
      const [demo, cacheFolder] = process.argv.slice(-2);
      const unet = await readSafetensors(demo + '/unet/diffusion_pytorch_model.safetensors');
      const textEncoders = [await readSafetensors(demo + '/text_encoder/model.safetensors')];
      const adapters = [{ name: 'lcm', file: demo + '/loras/lcm.safetensors', weight: 1 }];
      const merged = await mergeAdapters({ base: { unet, textEncoders }, adapters, cacheFolder });
      process.stdout.write(String([...merged.unet.values()].filter(({ file }) => file.startsWith(cacheFolder)).length));
    `;
    const run = promisify(execFile);
    const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script, DEMO, folder];
    const both = await Promise.all([run(process.execPath, args), run(process.execPath, args)]);
    expect(both.map(({ stdout }) => stdout)).toEqual(['93', '93']);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('keeps a bounded number of merges, dropping the one unused for longest', async () => {
    const base = await demo();
    const names = Array.from({ length: MERGES_MAX }, (_, i) => `${String(i).padStart(64, '0')}.safetensors`);
    for (const [i, name] of names.entries()) {
      await writeFile(join(folder, name), '');
      await utimes(join(folder, name), 1000 + i, 1000 + i);
    }
    const remains = join(folder, `${names[0]}.abc.partial`);
    await writeFile(remains, '');
    await utimes(remains, 1000, 1000);
    await writeFile(join(folder, 'note.txt'), 'not ours');
    await mergeAdapters({ base, adapters: [BLUEPRINT], cacheFolder: folder });
    const left = await readdir(folder);
    expect(left).not.toContain(names[0]);
    expect(left).toEqual(expect.arrayContaining([...names.slice(1), 'note.txt']));
    expect(left).toHaveLength(MERGES_MAX + 1);
  });

  it('writes nothing when an adapter does not fit', async () => {
    const file = join(folder, 'other.safetensors');
    await writeConstants(file, { 'unet.nowhere.lora_A.weight': [1, 1], 'unet.nowhere.lora_B.weight': [1, 1] });
    const cacheFolder = join(folder, 'merges');
    const merging = mergeAdapters({
      base: await demo(),
      adapters: [LCM, { name: 'other', file, weight: 1 }],
      cacheFolder,
    });
    await expect(merging).rejects.toThrow('Cannot use adapter other');
    expect(await readdir(cacheFolder)).toEqual([]);
  });

  it('stops when asked to and leaves nothing behind', async () => {
    const signal = AbortSignal.abort();
    const merging = mergeAdapters({ base: await demo(), adapters: [LCM], cacheFolder: folder, signal });
    await expect(merging).rejects.toMatchObject({ name: 'AbortError' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('says when the folder cannot be made', async () => {
    const occupied = join(folder, 'file');
    await writeFile(occupied, '');
    const merging = mergeAdapters({ base: await demo(), adapters: [LCM], cacheFolder: join(occupied, 'merges') });
    await expect(merging).rejects.toThrow('Cannot make the folder for what is made of weights');
  });
});
