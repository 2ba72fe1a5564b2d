import { cpSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readModelFolder, requireSafetensors } from '#renderer/engine/pipeline/model-folder.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const DEMO = fileURLToPath(new URL('../../../../renderer/demo-model', import.meta.url));
const scratch = scratchFolder();
let copies = 0;

/** A copy of the demo model with something done to it. */
function changed(change: (folder: string) => void): string {
  const folder = join(scratch, `model-${++copies}`);
  cpSync(DEMO, folder, { recursive: true });
  change(folder);
  return folder;
}

async function refused(change: (folder: string) => void, sentence: string | RegExp) {
  await expect(readModelFolder(changed(change))).rejects.toThrow(sentence);
}

describe('a model folder', () => {
  it('has its parts found, whatever the files are called', async () => {
    const { unet, vae, textEncoder, taesd } = await readModelFolder(DEMO);
    expect([unet.weights.size, vae.weights.size, textEncoder.weights.size, taesd]).toEqual([326, 188, 68, null]);
    const unet16 = 'unet/diffusion_pytorch_model.fp16.safetensors';
    const renamed = changed((folder) => {
      renameSync(join(folder, 'unet/diffusion_pytorch_model.safetensors'), join(folder, unet16));
      writeFileSync(join(folder, 'unet/diffusion_pytorch_model.non_ema.safetensors'), 'not this one');
    });
    expect((await readModelFolder(renamed)).unet.weights.get('conv_in.bias')?.file).toContain(unet16);
  });

  it('may have a tiny decoder beside it', async () => {
    const folder = changed((at) => {
      mkdirSync(join(at, 'taesd'));
      cpSync(join(at, 'loras/lcm.safetensors'), join(at, 'taesd/diffusion_pytorch_model.safetensors'));
    });
    expect((await readModelFolder(folder)).taesd?.weights.size).toBe(258);
  });

  it('that lacks a part is refused with the part', async () => {
    const without = (part: string) => (folder: string) => rmSync(join(folder, part), { recursive: true });
    await refused(without('model_index.json'), 'a diffusers folder has model_index.json, this one has none');
    await refused(without('unet'), 'unet/config.json is missing');
    await refused(without('vae/config.json'), 'vae/config.json is missing');
    await refused(without('scheduler'), 'scheduler/scheduler_config.json is missing');
    await refused(without('text_encoder/model.safetensors'), 'text_encoder has no weights (*.safetensors)');
    await expect(readModelFolder('/nowhere/at-all')).rejects.toThrow(
      'Cannot load model at-all: there is no such folder',
    );
  });

  it('that is damaged is refused with the file', async () => {
    await refused((folder) => writeFileSync(join(folder, 'unet/config.json'), '{"a":'), 'unet/config.json is not JSON');
    await refused((folder) => truncateSync(join(folder, 'vae/diffusion_pytorch_model.safetensors'), 1000), 'truncated');
    await refused(
      (folder) => truncateSync(join(folder, 'vae/diffusion_pytorch_model.safetensors'), 90_000),
      /vae\/diff/,
    );
  });

  it('with pickled weights is refused without a look into them', async () => {
    await refused((folder) => {
      rmSync(join(folder, 'unet/diffusion_pytorch_model.safetensors'));
      writeFileSync(join(folder, 'unet/diffusion_pytorch_model.bin'), 'boom');
    }, 'the file must be .safetensors, given diffusion_pytorch_model.bin: such files can run code');
    const single = join(scratch, 'model.ckpt');
    writeFileSync(single, 'boom');
    await expect(readModelFolder(single)).rejects.toThrow('given model.ckpt: such files can run code when opened');
    expect(() => requireSafetensors('/a/b.safetensors')).not.toThrow();
  });
});
