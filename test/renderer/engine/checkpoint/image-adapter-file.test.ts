import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { attentionPaths, requireEncoder } from '#renderer/engine/checkpoint/fit-image-adapter.ts';
import { readImageAdapter } from '#renderer/engine/checkpoint/image-adapter-file.ts';
import { readImageEncoder } from '#renderer/engine/checkpoint/image-encoder-file.ts';
import { parseClipVisionConfig } from '#renderer/engine/graph/nets/clip-vision-config.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { checkCase, checkPart, storedGolden } from '#test/golden/check/check-case.ts';
import { goldenUNetShapes, writeGoldenAdapter } from '#test/golden/check/image-prompts/golden-adapters.ts';
import { FULL_IMAGE_PROMPT_PARTS } from '#test/golden/check/parts/full-image-prompts.ts';
import { writeUpscaler } from '#test/renderer/engine/golden-upscalers.ts';
import { op, torchZip } from '#test/renderer/engine/weights/torch/torch-writer.ts';

const folder = scratchFolder();
const file = storedGolden('control');
const adapter = async (name: Parameters<typeof writeGoldenAdapter>[1]) => {
  const path = await writeGoldenAdapter(folder, name, { file });
  return { file: path, read: await readImageAdapter(path) };
};
const message = async (act: () => unknown): Promise<string> => {
  try {
    await act();
  } catch (thrown) {
    return (thrown as Error).message;
  }
  return 'taken';
};
const reading = (name: string, shapes: readonly (readonly [string, readonly number[]])[]) => async () => {
  const path = join(folder, name);
  await writeUpscaler(path, new Map(shapes));
  return readImageAdapter(path);
};

describe("an IP-Adapter's file", () => {
  it('says its kind, and how many tokens it makes', async () => {
    expect((await adapter('sd15_base')).read.config.projection).toEqual({ kind: 'base', inputs: 24, tokens: 4 });
    expect((await adapter('sd15_full')).read.config.projection).toEqual({ kind: 'full', inputs: 32, inner: 32 });
    expect((await adapter('sdxl_plus')).read.config).toMatchObject({
      projection: { kind: 'plus', inputs: 32, tokens: 16, width: 128, inner: 512, layers: 4 },
      contextWidth: 48,
    });
  });

  it('may have the names of a UNet that diffusers saved it with', async () => {
    const at = (path: string, part: string) => `${path}.transformer_blocks.0.attn2.processor.to_${part}_ip.0.weight`;
    const paths = ['mid_block.attentions.0', 'down_blocks.0.attentions.10', 'down_blocks.0.attentions.9'];
    const keys = paths.flatMap((path, i) => ['k', 'v'].map((part) => [at(path, part), [i + 1, 24]] as const));
    const proj = 'encoder_hid_proj.image_projection_layers.0';
    const shapes = [...keys, [`${proj}.image_embeds.weight`, [96, 24]], [`${proj}.norm.weight`, [24]]] as const;
    const { config } = await reading('saved.safetensors', shapes)();
    expect(config.projection).toEqual({ kind: 'base', inputs: 24, tokens: 4 });
    const [first, second, last] = config.attentions;
    expect([first, second, last]).toEqual([
      { number: 1, channels: 3 },
      { number: 3, channels: 2 },
      { number: 5, channels: 1 },
    ]);
  });

  it('may be the .bin of its authors, dictionaries in one another, of which nothing is run', async () => {
    const path = join(folder, 'nested.bin');
    const key = { dtype: 'F32', shape: [1, 1], bytes: new Uint8Array(4) } as const;
    const inside = new Map([['1.to_k_ip.weight', key]]);
    writeFileSync(
      path,
      torchZip(inside, (state) => Buffer.concat([op.dict, op.text('ip_adapter'), state, op.setItem])),
    );
    expect(await message(() => readImageAdapter(path))).toContain('first key is "ip_adapter.1.to_k_ip.weight"');
  });

  it('is refused where it reads a face recogniser, or is made for another family, by file and key', async () => {
    const kv = ['ip_adapter.1.to_k_ip.weight', [8, 24]] as const;
    const faceId = [['image_proj.proj.0.weight', [8, 8]], ['image_proj.norm.weight', [24]], kv] as const;
    expect(await message(reading('face.safetensors', faceId))).toContain(
      'Cannot use IP-Adapter face.safetensors: key "image_proj.proj.0.weight" tells that it is a FaceID adapter',
    );
    const unet = goldenUNetShapes(file.unets.sd15);
    const xl = await adapter('sdxl_base');
    expect(await message(() => attentionPaths(xl, { model: 'dream', unet }))).toBe(
      'Cannot use IP-Adapter sdxl_base.safetensors: weight ip_adapter.1.to_k_ip.weight must be 16×24 for model dream, ' +
        'given 32×48: it is made for another family; take one made for this one',
    );
  });

  it('is refused with an image encoder of other widths, which is named', async () => {
    const parsed = parseClipVisionConfig({ projection_dim: 768, hidden_size: 1024, num_attention_heads: 16 });
    const plus = await adapter('sd15_plus');
    expect(await message(() => requireEncoder(plus, { file: '/models/vit-l', parsed }))).toBe(
      'Cannot use image encoder vit-l with IP-Adapter sd15_plus.safetensors: key image_proj.proj_in.weight of the ' +
        'adapter reads 32 numbers, and the encoder gives 1024; take an image encoder of width 32',
    );
    expect(await message(() => readImageEncoder(plus.file))).toContain('it must be a CLIP vision model');
  });
});

describe('published sizes of image prompts', () => {
  const [encoders, adapters] = FULL_IMAGE_PROMPT_PARTS;

  it('are what the networks have that are built: image encoders, and adapters of SD 1.5', async () => {
    await checkPart(encoders!);
    await checkCase(adapters!, 'sd15');
  });
});
