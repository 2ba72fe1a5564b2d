import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openClipWeights } from '#renderer/engine/checkpoint/clip-names.ts';
import { deriveVaeConfig } from '#renderer/engine/checkpoint/derive-vae-config.ts';
import { readTaesdFile } from '#renderer/engine/checkpoint/taesd-file.ts';
import { blockNumbers, unetKey } from '#renderer/engine/checkpoint/unet-names.ts';
import { readVaeFile } from '#renderer/engine/checkpoint/vae-file.ts';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipTextEncoder, hiddenOutput } from '#renderer/engine/graph/nets/clip.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { buildTaesdDecoder } from '#renderer/engine/graph/nets/taesd.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { buildVaeDecoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { type Feeds, openSession } from '#renderer/engine/runtime/session.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import {
  clipShapes,
  originalUNet,
  type Shapes,
  unetShapes,
  vaeShapes,
} from '#test/renderer/engine/checkpoint/full-size.ts';
import { originalVaeName } from '#test/renderer/engine/checkpoint/original-vae.ts';
import { openClipNumbers } from '#test/renderer/engine/checkpoint/small-model.ts';
import { expectGolden, golden, input, parameter } from '#test/renderer/engine/graph/golden.ts';
import { type TorchTensor, torchLegacy, torchZip } from '#test/renderer/engine/weights/torch/torch-writer.ts';

const scratch = scratchFolder();
const options = { dialect: cpuDialect, residency: 'mapped' } as const;

/** A tensor of a torch file with the hashed numbers of a diffusers key. */
function hashed(key: string, shape: readonly number[], storedShape = shape): TorchTensor {
  return { dtype: 'F32', shape: storedShape, bytes: new Uint8Array(parameter(key, shape).buffer) };
}

function write(name: string, content: Buffer): string {
  const file = join(scratch, name);
  writeFileSync(file, content);
  return file;
}

async function run(graph: BuiltGraph, feeds: Feeds): Promise<Readonly<Record<string, Tensor>>> {
  const session = await openSession(graph, { provider: 'cpu', threads: 1 });
  const outputs = await session.run(feeds);
  await session.release();
  return outputs;
}

describe('files as others write them, mapped where they lie', () => {
  it.each([
    ['ckpt', torchZip],
    ['bin', torchLegacy],
  ])('give the UNet’s golden numbers: original names in a .%s', async (ending, format) => {
    const { config, runs } = golden.unet.sd15_layers1!;
    const shapes = unetShapes(config);
    const names = [...originalUNet(shapes).keys()].map((name) => name.replace('model.diffusion_model.', ''));
    const tensors = new Map([...shapes].map(([key, shape], i) => [names[i]!, hashed(key, shape)]));
    const stored = await readWeights(write(`unet.${ending}`, format(tensors)));
    const numbers = blockNumbers(stored.keys());
    const weights = new Map([...stored].map(([name, entry]) => [unetKey(name, numbers)!, entry]));
    const { hw, t, batch, out } = runs[1]!;
    const outputs = await run(buildUNet(parseUNetConfig(config), weights, options), {
      sample: input('in:sample', [batch, 4, ...hw]),
      encoder_hidden_states: input('in:ctx', [batch, 77, Number(config.cross_attention_dim)]),
      timestep: { dims: [batch], data: new Float32Array(batch).fill(t) },
    });
    expectGolden(outputs.noise!, out);
  });

  it('give the text encoder’s: OpenCLIP’s joined q, k, v and its turned projection', async () => {
    const { config, ids, text_embeds, hidden_m2 } = golden.clip.g_gelu_proj!;
    const weights = openClipWeights(await readWeights(write('open-clip.bin', torchLegacy(openClipTensors(config)))));
    expect(weights.foreign).toEqual([]);
    const parsed = parseClipConfig({ ...config, projection_transposed: true });
    const outputs = await run(buildClipTextEncoder(parsed, weights.weights, options), {
      input_ids: { dims: [1, 77], ints: Int32Array.from(ids) },
    });
    expectGolden(outputs.pooled!, text_embeds!);
    expectGolden(outputs[hiddenOutput(1)]!, hidden_m2);
  });

  it.each([
    ['today’s names', (key: string) => key],
    ['the names before diffusers 0.13', oldName],
    ['the original names', (key: string) => originalVaeName(key, 3)],
    ['a checkpoint’s names', (key: string) => `first_stage_model.${originalVaeName(key, 3)}`],
  ])('give the VAE’s: a file of its own with %s', async (_what, nameOf) => {
    const { config, decode } = golden.vae;
    const tensors = [...vaeShapes(config)].map(([key, shape]): [string, TorchTensor] => [
      nameOf(key),
      hashed(key, shape, shape.length === 2 ? [...shape, 1, 1] : shape),
    ]);
    const file = write('vae.pt', torchZip(new Map([...tensors, ['loss.logvar', hashed('x', [])]])));
    const vae = await readVaeFile(file, 'sd15');
    expect(parseVaeConfig({ ...(vae.config as object), norm_num_groups: 8 })).toEqual({
      ...parseVaeConfig(config),
      sampleSize: 512,
    });
    const parsed = parseVaeConfig(config);
    const { picture } = await run(buildVaeDecoder(parsed, vae.weights, { ...options, latents: 'raw' }), {
      latents: input('in:z', [1, 4, 8, 10]),
    });
    expectGolden(picture!, decode);
  });

  it.each([
    ['its authors’ numbers', (key: string) => key.replace(/^decoder\.layers\.(\d+)/, (_, n) => String(Number(n) + 1))],
    ['both halves numbered', (key: string) => key.replace(/\.layers\.(\d+)/, (_, n) => `.${Number(n) + 1}`)],
    ['diffusers’ names', (key: string) => key],
  ])('give TAESD’s: a .pth with %s', async (_what, nameOf) => {
    const shapes = wantedWeights((weights) => buildTaesdDecoder(weights, options));
    const tensors = new Map([...shapes].map(([key, shape]) => [nameOf(key), hashed(key, shape)]));
    const { weights } = await readTaesdFile(write('taesd.pth', torchZip(tensors)));
    const { picture } = await run(buildTaesdDecoder(weights, options), { latents: input('in:z', [1, 4, 8, 10]) });
    expectGolden(picture!, golden.taesd.decode);
  });
});

