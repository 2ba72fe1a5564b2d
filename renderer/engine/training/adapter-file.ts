import type { Tensor } from '#renderer/engine/tensor.ts';
import {
  factorNames,
  rowLengthsName,
  type TrainedAdapterStyle,
  type TrainedPart,
  textPart,
} from '#renderer/engine/training/adapter-names.ts';
import type { FileFactors } from '#renderer/engine/training/trained-lora.ts';
import type { TrainingModel } from '#renderer/engine/training/training-model.ts';
import { floatToHalf } from '#renderer/engine/weights/half.ts';
import { type WeightSource, writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';

/** Factors of a model's parts, and what they count; those of a rank of their own count as much as the others. */
export interface AdapterContent {
  readonly parts: Readonly<Partial<Record<TrainedPart, ReadonlyMap<string, FileFactors>>>>;
  readonly rank: number;
  readonly alpha: number;
}

/** What is trained of a model by low rank, by what its parts are called in files. */
export function partsOf({ unet, texts }: Pick<TrainingModel, 'unet' | 'texts'>): AdapterContent['parts'] {
  const ofText = texts.map((text, i) => [textPart(i, texts.length), text.factors()] as const);
  return { unet: unet!.factors(), ...Object.fromEntries(ofText) };
}

/** What may stand in a file that is given away: numbers of the training, and nothing of its pictures or people. */
export interface AdapterNotes {
  readonly family: string;
  readonly steps: number;
  readonly rate: number;
  readonly resolution: number;
  readonly pictures: number;
}

/** Half precision, as most LoRAs have it, where float32 would take more bytes. */
export function dtypeWithin(bytesMax: number, { parts }: Pick<AdapterContent, 'parts'>): 'F32' | 'F16' {
  const factors = Object.values(parts).flatMap((part) => [...part.values()]);
  const numbers = factors
    .flatMap(({ a, b, magnitude }) => [a, b, ...(magnitude ? [magnitude] : [])])
    .reduce((sum, { data }) => sum + data.length, 0);
  return 4 * numbers > bytesMax ? 'F16' : 'F32';
}

export interface AdapterFormat {
  readonly style: TrainedAdapterStyle;
  readonly notes: AdapterNotes;
  /** Of the factors; F32 when left out. */
  readonly dtype?: 'F32' | 'F16';
}

/** Writes a LoRA as diffusers', peft or kohya's scripts do. The first two have no alpha, so there B carries it. */
export async function writeAdapter(
  file: string,
  { parts, rank, alpha }: AdapterContent,
  { style, notes, dtype = 'F32' }: AdapterFormat,
): Promise<void> {
  const sources = Object.entries(parts).flatMap(([part, factors]) =>
    [...factors].flatMap(([key, { a, b, magnitude }]) => {
      const names = factorNames(key, part as TrainedPart, style);
      const strength = alpha / rank;
      const up = names.alpha === null ? { dims: b.dims, data: b.data.map((value) => strength * value) } : b;
      const ownAlpha = { dims: [], data: Float32Array.of(strength * a.dims[0]!) };
      const lengths = magnitude && { dims: lengthsDims(b, style), data: magnitude.data };
      return [
        source(names.down, a, dtype),
        source(names.up, up, dtype),
        ...(names.alpha === null ? [] : [source(names.alpha, ownAlpha)]),
        ...(lengths ? [source(rowLengthsName(key, part as TrainedPart, style), lengths, dtype)] : []),
      ];
    }),
  );
  await writeSafetensors(file, sources, { metadata: metadataOf(notes, { rank, alpha }) });
}

/** The shape in which readers multiply a weight's rows with their lengths. */
function lengthsDims({ dims: [outputs = 1, , ...kernel] }: Tensor, style: TrainedAdapterStyle): readonly number[] {
  const ones = kernel.map(() => 1);
  if (style === 'kohya') return [outputs, 1, ...ones];
  return ones.length === 0 ? [outputs] : [1, outputs, ...ones];
}

/**
 * Writes token vectors (n, width) of each text encoder: one tensor named by what stands for them, as diffusers' script
 * does, or those of SDXL's two under the names that everybody reads them by.
 */
export async function writeVectors(
  file: string,
  { token, vectors }: { readonly token: string; readonly vectors: readonly Tensor[] },
  notes: AdapterNotes,
): Promise<void> {
  const names = vectors.length === 1 ? [token] : ENCODERS;
  const sources = vectors.map((tensor, i) => source(names[i]!, tensor));
  await writeSafetensors(file, sources, { metadata: metadataOf(notes) });
}

/** SDXL's text encoders in the model's order. */
const ENCODERS = ['clip_l', 'clip_g'];

function metadataOf(notes: AdapterNotes, lora?: { rank: number; alpha: number }): Readonly<Record<string, string>> {
  const { family, steps, rate, resolution, pictures } = notes;
  return {
    format: 'pt',
    ss_base_model_version: family,
    ss_steps: String(steps),
    ss_learning_rate: String(rate),
    ss_resolution: String(resolution),
    ss_num_train_images: String(pictures),
    ...(lora && {
      ss_network_module: 'networks.lora',
      ss_network_dim: String(lora.rank),
      ss_network_alpha: String(lora.alpha),
    }),
  };
}

function source(key: string, { dims, data }: Tensor, dtype: 'F32' | 'F16' = 'F32'): WeightSource {
  const bytes = () => {
    const stored = dtype === 'F32' ? data : floatToHalf(data);
    return new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
  };
  return { key, dtype, shape: dims, bytes };
}
