import type { Tensor } from '#renderer/engine/tensor.ts';
import { factorNames, type TrainedAdapterStyle, type TrainedPart } from '#renderer/engine/training/adapter-names.ts';
import type { FileFactors } from '#renderer/engine/training/trained-lora.ts';
import { type WeightSource, writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';

/** Factors of a model's parts, and what they count. */
export interface AdapterContent {
  readonly parts: Readonly<Partial<Record<TrainedPart, ReadonlyMap<string, FileFactors>>>>;
  readonly rank: number;
  readonly alpha: number;
}

/** What may stand in a file that is given away: numbers of the training, and nothing of its pictures or people. */
export interface AdapterNotes {
  readonly family: string;
  readonly steps: number;
  readonly rate: number;
  readonly resolution: number;
  readonly pictures: number;
}

/** Writes a LoRA as diffusers', peft or kohya's scripts do. The first two have no alpha, so there B carries it. */
export async function writeAdapter(
  file: string,
  { parts, rank, alpha }: AdapterContent,
  { style, notes }: { readonly style: TrainedAdapterStyle; readonly notes: AdapterNotes },
): Promise<void> {
  const sources = Object.entries(parts).flatMap(([part, factors]) =>
    [...factors].flatMap(([key, { a, b }]) => {
      const names = factorNames(key, part as TrainedPart, style);
      const strength = names.alpha === null ? alpha / rank : 1;
      const up = { dims: b.dims, data: b.data.map((value) => strength * value) };
      const ofAlpha = names.alpha === null ? [] : [source(names.alpha, { dims: [], data: Float32Array.of(alpha) })];
      return [source(names.down, a), source(names.up, up), ...ofAlpha];
    }),
  );
  await writeSafetensors(file, sources, { metadata: metadataOf(notes, { rank, alpha }) });
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

function source(key: string, { dims, data }: Tensor): WeightSource {
  const bytes = () => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { key, dtype: 'F32', shape: dims, bytes };
}
