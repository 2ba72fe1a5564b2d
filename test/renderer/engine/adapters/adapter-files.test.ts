import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import { readAdapter } from '#renderer/engine/adapters/adapters.ts';
import { mergeAdapters } from '#renderer/engine/derive/merge-adapters.ts';
import { loadRunTimeLoras } from '#renderer/engine/networks/load-run-time-loras.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { source, writeConstants } from '#test/renderer/engine/adapters/adapter-styles.ts';

// What other programs' files look like, each kind from a public report about one.

const scratch = scratchFolder();
let files = 0;

const TO_Q = 'down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q';
const OUT = 'down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_out.0';
const MLP = 'text_model.encoder.layers.0.mlp.fc1';
const ORIGINAL = 'input_blocks.1.1.transformer_blocks.0.attn1.to_q';

/** Ones everywhere; two encoders. */
async function model(): Promise<BaseWeights> {
  const file = join(scratch, 'model.safetensors');
  const shapes = {
    [`${TO_Q}.weight`]: [2, 2],
    [`${OUT}.weight`]: [2, 2],
    [`${OUT}.bias`]: [2],
    'down_blocks.0.resnets.0.conv1.weight': [2, 2, 3, 3],
    [`${MLP}.weight`]: [4, 2],
  };
  await writeConstants(file, shapes, { value: 1 });
  const all = [...(await readSafetensors(file))];
  const isText = ([key]: (typeof all)[number]) => key.startsWith('text_model.');
  return {
    unet: new Map(all.filter((each) => !isText(each))),
    textEncoders: [new Map(all.filter(isText)), new Map(all.filter(isText))],
  };
}

type Shapes = Readonly<Record<string, readonly number[]>>;

async function write(shapes: Shapes, value = 0.5): Promise<{ name: string; file: string; weight: number }> {
  const folder = join(scratch, `adapter-${++files}`);
  await mkdir(folder);
  const file = join(folder, 'style.safetensors');
  await writeConstants(file, shapes, { value });
  return { name: 'style', file, weight: 1 };
}

const pair = (down: string, up: string, [outputs, inputs]: readonly [number, number] = [2, 2]): Shapes => ({
  [down]: [1, inputs],
  [up]: [outputs, 1],
});
const kohya = (module: string) => pair(`${module}.lora_down.weight`, `${module}.lora_up.weight`);
const peft = (module: string, sizes?: readonly [number, number]) =>
  pair(`${module}.lora_A.weight`, `${module}.lora_B.weight`, sizes);
const FLAT = `lora_unet_${TO_Q.replaceAll('.', '_')}`;

