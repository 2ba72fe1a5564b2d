import { failure } from '#bot/text/say.ts';

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** Where a tensor's bytes lie in a header: its length comes first, in eight bytes. */
const LENGTH_BYTES = 8;

/**
 * A LoRA that has names as peft gives them (`unet.….lora_A.weight`) with those of kohya's scripts: the same numbers, and
 * an alpha that says how they count. Throws `internal` for a file of another kind.
 */
export function withKohyaNames(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const text = new TextDecoder().decode(file.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
  const { __metadata__: metadata, ...tensors } = JSON.parse(text) as Record<string, Entry | Record<string, string>>;
  const named = Object.entries(tensors as Record<string, Entry>).map(([key, entry]) => ({ key: kohyaKey(key), entry }));
  const data = file.subarray(LENGTH_BYTES + length);
  const alphas = named.flatMap(({ key, entry }) =>
    key.endsWith('.lora_down.weight')
      ? [{ key: key.replace('.lora_down.weight', '.alpha'), value: entry.shape[0] ?? 1 }]
      : [],
  );
  const end = data.length;
  const header = {
    ...(metadata && { __metadata__: metadata }),
    ...Object.fromEntries(named.map(({ key, entry }) => [key, entry])),
    ...Object.fromEntries(
      alphas.map(({ key }, i) => [key, { dtype: 'F32', shape: [], data_offsets: [end + 4 * i, end + 4 * i + 4] }]),
    ),
  };
  const json = JSON.stringify(header);
  const padded = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8));
  const size = Buffer.alloc(LENGTH_BYTES);
  size.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([size, padded, data, Buffer.from(Float32Array.from(alphas, ({ value }) => value).buffer)]);
}

function kohyaKey(key: string): string {
  const [, part, path, factor] = /^(unet|text_encoder)\.(.+)\.(lora_[AB]|lora\.(?:down|up))\.weight$/.exec(key) ?? [];
  if (!part || !path || !factor) throw failure('internal', 'train.export-key', { key });
  const role = factor === 'lora_A' || factor === 'lora.down' ? 'lora_down' : 'lora_up';
  return `${part === 'unet' ? 'lora_unet' : 'lora_te'}_${path.replaceAll('.', '_')}.${role}.weight`;
}
