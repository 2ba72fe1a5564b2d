import type { BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import { readEmbedding } from '#renderer/engine/adapters/embeddings.ts';
import { readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import type { Family } from '#renderer/engine/checkpoint/family.ts';
import { type ModelTraits, modelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import type { TextEncoderFiles } from '#renderer/engine/checkpoint/parts.ts';
import type { ModelFiles } from '#renderer/engine/contract/model-choice.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { type SteeredShape, steeredShape } from '#renderer/engine/graph/nets/unet-steering.ts';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { WINDOW_TOKENS } from '#renderer/engine/text/chunks.ts';
import type { TokenizerChoice } from '#renderer/engine/text/read-tokenizer.ts';
import { shownKey } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { TimestepSpacing } from '#shared/contract/bounds.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** A model as far as its own files tell: looked at, not loaded. */
export interface ModelDescription {
  /** What clients say. */
  readonly name: string;
  readonly files: ModelFiles;
  /** Of the first text encoder. */
  readonly tokenizer: TokenizerChoice;
  readonly family: Family;
  readonly traits: ModelTraits;
  /** Of timesteps, as its scheduler's file says. */
  readonly spacing: TimestepSpacing | null;
  /** Pixels; what the model was trained at. */
  readonly defaultWidth: number;
  readonly defaultHeight: number;
  /** Tokens of prompt text that the text encoder reads at once, without its start and end tokens. */
  readonly windowTokens: number;
  /** Layers of the text encoder, of which clip skip leaves some out. */
  readonly textLayers: number;
  /** What of the files nothing is drawn with, one sentence each. */
  readonly notes: readonly Message[];
  /** What a network that steers it has to fit. */
  readonly steered: SteeredShape;
  /** What an adapter has to fit. */
  readonly weights: BaseWeights;
}

/** Reads headers and configurations. Throws what loading would throw for a part that is missing or not drawn yet. */
export async function describeModel(name: string, files: ModelFiles): Promise<ModelDescription> {
  const checkpoint = await readCheckpoint(files, name);
  const { family, unet, textEncoders } = checkpoint;
  const textEncoder = textEncoders[0]!;
  const traits = modelTraits(checkpoint);
  const { timestepSpacing } = parseNoiseSchedule(checkpoint.scheduler);
  const clip = parseClipConfig(textEncoder.config);
  const layers = Math.min(...textEncoders.map(({ config }) => parseClipConfig(config).layers));
  const side = traits.latentSide * traits.latentFactor;
  return {
    name,
    files,
    tokenizer: { folder: textEncoder.tokenizer, pad: textEncoder.pad, vocabulary: clip.vocabulary },
    family,
    traits,
    spacing: timestepSpacing,
    defaultWidth: side,
    defaultHeight: side,
    windowTokens: WINDOW_TOKENS,
    // The SDXL line leaves the last layer out already.
    textLayers: layers - (traits.textStates === 'hidden' ? 1 : 0),
    notes: [...checkpoint.notes, ...(await embeddingNotes(files, textEncoders))],
    steered: steeredShape(parseUNetConfig(unet.config)),
    weights: { unet: unet.weights, textEncoders: textEncoders.map(({ weights }) => weights) },
  };
}

/** What of the embeddings that come with these files nothing is drawn with. */
async function embeddingNotes(
  { embeddings }: ModelFiles,
  textEncoders: readonly TextEncoderFiles[],
): Promise<readonly Message[]> {
  const widths = textEncoders.map(({ config }) => parseClipConfig(config).width);
  const read = await Promise.all(embeddings.map(async (file) => ({ file, ...(await readEmbedding(file, widths)) })));
  return read.flatMap(({ file, notes }) =>
    notes.map((note) => message('embedding.noted', { name: shownKey(file.name), note })),
  );
}
