import { loadRunTimeLoras } from '#renderer/engine/networks/load-run-time-loras.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import { STYLES } from '#test/renderer/engine/adapters/adapter-styles.ts';
import { goldenInputs, goldenUNet, withLoraFiles, worstDifference } from '#test/renderer/engine/weights/golden-lora.ts';

/*
 * A UNet with and without a LoRA on WebGPU and on the CPU, in a process that finds a driver: loras-on-gpu-child.ts
 * factors|merged. Prints the largest differences as JSON in the last line: without, with, and without again.
 */
const loras = process.argv[2] as 'factors' | 'merged';
const { config, shapes, targets } = goldenUNet('sd15_layers1');
// Few: a driver in software takes seconds for each kind of product.
const few = new Map([...targets].filter(([key]) => /attn1\.to_q|attn2\.to_k/.test(key)));

await withLoraFiles(shapes, [{ targets: few, style: STYLES.kohya, alpha: 3 }], async (base, [file]) => {
  const set = await loadRunTimeLoras([{ name: 'style', file: file!, weight: 0.7 }], base);
  const asked = [goldenInputs(24), goldenInputs(24, set), goldenInputs(24)];
  const predict = async (options: NetworkOptions) => {
    const unet = await openUNet(config, base.unet, options);
    const noises = [];
    for (const inputs of asked) {
      noises.push(await unet.predict(inputs));
    }
    await unet.release();
    return noises;
  };
  const expected = await predict({ provider: 'cpu', threads: 1, loras: 'factors' });
  const noises = await predict({ provider: 'webgpu', threads: 0, attention: 'plain', loras });
  const worst = noises.map((noise, i) => worstDifference(noise, expected[i]!));
  process.stdout.write(`\n${JSON.stringify([...worst, worstDifference(expected[0]!, expected[1]!)])}\n`);
});
