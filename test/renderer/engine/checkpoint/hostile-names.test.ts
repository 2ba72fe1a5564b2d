import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAdapter } from '#renderer/engine/adapters/adapters.ts';
import { readEmbedding } from '#renderer/engine/adapters/embeddings.ts';
import { readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { readTaesdFile } from '#renderer/engine/checkpoint/taesd-file.ts';
import { readVaeFile } from '#renderer/engine/checkpoint/vae-file.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { Failure } from '#shared/failure.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const scratch = scratchFolder();

/** Clears a terminal, breaks a line, turns the writing round, calls everybody. */
const NASTY = '\u001b[2J\n\u202e@everyone <@&1>\u0000';
const LONG = 'k'.repeat(300_000);

/** A file of one-byte tensors by these keys; nothing of it is JSON.stringify's own escaping alone. */
async function fileWith(
  name: string,
  tensors: Readonly<Record<string, { dtype?: string; shape?: readonly number[] }>>,
) {
  const entries = Object.entries(tensors).map(([key, { dtype = 'U8', shape = [1] }], i) => [
    key,
    { dtype, shape, data_offsets: [i, i + 1] },
  ]);
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(header.length));
  const file = join(scratch, name);
  await writeFile(file, Buffer.concat([prefix, header, Buffer.alloc(entries.length)]));
  return file;
}

const q = 'lora_unet_mid_block_attentions_0_proj_in';
const entry = { file: '/m', offset: 0, bytes: 1, dtype: 'U8', shape: [2, 1] } as const;
const base = { unet: new Map([['mid_block.attentions.0.proj_in.weight', entry]]), textEncoders: [] };

const FILES = {
  'a long key': { [LONG]: {} },
  'a key that acts': { [`${NASTY}.lora_up.weight`]: {} },
  'a long key that acts': { [`${NASTY.repeat(9_000)}.lora_up.weight`]: {} },
  'a long shape': { [`${q}.lora_up.weight`]: { shape: Array(100_000).fill(1) }, [`${q}.lora_down.weight`]: {} },
  'a foreign format': { [`${q}.lora_up.weight`]: { dtype: NASTY + LONG } },
  'a UNet with a stray key': { [`model.diffusion_model.${NASTY}${LONG}`]: {} },
  'a decoder with a stray key': { [`decoder.up.0.${NASTY}${LONG}`]: {}, 'decoder.conv_in.weight': {} },
  'a pair with foreign shapes': { clip_l: { shape: Array(99_999).fill(1) }, clip_g: { dtype: NASTY } },
} as const;

const READERS: Readonly<Record<string, (file: string) => Promise<unknown>>> = {
  adapter: (file) => readAdapter({ name: NASTY + LONG, file, weight: 1 }, base),
  embedding: (file) => readEmbedding({ name: NASTY + LONG, file }, [768]),
  checkpoint: (file) => readCheckpoint(modelFilesAt(file)),
  vae: (file) => readVaeFile(file, 'sd15'),
  taesd: readTaesdFile,
};

describe.each(Object.entries(READERS))('a sentence about the file of a %s', (_reader, read) => {
  it.each(Object.entries(FILES))('with %s is short and does nothing to who reads it', async (_what, tensors) => {
    const file = await fileWith('hostile.safetensors', tensors);
    const refused = await read(file).catch((thrown: unknown) => thrown);
    expect(refused).toBeInstanceOf(Failure);
    const { message, said, code } = refused as Failure;
    expect(code).toBe('invalid');
    for (const text of [message, JSON.stringify(said)]) {
      expect(text.length).toBeLessThan(800);
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}]|@everyone|<@&/u);
    }
  });
});

it('a header of nested lists is refused before it is built', async () => {
  const deep = 2_000_000;
  const header = Buffer.from(`{"a":${'['.repeat(deep)}${']'.repeat(deep)}}`);
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(header.length));
  const file = join(scratch, 'deep.safetensors');
  await writeFile(file, Buffer.concat([prefix, header]));
  for (const read of Object.values(READERS)) {
    await expect(read(file)).rejects.toThrow('its header nests deeper than 8');
  }
});
