import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { modelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import { readVaeFile } from '#renderer/engine/checkpoint/vae-file.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { smallSingleFile, writeShapes } from '#test/renderer/engine/checkpoint/small-model.ts';

const scratch = scratchFolder();

/** A tiny autoencoder of two stages and one block each. */
const TINY: ReadonlyMap<string, readonly number[]> = new Map([
  ['decoder.layers.0.weight', [8, 4, 3, 3]],
  ['decoder.layers.2.conv.0.weight', [8, 8, 3, 3]],
  ['decoder.layers.4.weight', [8, 8, 3, 3]],
  ['decoder.layers.5.conv.0.weight', [8, 8, 3, 3]],
  ['decoder.layers.6.weight', [3, 8, 3, 3]],
]);

async function folderOf(config: object, name: string): Promise<string> {
  const folder = join(scratch, name);
  await mkdir(folder);
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  await writeShapes(join(folder, 'diffusion_pytorch_model.safetensors'), TINY);
  return folder;
}

async function withVae(vae: string) {
  const checkpoint = join(scratch, 'model.safetensors');
  await writeShapes(checkpoint, smallSingleFile());
  return readCheckpoint({ ...modelFilesAt(checkpoint), vae });
}

describe('a VAE beside a model', () => {
  it('may be an AutoencoderTiny, as a folder and as a file', async () => {
    const folder = await folderOf({ _class_name: 'AutoencoderTiny', act_fn: 'relu' }, 'tiny');
    for (const vae of [folder, join(folder, 'diffusion_pytorch_model.safetensors')]) {
      const found = await withVae(vae);
      expect(found.vae).toMatchObject({ isTiny: true, config: { scaling_factor: 0.18215 } });
      expect(modelTraits(found)).toMatchObject({ latentFactor: 2, latentSpace: '[2,0.18215,null,null]' });
    }
  });

  it('may be a TAESD with the names of its authors', async () => {
    const numbered = new Map([...TINY].map(([key, shape]) => [authors(key), shape]));
    const file = join(scratch, 'taesd.safetensors');
    await writeShapes(file, numbered);
    expect((await readVaeFile(file, 'sdxl')).weights.has('decoder.layers.6.weight')).toBe(true);
  });

  it('of another class is refused by it', async () => {
    const folder = await folderOf({ _class_name: 'AsymmetricAutoencoderKL' }, 'asymmetric');
    await expect(withVae(folder)).rejects.toThrow(
      'Cannot load model asymmetric: its VAE is of the class AsymmetricAutoencoderKL, which is not supported. Use an Auto',
    );
    const file = join(scratch, 'asymmetric.safetensors');
    await writeShapes(
      file,
      new Map([
        ['decoder.condition_encoder.layers.0.weight', [4, 3, 3, 3]],
        ['decoder.conv_in.weight', [4, 4, 3, 3]],
      ]),
    );
    await expect(readVaeFile(file, 'sd15')).rejects.toThrow('it is an AsymmetricAutoencoderKL, which is not supported');
  });
});

function authors(key: string): string {
  return key.replace(/^decoder\.layers\.(\d+)/, (_, layer: string) => String(Number(layer) + 1));
}
