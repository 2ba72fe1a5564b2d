import { failure } from '#bot/text/say.ts';

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** Where a tensor's bytes lie in a header: its length comes first, in eight bytes. */
const LENGTH_BYTES = 8;

/**
 * A LoRA with names as peft gives them (`unet.….lora_A.weight`), which diffusers reads and writes today. Throws
 * `internal` for a file of another kind.
 */
export function withPeftNames(file: Uint8Array): Uint8Array {
  const { metadata, tensors, data } = open(file);
  const named = tensors.map(([key, entry]) => {
    const { part, path, factor } = partsOf(key);
    return [`${part}.${path}.lora_${factor}.weight`, entry] as const;
  });
  return written({ ...metadata, ...Object.fromEntries(named) }, [data]);
}

/**
 * A LoRA with names as kohya's scripts give them: the same numbers, and an alpha that says how they count. Throws
 * `internal` for a file of another kind.
 */
export function withKohyaNames(file: Uint8Array): Uint8Array {
  const { metadata, tensors, data } = open(file);
  const hasTwo = tensors.some(([key]) => partsOf(key).part === 'text_encoder_2');
  const named = tensors.map(([key, entry]) => ({ key: kohyaKey(key, hasTwo), entry }));
  const alphas = named.flatMap(({ key, entry }) =>
    key.endsWith('.lora_down.weight')
      ? [{ key: key.replace('.lora_down.weight', '.alpha'), value: entry.shape[0] ?? 1 }]
      : [],
  );
  const end = data.length;
  const header = {
    ...metadata,
    ...Object.fromEntries(named.map(({ key, entry }) => [key, entry])),
    ...Object.fromEntries(
      alphas.map(({ key }, i) => [key, { dtype: 'F32', shape: [], data_offsets: [end + 4 * i, end + 4 * i + 4] }]),
    ),
  };
  return written(header, [data, Buffer.from(Float32Array.from(alphas, ({ value }) => value).buffer)]);
}

function open(file: Uint8Array) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const text = new TextDecoder().decode(file.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
  const { __metadata__: metadata, ...tensors } = JSON.parse(text) as Record<string, Entry | Record<string, string>>;
  return {
    metadata: metadata ? { __metadata__: metadata } : {},
    tensors: Object.entries(tensors as Record<string, Entry>),
    data: file.subarray(LENGTH_BYTES + length),
  };
}

function written(header: object, data: readonly Uint8Array[]): Uint8Array {
  const json = JSON.stringify(header);
  const padded = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8));
  const size = Buffer.alloc(LENGTH_BYTES);
  size.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([size, padded, ...data]);
}

/** How diffusers' scripts and peft name a factor: of the UNet, and of text encoders in diffusers' older way. */
const KEY = /^(unet|text_encoder(?:_2)?)\.(.+)\.(lora_[AB]|lora(?:_linear_layer)?\.(?:down|up))\.weight$/;

function partsOf(key: string) {
  const [, part, path, factor] = KEY.exec(key) ?? [];
  if (!part || !path || !factor) throw failure('internal', 'train.export-key', { key });
  return { part, path, factor: factor === 'lora_A' || factor.endsWith('.down') ? ('A' as const) : ('B' as const) };
}

function kohyaKey(key: string, hasTwo: boolean): string {
  const { part, path, factor } = partsOf(key);
  const text = hasTwo ? `lora_te${part === 'text_encoder' ? 1 : 2}` : 'lora_te';
  return `${part === 'unet' ? 'lora_unet' : text}_${path.replaceAll('.', '_')}.${factor === 'A' ? 'lora_down' : 'lora_up'}.weight`;
}
