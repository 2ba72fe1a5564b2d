import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import type { Residency } from '#renderer/engine/graph/ir/graph-options.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipTextEncoder } from '#renderer/engine/graph/nets/clip.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { openTextEncoder } from '#renderer/engine/networks/open-text-encoder.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import {
  bfloatToFloat,
  eightBitToFloat,
  floatToBfloat,
  floatToHalf,
  halfToFloat,
} from '#renderer/engine/weights/half.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import type { WeightDtype } from '#renderer/engine/weights/weight-map.ts';
import { golden, input, parameter } from '#test/renderer/engine/graph/golden.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

/** How a format stores float32 numbers, and what is read back. */
interface Format {
  readonly dtype: WeightDtype;
  readonly store: (values: Float32Array) => Uint8Array;
  readonly load: (bytes: Uint8Array<ArrayBuffer>) => Float32Array;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => new Uint8Array(buffer, byteOffset, byteLength);
const shorts = ({ buffer }: Uint8Array<ArrayBuffer>) => new Uint16Array(buffer);

const FORMATS: readonly Format[] = [
  { dtype: 'F16', store: (values) => bytesOf(floatToHalf(values)), load: (bytes) => halfToFloat(shorts(bytes)) },
  { dtype: 'BF16', store: (values) => bytesOf(floatToBfloat(values)), load: (bytes) => bfloatToFloat(shorts(bytes)) },
  {
    dtype: 'F64',
    store: (values) => bytesOf(Float64Array.from(values)),
    load: ({ buffer }) => Float32Array.from(new Float64Array(buffer)),
  },
  eightBit('F8_E4M3', 'E4M3'),
  eightBit('F8_E5M2', 'E5M2'),
];

/** To the nearest of the 256 numbers there are. */
function eightBit(dtype: WeightDtype, name: 'E4M3' | 'E5M2'): Format {
  const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
  const values = eightBitToFloat(codes, name);
  const sorted = [...codes].filter((code) => Number.isFinite(values[code])).sort((a, b) => values[a]! - values[b]!);
  const nearest = (value: number) => {
    let [low, high] = [0, sorted.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (values[sorted[middle]!]! <= value) low = middle;
      else high = middle;
    }
    const [below, above] = [sorted[low]!, sorted[high]!];
    return value - values[below]! <= values[above]! - value ? below : above;
  };
  return {
    dtype,
    store: (numbers) => Uint8Array.from(numbers, nearest),
    load: (bytes) => eightBitToFloat(bytes, name),
  };
}

const { config, runs } = golden.unet.sd15_layers1!;
const parsed = parseUNetConfig(config);
const options = { dialect: cpuDialect, residency: 'mapped' } as const;
const shapes = wantedWeights((weights) => buildUNet(parsed, weights, options));

/** What the small UNet predicts with weights stored so. */
async function predict(dtype: WeightDtype, store: (values: Float32Array) => Uint8Array): Promise<Float32Array> {
  return withFolder(async (folder) => {
    const file = join(folder, 'unet.safetensors');
    const weights = [...shapes].map(([key, shape]) => ({
      key,
      dtype,
      shape,
      bytes: () => store(parameter(key, shape)),
    }));
    await writeSafetensors(file, weights);
    const graph = buildUNet(parsed, await readSafetensors(file), options);
    const session = await openSession(graph, { provider: 'cpu', threads: 1 });
    const { hw, t } = runs[1]!;
    const { noise } = await session.run({
      sample: input('in:sample', [1, 4, ...hw]),
      encoder_hidden_states: input('in:ctx', [1, 77, Number(config.cross_attention_dim)]),
      timestep: { dims: [1], data: Float32Array.of(t) },
    });
    await session.release();
    return noise!.data;
  });
}

/** What the small text encoder makes of a prompt with weights stored so. */
async function encode({ dtype, store }: Pick<Format, 'dtype' | 'store'>, residency: Residency): Promise<Float32Array> {
  const { config: clip, ids } = golden.clip.g_gelu_proj!;
  const shapes = wantedWeights(
    (weights) => buildClipTextEncoder(parseClipConfig(clip), weights, options),
    (key) => /^text_(model|projection)\./.test(key),
  );
  return withFolder(async (folder) => {
    const file = join(folder, 'text.safetensors');
    const weights = [...shapes].map(([key, shape]) => ({
      key,
      dtype,
      shape,
      bytes: () => store(parameter(key, shape)),
    }));
    await writeSafetensors(file, weights);
    const encoder = await openTextEncoder(clip, await readSafetensors(file), {
      provider: 'cpu',
      threads: 1,
      residency,
    });
    const { hidden, pooled } = await encoder.encode([ids], { skip: 0, states: 'normed' });
    await encoder.release();
    return Float32Array.of(...hidden.data, ...pooled.data);
  });
}

describe('weights stored in other formats', () => {
  it.each(
    FORMATS.filter(({ dtype }) => dtype.startsWith('F8')).flatMap((format) =>
      (['mapped', 'prepacked'] as const).map((residency) => ({ ...format, residency })),
    ),
  )('give a text encoder the numbers that they stand for: $dtype $residency', async ({ residency, ...format }) => {
    const { store, load } = format;
    const actual = await encode(format, residency);
    const widened = (values: Float32Array) => bytesOf(load(Uint8Array.from(store(values))));
    const expected = await encode({ dtype: 'F32', store: widened }, residency);
    const worst = actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
    expect(worst).toBeLessThan(1e-5);
    expect(Math.max(...expected)).toBeGreaterThan(0.1);
  });

  it.each(FORMATS)('give the numbers that they stand for: $dtype', async ({ dtype, store, load }) => {
    const actual = await predict(dtype, store);
    const expected = await predict('F32', (values) => bytesOf(load(Uint8Array.from(store(values)))));
    const worst = actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
    expect(worst).toBeLessThan(1e-5);
    expect(Math.max(...expected)).toBeGreaterThan(0.1);
  });
});