describe('a file that is no such thing', () => {
  const file = (name: string, shapes: Shapes) =>
    write(name, torchZip(new Map([...shapes].map(([key, shape]) => [key, hashed(key, shape)]))));

  it('is refused as a VAE with the key, or with what it lacks', async () => {
    const lora = file('lora.pt', new Map([['lora_unet_x.alpha', []]]));
    await expect(readVaeFile(lora, 'sd15')).rejects.toThrow(
      'Cannot load VAE lora.pt: its key "lora_unet_x.alpha" has no place in a VAE, so this is another kind of file',
    );
    const half = file('half.pt', new Map([['encoder.conv_in.weight', [32, 3, 3, 3]]]));
    await expect(readVaeFile(half, 'sdxl')).rejects.toThrow('Cannot load VAE half.pt: it has no decoder');
  });

  it('is refused as TAESD', async () => {
    const encoder = file('taesd_encoder.pth', new Map([['0.weight', [64, 3, 3, 3]]]));
    await expect(readTaesdFile(encoder)).rejects.toThrow('it must hold the decoder, given the encoder alone');
    const other = file('other.pth', new Map([['a', [1]]]));
    await expect(readTaesdFile(other)).rejects.toThrow('Cannot load TAESD other.pth: it must hold the decoder, given');
  });
});

it('a VAE’s scale is its family’s, because no shape tells it', () => {
  expect(deriveVaeConfig(new Map(), { scalingFactor: 0.13025, forceUpcast: true, sampleSize: 1024 })).toMatchObject({
    scaling_factor: 0.13025,
  });
});

/** A golden text encoder's numbers as OpenCLIP stores them. */
function openClipTensors(config: Readonly<Record<string, unknown>>): Map<string, TorchTensor> {
  const tensors = openClipNumbers(clipShapes(config), '').map(({ name, shape, numbers }): [string, TorchTensor] => [
    name,
    { dtype: 'F32', shape, bytes: new Uint8Array(numbers().buffer as ArrayBuffer) },
  ]);
  return new Map(tensors);
}

function oldName(key: string): string {
  return key
    .replace('.to_out.0.', '.proj_attn.')
    .replace('.to_q.', '.query.')
    .replace('.to_k.', '.key.')
    .replace('.to_v.', '.value.');
}
