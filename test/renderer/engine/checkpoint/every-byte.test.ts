import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readAdapter } from '#renderer/engine/adapters/adapters.ts';
import { readEmbedding } from '#renderer/engine/adapters/embeddings.ts';
import { describeModel, type ModelDescription } from '#renderer/engine/checkpoint/describe-model.ts';
import { readTaesdFile } from '#renderer/engine/checkpoint/taesd-file.ts';
import { readVaeFile } from '#renderer/engine/checkpoint/vae-file.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import { readBytes } from '#renderer/engine/weights/read-tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import type { Message } from '#shared/text/message.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { source } from '#test/renderer/engine/adapters/adapter-styles.ts';
import { smallSingleFile, writeShapes } from '#test/renderer/engine/checkpoint/small-model.ts';

// What a user gives is used, known to be harmless, or told. Each reader is given something that nobody knows.

const DEMO = fileURLToPath(import.meta.resolve('#renderer/demo-model'));
const UNET = 'unet/diffusion_pytorch_model.safetensors';
const scratch = scratchFolder();
let made = 0;

const said = (notes: readonly Message[]) => notes.map((note) => sharedEnglish.say(note)).join('\n');

/** The bundled model with a change in its folder. */
async function described(change: (folder: string) => void | Promise<void>): Promise<ModelDescription> {
  const folder = join(scratch, `model-${++made}`);
  cpSync(DEMO, folder, { recursive: true });
  await change(folder);
  return describeModel('mine', modelFilesAt(folder));
}

function edit(file: string, fields: object): void {
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...fields }));
}

/** A file again with one more tensor. */
async function withStrayKey(file: string, stray = 'stray.key'): Promise<string> {
  const copy = join(scratch, `stray-${++made}.safetensors`);
  const entries = [...(await readSafetensors(file))];
  const own = entries.map(([key, entry]) => ({
    key,
    dtype: entry.dtype,
    shape: entry.shape,
    bytes: () => readBytes(entry),
  }));
  await writeSafetensors(copy, [...own, source(stray, [1], Float32Array.of(1))]);
  return copy;
}

describe('a model', () => {
  it('of nothing but what is known has nothing to tell', async () => {
    expect((await described(() => {})).notes).toEqual([]);
  });

  it.each(['unet', 'vae', 'text_encoder'])('tells a field of %s/config.json that nobody knows', async (part) => {
    const { notes } = await described((folder) => edit(join(folder, part, 'config.json'), { stray_field: 1 }));
    expect(said(notes)).toMatch(/^The config\.json of its .* has fields that are not known here.* \(stray_field\)$/);
  });

  it('tells parts and files that are not used, and not what is no part', async () => {
    const { notes } = await described((folder) => {
      edit(join(folder, 'model_index.json'), {
        transformer: ['diffusers', 'X'],
        safety_checker: ['a', 'B'],
        prior: [null, null],
      });
      mkdirSync(join(folder, 'prior'));
      cpSync(join(folder, UNET), join(folder, 'prior', 'model.safetensors'));
      cpSync(join(folder, UNET), join(folder, 'style.safetensors'));
      mkdirSync(join(folder, 'pictures'));
      writeFileSync(join(folder, 'README.md'), 'about it');
    });
    expect(said(notes)).toBe(
      'Its folder also holds parts that are not used (prior, style.safetensors, and transformer)',
    );
  });

  it('of a folder is refused by a key within its modules that its network has no place for', async () => {
    const file = await withStrayKey(join(DEMO, UNET), 'mid_block.stray.weight');
    const config: unknown = JSON.parse(readFileSync(join(DEMO, 'unet/config.json'), 'utf8'));
    const opening = openUNet(config, await readSafetensors(file), { provider: 'cpu', threads: 1 });
    await expect(opening).rejects.toThrow('weight mid_block.stray.weight has no place in it');
  });

  it.each(['unet', 'vae', 'text_encoder'])(
    'of a folder draws without a key that no module of its %s has, and tells it',
    async (part) => {
      const { notes } = await described(async (folder) => {
        const [name = ''] = readdirSync(join(folder, part)).filter((one) => one.endsWith('.safetensors'));
        renameSync(await withStrayKey(join(folder, part, name)), join(folder, part, name));
      });
      expect(said(notes)).toBe('Key "stray.key" of its file belongs to no part of it and is not used');
    },
  );

  it('of one file tells a key of no part', async () => {
    const file = join(scratch, 'single.safetensors');
    await writeShapes(file, new Map([...smallSingleFile(), ['stray.key', [1]]]));
    expect(said((await describeModel('mine', modelFilesAt(file))).notes)).toBe(
      'Key "stray.key" of its file belongs to no part of it and is not used',
    );
  });

  it('whose parts are quantised, its configuration says, is refused by the method', async () => {
    const quantisation = { quantization_config: { quant_method: 'bitsandbytes', bnb_4bit_quant_type: 'nf4' } };
    const reading = described((folder) => edit(join(folder, 'unet', 'config.json'), quantisation));
    await expect(reading).rejects.toThrow('its weights are quantised (bitsandbytes nf4), which is not supported');
  });
});

describe('what goes beside a model', () => {
  it('is an adapter that tells a key and a setting which nobody knows', async () => {
    const { weights } = await describeModel('demo', modelFilesAt(DEMO));
    const file = await withStrayKey(join(DEMO, 'loras/blueprint.safetensors'));
    writeFileSync(join(scratch, 'adapter_config.json'), '{"stray_field": 1}');
    expect(said((await readAdapter({ name: 'a', file, weight: 1 }, weights)).notes)).toBe(
      'Key stray.key of its file fits nothing here and does not act',
    );
    const folder = join(scratch, 'peft');
    mkdirSync(folder);
    cpSync(file, join(folder, 'adapter_model.safetensors'));
    cpSync(join(scratch, 'adapter_config.json'), join(folder, 'adapter_config.json'));
    const beside = await readAdapter(
      { name: 'a', file: join(folder, 'adapter_model.safetensors'), weight: 1 },
      weights,
    );
    expect(said(beside.notes)).toContain('settings that are not known here and not obeyed (stray_field)');
  });

  it('is an embedding that tells a vector which no encoder reads', async () => {
    const file = join(scratch, 'word.safetensors');
    const vector = (key: string) => source(key, [1, 3], Float32Array.of(1, 2, 3));
    await writeSafetensors(file, [vector('emb_params'), vector('stray.key')]);
    expect(said((await readEmbedding({ name: 'word', file }, [3])).notes)).toContain('Key stray.key of its file');
  });

  it('is a VAE that is refused by a key which it has no place for, and a TAESD likewise', async () => {
    const vae = await withStrayKey(join(DEMO, 'vae/diffusion_pytorch_model.safetensors'));
    await expect(readVaeFile(vae, 'sd15')).rejects.toThrow('its key "stray.key" has no place in a VAE');
    const taesd = await withStrayKey(join(DEMO, 'taesd/diffusion_pytorch_model.safetensors'));
    await expect(readTaesdFile(taesd)).rejects.toThrow('its key "stray.key" has no place in a tiny autoencoder');
  });
});
