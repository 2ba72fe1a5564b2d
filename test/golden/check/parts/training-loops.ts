import { lowRankInputs } from '#renderer/engine/graph/layers/low-rank-inputs.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { openUNetGradients, type TrainedFiles } from '#renderer/engine/training/gradient-session.ts';
import { trainedLora } from '#renderer/engine/training/trained-lora.ts';
import { type TrainedNetwork, UNTRAINED } from '#renderer/engine/training/trained-network.ts';
import { createTrainedText } from '#renderer/engine/training/trained-text.ts';
import { trainedWeights } from '#renderer/engine/training/trained-weights.ts';
import { deviationOf, type TrainedVectors } from '#renderer/engine/training/trained-words.ts';
import { createTrainer, type Trainer } from '#renderer/engine/training/trainer.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { compareTensor } from '#test/golden/check/compare.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';
import { type Finding, type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import { asFile } from '#test/golden/check/parts/training-gradients.ts';
import { copiesOfRow, largest } from '#test/golden/check/parts/training-text.ts';
import {
  allWeights,
  gradientError,
  hashedFactors,
  normOf,
  type TrainingConfig,
  withTextEncoder,
  withUNet,
} from '#test/golden/check/training/training-inputs.ts';
import { type LoopRecord, recordedBatches } from '#test/golden/check/training/training-run.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';

/** Whole trainings of small networks; training.json. */
export const LOOP_PART: GoldenPart = {
  format: 'training',
  key: 'loops',
  cases: (file) =>
    Object.entries(recordedAt<Readonly<Record<string, LoopRecord>>>(file, 'loops')).map(([name, record]) => ({
      name,
      run: () =>
        withUNet(file, record.unet, (unet) =>
          withTextEncoder(file, TINY, (text) => compareLoop(file, record, { unet, text })),
        ),
    })),
};

const TINY = { act: 'quick_gelu', projection_dim: null };

interface LoopFiles {
  readonly unet: TrainedFiles & { readonly config: TrainingConfig };
  readonly text: TrainedFiles;
}

async function compareLoop(
  file: GoldenFile,
  record: LoopRecord,
  { unet, text }: LoopFiles,
): Promise<readonly Finding[]> {
  const trained = await trainedUNet(file, record, unet);
  const reads = record.train_text_encoder || record.new_vectors > 0;
  const ofText = record.train_text_encoder ? trainedWeights(await allWeights(text.weights)) : UNTRAINED;
  const words = record.new_vectors > 0 ? await vectorsOf(record, text) : null;
  const frozen = reads ? null : createTrainedText({ ...text, network: ON_CPU, trained: UNTRAINED, words: null });
  const batches = await recordedBatches(file, record, {
    config: unet.config,
    frozen: frozen && (async (ids) => (await frozen.encode(ids)).hidden),
  });
  await frozen?.release();
  const trainer = createTrainer({
    network: ON_CPU,
    unet: { ...unet, trained },
    text: reads ? { encoders: [{ ...text, trained: ofText, words }], states: 'normed' } : null,
    adamw: { betas: record.adam.betas, eps: record.adam.eps, weightDecay: record.adam.weight_decay },
    schedule: { kind: record.scheduler, warmup: record.warmup, total: record.steps },
    rate: record.lr,
    gradientMax: record.max_grad_norm,
    average: record.ema ? { decay: 0.9999 } : null,
  });
  const findings: Finding[] = [];
  for (const [i, batch] of batches.entries()) {
    const [loss, norm, rate] = record.rows[i]!;
    const found = await trainer.accumulate(batch, 1 / record.accumulate);
    findings.push({ what: `loss ${i}`, error: Math.abs(found - loss), bound: 1e-5 });
    if (i === 0) findings.push(...firstGradients(record, trainer));
    if ((i + 1) % record.accumulate !== 0) continue;
    const taken = trainer.step();
    if (norm !== null) {
      findings.push({ what: `norm ${i}`, error: Math.abs((taken.norm ?? Number.NaN) - norm) / norm, bound: NORM });
    }
    findings.push({ what: `rate ${i}`, error: Math.abs(taken.rate - rate!), bound: 1e-9 });
  }
  findings.push(...finals(record, trainer), await outputAfter(file, record, { unet, trained }));
  if (words) findings.push({ what: 'vectors', error: largest(words.vectors.data, record.rows_after!), bound: 3e-5 });
  await trainer.release();
  return findings;
}

/** Of a norm of gradients that hang on all steps before. */
const NORM = 1e-4;

async function trainedUNet(
  { recipe }: GoldenFile,
  record: LoopRecord,
  { weights }: TrainedFiles,
): Promise<TrainedNetwork> {
  const { kind, targets, rank, alpha } = record;
  if (kind === 'none') return UNTRAINED;
  if (kind === 'full') return trainedWeights(await allWeights(weights));
  const shape = { targets: targets!, rank: rank!, alpha: alpha! };
  const spread = { a: Math.sqrt(3) / rank!, b: 0 };
  return trainedLora(shape, hashedFactors(recipe, weights, { ...shape, spread }));
}

async function vectorsOf(record: LoopRecord, { weights }: TrainedFiles): Promise<TrainedVectors> {
  const table = await readTensor(weights.get('text_model.embeddings.token_embedding.weight')!);
  const vectors = copiesOfRow(table, 17, record.new_vectors);
  const all = Float32Array.from([...table.data, ...vectors.data]);
  return {
    vectors,
    firstId: table.dims[0]!,
    until: record.pivot_at_step,
    tableDeviation: record.kind === 'pivotal' ? deviationOf(all) : null,
  };
}

/** By the file's names: a plain key, or one with ":A" or ":B". */
function named(
  name: string,
  { wanted, parameters, of }: { wanted: GoldenTensor; parameters: Trainer['parameters']; of: Numbers },
): Float32Array {
  const [, key, letter] = /^(.*):([AB])$/.exec(name) ?? [null, name, null];
  if (letter === null) return of(name)!;
  const names = lowRankInputs(key!);
  const isKernel = parameters.get(names.down)!.dims.length > 2;
  return asFile(of(letter === 'A' ? names.down : names.up)!, wanted, isKernel);
}

type Numbers = (parameter: string) => Float32Array | undefined;

function firstGradients({ first_gradient = {} }: LoopRecord, { gradients, parameters }: Trainer): readonly Finding[] {
  return Object.entries(first_gradient).map(([name, wanted]) => {
    const error = gradientError(named(name, { wanted, parameters, of: (key) => gradients.get(key) }), wanted);
    return { what: `first gradient ${name}`, error, bound: 3e-4 };
  });
}

function finals(record: LoopRecord, { parameters, state }: Trainer): readonly Finding[] {
  const bound = Math.max(3e-5, 10 * (record.final_gap ?? 0));
  const of = (name: string) => parameters.get(name)?.data;
  const compare = (kind: string, all: Readonly<Record<string, GoldenTensor>>, from: Numbers) =>
    Object.entries(all).map(([name, wanted]) => {
      return { what: `${kind} ${name}`, error: largest(named(name, { wanted, parameters, of: from }), wanted), bound };
    });
  const numbers = [...parameters].filter(([name]) => name !== 'words').map(([, { data }]) => data);
  const relative = (what: string, actual: number, wanted: number | undefined): readonly Finding[] =>
    wanted === undefined ? [] : [{ what, error: Math.abs(actual - wanted) / wanted, bound: 1e-5 }];
  const sum = numbers.reduce((total, data) => total + data.reduce((inner, value) => inner + Math.abs(value), 0), 0);
  return [
    ...compare('final', record.final ?? {}, of),
    ...compare('mean', record.ema || {}, (name) => state.averages.get(name)),
    ...relative('norm of all', normOf(...numbers), record.final_norm),
    ...relative('sum of all', sum, record.final_sum_abs),
  ];
}

interface TrainedAfter {
  readonly unet: LoopFiles['unet'];
  readonly trained: TrainedNetwork;
}

async function outputAfter(
  { recipe }: GoldenFile,
  record: LoopRecord,
  { unet, trained }: TrainedAfter,
): Promise<Finding> {
  const [, , height = 0, width = 0] = record.output_after.shape;
  const sizes = { b: 1, h: height, w: width, n: 77, pooled: 32, ids: 6 };
  const session = await openUNetGradients(unet, { network: ON_CPU, trained, sizes, prompt: true });
  const one = (numbers: readonly number[]): Tensor => ({ dims: [1, numbers.length], data: Float32Array.from(numbers) });
  const sample = recipe.input('in:sample', record.output_after.shape);
  const { noise } = await session.run({
    sample,
    target: sample,
    timestep: { dims: [1], data: Float32Array.of(500) },
    loss_weight: { dims: [1], data: Float32Array.of(1) },
    encoder_hidden_states: recipe.input('ctx:0', [1, 77, Number(unet.config.cross_attention_dim)]),
    text_embeds: recipe.input('pooled:0', [1, 32]),
    time_ids: one([64, 64, 0, 0, 64, 64]),
    ...trained.feeds(),
  });
  await session.release();
  return compareTensor('output after', noise!, record.output_after, {
    bound: Math.max(1e-4, 10 * (record.final_gap ?? 0)),
  });
}
