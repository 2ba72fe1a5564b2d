import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
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

describe('weights stored in other formats', () => {
  it.each(FORMATS)('give the numbers that they stand for: $dtype', async ({ dtype, store, load }) => {
    const actual = await predict(dtype, store);
    const expected = await predict('F32', (values) => bytesOf(load(Uint8Array.from(store(values)))));
    const worst = actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
    expect(worst).toBeLessThan(1e-5);
    expect(Math.max(...expected)).toBeGreaterThan(0.1);
  });
});
