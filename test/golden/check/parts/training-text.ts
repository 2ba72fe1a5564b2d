import { seedInput } from '#renderer/engine/graph/autodiff/training-graph.ts';
import { lowRankInputs } from '#renderer/engine/graph/layers/low-rank-inputs.ts';
import { hiddenOutput, normedOutput } from '#renderer/engine/graph/nets/clip.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import { elements, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { type AdamWState, freshAdamW, stepAdamW, USUAL_ADAMW } from '#renderer/engine/training/adamw.ts';
import { openTextGradients } from '#renderer/engine/training/gradient-session.ts';
import { TEXT_TARGETS, trainedLora } from '#renderer/engine/training/trained-lora.ts';
import { UNTRAINED } from '#renderer/engine/training/trained-network.ts';
import { createTrainedText } from '#renderer/engine/training/trained-text.ts';
import { trainedWeights } from '#renderer/engine/training/trained-weights.ts';
import { WORDS } from '#renderer/engine/training/trained-words.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';
import { type Finding, type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import { asFile, type GradientBounds } from '#test/golden/check/parts/training-gradients.ts';
import {
  allWeights,
  gradientError,
  hashedFactors,
  normOf,
  withTextEncoder,
} from '#test/golden/check/training/training-inputs.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';

interface TextRecord {
  readonly act: string;
  readonly projection_dim: number | null;
  readonly out: 'last' | 'm2' | 'pooled';
  readonly ids: readonly (readonly number[])[];
  readonly loss: number;
  readonly rank?: number;
  readonly alpha?: number;
  /** Whose gradient is nothing but rounding. */
  readonly zero?: readonly string[];
  readonly weights?: Readonly<Record<string, GoldenTensor>>;
  readonly norms?: Readonly<Record<string, number>>;
  /** Of the token table, by the token's id. */
  readonly token_rows?: Readonly<Record<string, GoldenTensor>>;
  readonly lora?: Readonly<Record<string, { A: GoldenTensor; B: GoldenTensor }>>;
}

const OUTPUTS = { last: normedOutput(0), m2: hiddenOutput(1), pooled: 'pooled' };

/** Gradients of a small text encoder, and vectors that are trained through it; training.json. */
export const TEXT_GRADIENT_PARTS: readonly GoldenPart[] = [
  textGradientPart(ON_CPU, { element: 3e-4, norm: 1e-5, loss: 1e-5 }),
  {
    format: 'training',
    key: 'textual_inversion',
    cases: (file) =>
      recordedAt<readonly InversionRecord[]>(file, 'textual_inversion').map((record) => ({
        name: `${record.vectors} vectors`,
        run: () => withTextEncoder(file, TINY, (text) => compareInversion(file, record, text)),
      })),
  },
];

/** The first of them, also on another provider. */
export function textGradientPart(network: NetworkOptions, bounds: GradientBounds): GoldenPart {
  return {
    format: 'training',
    key: 'clip_grad',
    cases: (file) =>
      recordedAt<readonly TextRecord[]>(file, 'clip_grad').map((record, i) => ({
        name: `${i} ${record.out} ${record.lora ? 'lora' : 'weights'}`,
        run: () => withTextEncoder(file, record, (text) => compareText(file, record, { ...text, network, bounds })),
      })),
  };
}

const TINY = { act: 'quick_gelu', projection_dim: null };

interface TextFiles {
  readonly config: Readonly<Record<string, unknown>>;
  readonly weights: WeightMap;
}

interface TextRun extends TextFiles {
  readonly network: NetworkOptions;
  readonly bounds: GradientBounds;
}

async function compareText(file: GoldenFile, record: TextRecord, text: TextRun): Promise<readonly Finding[]> {
  const { ids, rank, alpha } = record;
  const { network, bounds } = text;
  const output = OUTPUTS[record.out];
  const begin = () => {
    const shape = { targets: TEXT_TARGETS, rank: rank!, alpha: alpha! };
    return trainedLora(shape, hashedFactors(file.recipe, text.weights, { ...shape, spread: { a: 0.1, b: 0.1 } }));
  };
  const trained = record.lora ? begin() : trainedWeights(await allWeights(text.weights));
  const sizes = { b: ids.length, n: 77 };
  const session = await openTextGradients(text, { network, trained, sizes, outputs: [output] });
  const width = record.out === 'pooled' ? (record.projection_dim ?? 32) : 32;
  const dims = record.out === 'pooled' ? [ids.length, width] : [ids.length, 77, width];
  const direction = file.recipe.input('in:cot', dims);
  const count = elements(dims);
  const seed = { dims, data: direction.data.map((value) => value / count) };
  const input_ids = { dims: [ids.length, 77], ints: Int32Array.from(ids.flat()) };
  const outputs = await session.run({ input_ids, [seedInput(output)]: seed, ...trained.feeds() });
  await session.release();
  const loss = outputs[output]!.data.reduce((sum, value, i) => sum + value * direction.data[i]!, 0) / count;
  return textFindings(record, { loss, gradients: trained.gradients(outputs), bounds });
}

function textFindings(
  record: TextRecord,
  { loss, gradients, bounds }: { loss: number; gradients: ReadonlyMap<string, Float32Array>; bounds: GradientBounds },
): readonly Finding[] {
  const element = (what: string, data: Float32Array, wanted: GoldenTensor): Finding => {
    return { what, error: gradientError(data, wanted), bound: bounds.element };
  };
  const isNoise = (key: string) => record.zero?.includes(key) ?? false;
  const weights = Object.entries(record.weights ?? {}).filter(([key]) => !isNoise(key));
  const norms = Object.entries(record.norms ?? {}).filter(([key]) => !isNoise(key));
  const lossError = Math.abs(loss - record.loss) / Math.max(1e-2, Math.abs(record.loss));
  return [
    { what: 'loss', error: lossError, bound: bounds.loss },
    ...Object.entries(record.token_rows ?? {}).map(([id, wanted]) => {
      const [width = 0] = wanted.shape;
      const from = Number(id) * width;
      return element(`token ${id}`, gradients.get(TOKEN_TABLE)!.subarray(from, from + width), wanted);
    }),
    ...weights.map(([key, wanted]) => element(key, gradients.get(key)!, wanted)),
    ...norms.map(([key, norm]) => {
      const error = Math.abs(normOf(gradients.get(key)!) - norm) / norm;
      return { what: `norm of ${key}`, error, bound: bounds.norm };
    }),
    ...Object.entries(record.lora ?? {}).flatMap(([key, { A, B }]) => {
      const names = lowRankInputs(key);
      const data = (name: string, wanted: GoldenTensor) => asFile(gradients.get(name)!, wanted, false);
      return [element(`${key} A`, data(names.down, A), A), element(`${key} B`, data(names.up, B), B)];
    }),
  ];
}

interface InversionRecord {
  readonly vectors: number;
  readonly weight_decay: number;
  readonly lr: number;
  readonly initializer_row: number;
  readonly ids: readonly (readonly number[])[];
  readonly steps: readonly { loss: number; row_grad: GoldenTensor; rows: GoldenTensor }[];
}

const VOCABULARY = 100;
const TOKEN_TABLE = 'text_model.embeddings.token_embedding.weight';

async function compareInversion(
  file: GoldenFile,
  record: InversionRecord,
  text: TextFiles,
): Promise<readonly Finding[]> {
  const { vectors: count, ids, lr: rate, steps } = record;
  const table = await readTensor(text.weights.get(TOKEN_TABLE)!);
  const vectors = copiesOfRow(table, record.initializer_row, count);
  const reader = createTrainedText({
    ...text,
    network: ON_CPU,
    trained: UNTRAINED,
    words: { vectors, firstId: VOCABULARY },
  });
  const settings = { ...USUAL_ADAMW, weightDecay: record.weight_decay };
  const state: AdamWState = freshAdamW();
  const findings: Finding[] = [];
  for (const [i, wanted] of steps.entries()) {
    const { hidden: states } = await reader.encode(ids);
    const target = file.recipe.input(`ti:target:${i}`, states.dims, 1);
    const apart = states.data.map((value, at) => value - target.data[at]!);
    const loss = apart.reduce((sum, value) => sum + value * value, 0) / apart.length;
    const seed = { dims: states.dims, data: apart.map((value) => (2 * value) / apart.length) };
    const gradients = await reader.back(ids, { hidden: seed, pooled: null });
    stepAdamW(state, { parameters: new Map([[WORDS, vectors]]), gradients, rate }, settings);
    findings.push(
      { what: `loss ${i}`, error: Math.abs(loss - wanted.loss), bound: 1e-5 },
      { what: `gradient ${i}`, error: gradientError(gradients.get(WORDS)!, wanted.row_grad), bound: 3e-4 },
      { what: `rows ${i}`, error: largest(vectors.data, wanted.rows), bound: 3e-5 },
    );
  }
  await reader.release();
  return findings;
}

/** The largest difference of the recorded numbers. */
export function largest(data: Float32Array, { idx, val }: GoldenTensor): number {
  return idx.reduce((most, at, i) => Math.max(most, Math.abs(data[at]! - val[i]!)), 0);
}

/** Vectors that begin as one row of a table. */
export function copiesOfRow({ dims, data }: Tensor, row: number, count: number): Tensor {
  const width = dims[1]!;
  const vectors = tensor([count, width]);
  for (let i = 0; i < count; i++) vectors.data.set(data.subarray(row * width, (row + 1) * width), i * width);
  return vectors;
}
