import type { ModelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import type { AdapterFile, ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import { latentColours } from '#renderer/engine/networks/latent-rgb.ts';
import { loadRunTimeLoras } from '#renderer/engine/networks/load-run-time-loras.ts';
import type { ControlNetwork, LatentDecoder, LatentEncoder, RunTimeLoras } from '#renderer/engine/networks/network.ts';
import type { ImageAdapter } from '#renderer/engine/networks/open-image-adapter.ts';
import type { ImageEncoder } from '#renderer/engine/networks/open-image-encoder.ts';
import type { Upscaler } from '#renderer/engine/networks/open-upscaler.ts';
import type { ImagePromptNeeds } from '#renderer/engine/residency/image-prompt-needs.ts';
import type { ModelPlan } from '#renderer/engine/residency/plan-model.ts';
import type { NetworkLease, NetworkNeed } from '#renderer/engine/residency/resident-networks.ts';
import type { RowBatcher, StepBatcher } from '#renderer/engine/residency/step-batcher.ts';
import type { NoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import type { PromptEncoding } from '#renderer/engine/text/conditioning.ts';

/** Everything a picture is made with, open for as long as the lease that it came with. */
export interface LoadedModel {
  readonly choice: ModelChoice;
  readonly traits: ModelTraits;
  /** What the model reads prompts with. */
  readonly text: Omit<PromptEncoding, 'clipSkip' | 'steps' | 'weighting' | 'signal'>;
  /** LoRAs for one render, ready to be fed to this model's networks; null for none. */
  styleLoras(files: readonly AdapterFile[]): Promise<RunTimeLoras | null>;
  /** The UNet, shared by all renders with this model. */
  readonly unet: StepBatcher;
  readonly schedule: NoiseSchedule;
  readonly decoder: LatentDecoder;
  /** Null where the render did not say that it reads a picture. */
  readonly encoder: LatentEncoder | null;
  /** Networks that steer it by pictures, in the order in which the render names them. */
  readonly controls: readonly LoadedControl[];
  /** What makes its pictures larger between two passes; null where the render has none. */
  readonly upscaler: Upscaler | null;
  /** What previews are made with. */
  readonly preview: PreviewDecoder;
  /** Those that the render has pictures for, in its order. */
  readonly imageAdapters: readonly LoadedImageAdapter[];
}

/** An IP-Adapter with the image encoder that it reads. */
export interface LoadedImageAdapter {
  readonly encoder: ImageEncoder;
  readonly adapter: ImageAdapter;
  /** Of the model's attentions, by their numbers in the adapter's file. */
  readonly paths: ReadonlyMap<number, string>;
}

/** A ControlNet or T2I-Adapter, shared by all renders that name it. */
export interface LoadedControl extends Pick<ControlNetwork, 'read'> {
  /** Of a ControlNet; null for an adapter. */
  readonly residuals: RowBatcher | null;
}

/** `full`: the decoder of the picture itself, `tiny`: TAESD, `colours`: a projection, one pixel for each latent. */
export interface PreviewDecoder extends LatentDecoder {
  readonly kind: 'full' | 'tiny' | 'colours';
}

interface AssembleOptions {
  readonly choice: ModelChoice;
  readonly encodes: boolean;
  readonly images: readonly ImagePromptNeeds[];
  readonly controls: readonly NetworkNeed<LoadedControl>[];
  readonly upscaler: NetworkNeed<Upscaler> | null;
}

/** Puts a model together from its plan and the networks of a lease. */
export function assembleModel(
  plan: ModelPlan,
  lease: NetworkLease,
  { choice, encodes, images, controls, upscaler }: AssembleOptions,
): LoadedModel {
  const { traits, schedule, zerosForEmptyNegative, embeddings, weights } = plan;
  return {
    choice,
    traits,
    text: {
      encoders: plan.textEncoders.map((need) => lease.get(need)),
      states: traits.textStates,
      hasPooled: traits.readsPooledText,
      zerosForEmptyNegative,
      embeddings,
    },
    styleLoras: (files) => loadRunTimeLoras(files, weights),
    unet: lease.get(plan.unet).batcher,
    schedule,
    decoder: lease.get(plan.decoder),
    encoder: encodes ? lease.get(plan.encoder) : null,
    controls: controls.map((need) => lease.get(need)),
    upscaler: upscaler && lease.get(upscaler),
    preview: previewDecoder(plan, lease),
    imageAdapters: images.map(({ encoder, adapter, paths }) => ({
      encoder: lease.get(encoder),
      adapter: lease.get(adapter),
      paths,
    })),
  };
}

function previewDecoder(
  { tinyDecoder, decoder, isDecoderQuick, traits }: ModelPlan,
  lease: NetworkLease,
): PreviewDecoder {
  if (tinyDecoder) return withKind('tiny', lease.get(tinyDecoder));
  if (isDecoderQuick) return withKind('full', lease.get(decoder));
  return withKind('colours', latentColours(traits.latentColours));
}

function withKind(kind: PreviewDecoder['kind'], decoder: LatentDecoder): PreviewDecoder {
  return { kind, decode: (latents) => decoder.decode(latents) };
}