describe('an adapter file', () => {
  it.each([
    ['original names with dots', kohya(`unet.${ORIGINAL}`), 'unet', TO_Q],
    ['original names alone', kohya(ORIGINAL), 'unet', TO_Q],
    ["ComfyUI's names", kohya(`diffusion_model.${ORIGINAL}`), 'unet', TO_Q],
    ["a checkpoint's names", kohya(`model.diffusion_model.${ORIGINAL}`), 'unet', TO_Q],
    ["peft's prefix in diffusers'", peft(`unet.base_model.model.${TO_Q}`), 'unet', TO_Q],
    ["peft's prefix alone", peft(`base_model.model.${TO_Q}`), 'unet', TO_Q],
    ['a compiled module', peft(`unet._orig_mod.${TO_Q}`), 'unet', TO_Q],
    ['a data-parallel module', peft(`module.${TO_Q}`), 'unet', TO_Q],
    ["peft's text encoder", peft(`base_model.model.${MLP}`, [4, 2]), 'textEncoder', MLP],
    ["peft's text encoder in diffusers", peft(`text_encoder_2.base_model.model.${MLP}`, [4, 2]), 'textEncoder2', MLP],
    ["ComfyUI's first encoder", peft(`text_encoders.clip_l.transformer.${MLP}`, [4, 2]), 'textEncoder', MLP],
    ["ComfyUI's second encoder", peft(`text_encoders.clip_g.transformer.${MLP}`, [4, 2]), 'textEncoder2', MLP],
  ] as const)('may have %s', async (_names, shapes, part, module) => {
    const { changes, notes } = await readAdapter(await write(shapes), await model());
    expect(changes.map(({ target }) => [target.part, target.key])).toEqual([[part, `${module}.weight`]]);
    expect(notes).toEqual([]);
  });

  it('may have kohya names and a magnitude behind a dot', async () => {
    const shapes = { ...kohya(FLAT), [`${FLAT.replace('_to_q', '.to_q')}.lora_magnitude_vector`]: [2] };
    const { changes } = await readAdapter(await write(shapes), await model());
    expect(changes).toMatchObject([{ magnitude: { per: 'output' } }]);
  });

  it('may have its own scale in place of alpha', async () => {
    const { changes } = await readAdapter(
      await write({ ...kohya(FLAT), [`${FLAT}.scale`]: [], [`${FLAT}.alpha`]: [] }, 3),
      await model(),
    );
    expect(changes).toMatchObject([{ scale: 3 }]);
  });

  it('may have a bias of its factors, which is scaled as they are', async () => {
    const shapes = { ...peft(`unet.${OUT}`), [`unet.${OUT}.lora_B.bias`]: [2], [`unet.${OUT}.alpha`]: [] };
    const base = await model();
    const merged = await mergeAdapters({
      base,
      adapters: [{ ...(await write(shapes, 0.5)), weight: 2 }],
      cacheFolder: join(scratch, 'merged'),
    });
    // alpha / rank = 0.5, strength 2.
    expect([...(await readTensor(merged.unet.get(`${OUT}.bias`)!)).data]).toEqual([1.5, 1.5]);
    expect([...(await readTensor(merged.unet.get(`${OUT}.weight`)!)).data]).toEqual([1.25, 1.25, 1.25, 1.25]);
    await expect(
      readAdapter(await write({ ...peft(`unet.${TO_Q}`), [`unet.${TO_Q}.lora_B.bias`]: [2] }), base),
    ).rejects.toThrow('it changes a bias, and this layer has none');
  });

  it('obeys adapter_config.json beside it, and is merged anew when that changes', async () => {
    const base = await model();
    const adapter = await write(peft(`base_model.model.${TO_Q}`));
    const config = join(dirname(adapter.file), 'adapter_config.json');
    const merged = async () => {
      const { unet } = await mergeAdapters({ base, adapters: [adapter], cacheFolder: join(scratch, 'merged') });
      return (await readTensor(unet.get(`${TO_Q}.weight`)!)).data[0];
    };
    expect(await merged()).toBe(1.25);
    await writeFile(config, JSON.stringify({ peft_type: 'LORA', r: 1, lora_alpha: 4, use_magic: 1 }));
    expect(await merged()).toBe(2);
    const { notes } = await readAdapter(adapter, base);
    expect(notes.map((note) => sharedEnglish.say(note))).toEqual([
      'Its configuration has settings that are not known here and not obeyed (use_magic)',
    ]);
    await writeFile(config, JSON.stringify({ peft_type: 'OFT' }));
    await expect(readAdapter(adapter, base)).rejects.toThrow('it is an OFT adapter');
    await writeFile(config, '{"r": ');
    await expect(readAdapter(adapter, base)).rejects.toThrow('adapter_config.json beside it cannot be read as JSON');
  });

  it.each([
    ['a stray key', { 'training.step': [1] }, 'Key training.step of its file fits nothing here and does not act'],
    [
      'a sparse bias',
      { [`${FLAT}.bias_indices`]: [1], [`${FLAT}.bias_values`]: [1] },
      'and 1 more of its file fit nothing',
    ],
    [
      'bundled embeddings',
      { 'bundle_emb.mychar.clip_l': [1, 2], 'bundle_emb.mychar.clip_g': [1, 2] },
      'textual inversions (mychar)',
    ],
  ])('with %s beside its factors acts, and says so', async (_what, extra, sentence) => {
    const { changes, notes } = await readAdapter(await write({ ...kohya(FLAT), ...extra } as Shapes), await model());
    expect(changes).toHaveLength(1);
    expect(notes.map((note) => sharedEnglish.say(note)).join()).toContain(sentence);
  });

  it.each([
    ['IA3', { 'lora_unet_x_to_k.weight': [1], 'lora_unet_x_to_k.on_input': [] }, 'it is an IA3 adapter'],
    ['IA3 of peft', { 'base_model.model.x.to_k.ia3_l': [1] }, 'it is an IA3 adapter'],
    ['OFT', { 'lora_unet_x.oft_blocks': [1] }, 'it is an OFT adapter'],
    ['BOFT', { 'base_model.model.x.boft_R': [1] }, 'it is a BOFT adapter'],
    ['GLoRA', { 'lora_unet_x.a1.weight': [1], 'lora_unet_x.b1.weight': [1] }, 'it is a GLoRA adapter'],
    ['VeRA', { 'base_model.vera_A.default': [1], 'base_model.model.x.vera_lambda_b': [1] }, 'it is a VeRA adapter'],
    [
      'IP-Adapter',
      { 'image_proj.proj.weight': [1], 'ip_adapter.1.to_k_ip.weight': [1] },
      'it is an IP-Adapter, not a LoRA',
    ],
    ['ControlNet-LLLite', { 'lllite_unet_x.conditioning1.0.weight': [1] }, 'it is a ControlNet-LLLite'],
    ['Control-LoRA', { lora_controlnet: [1], 'input_hint_block.0.weight': [1] }, 'it is a ControlNet or Control-LoRA'],
    ['set_weight', { 'diffusion_model.x.set_weight': [1] }, 'it replaces or enlarges whole weights'],
    ['unknown names', peft('my_net.layer7.q'), 'its layers are named in a way that is not known'],
    ['other layers', peft('unet.down_blocks.9.attentions.0.proj_in'), 'It may be made for a model of another family'],
  ])('is called what it is: %s', async (_what, shapes, sentence) => {
    await expect(readAdapter(await write(shapes as Shapes), await model())).rejects.toThrow(sentence);
  });

  it('of which too many layers fit nothing is refused', async () => {
    const shapes = { ...kohya(FLAT), ...kohya('lora_unet_down_blocks_9_x') };
    await expect(readAdapter(await write(shapes), await model())).rejects.toThrow('key lora_unet_down_blocks_9_x');
  });

  it('with NaN is told by its name and key, merged and at run time', async () => {
    const base = await model();
    const adapter = await write(kohya(FLAT), Number.NaN);
    const sentence = `Cannot use adapter style (${adapter.file.split('/').slice(-2).join('/')}): key ${FLAT}.lora_down.weight: it holds numbers that are NaN`;
    const cacheFolder = join(scratch, 'merged');
    await expect(mergeAdapters({ base, adapters: [adapter], cacheFolder })).rejects.toThrow(sentence);
    await expect(loadRunTimeLoras([adapter], base)).rejects.toThrow(sentence);
  });

  it('of whole numbers is refused, but for its alpha', async () => {
    const base = await model();
    const adapter = await write({});
    const bytes = () => new Uint8Array(2);
    const down = { key: `${FLAT}.lora_down.weight`, dtype: 'I8' as const, shape: [1, 2], bytes };
    await writeSafetensors(adapter.file, [down, source(`${FLAT}.lora_up.weight`, [2, 1], Float32Array.of(1, 1))]);
    await expect(readAdapter(adapter, base)).rejects.toThrow('its down is stored as I8: quantised adapters are not');
  });
});
