import { type ConfigReader, configReader, isCount, listOf } from '#renderer/engine/graph/nets/config-reader.ts';
import { message } from '#shared/text/failure.ts';

/** One resolution of the network, on the way down or up. */
export interface FilmStage {
  readonly channels: number;
  /** Resnets in this stage. */
  readonly layers: number;
  /** Blocks of the transformer after each resnet; null where the stage has no attention. */
  readonly depth: number | null;
  readonly heads: number;
  /** Of the norms of its resnets. */
  readonly eps: number;
  /** Whether a down- or upsampler follows. */
  readonly resamples: boolean;
}

/** A UNetSpatioTemporalConditionModel, read from its config.json. */
export interface VideoUNetConfig {
  readonly groups: number;
  readonly down: readonly FilmStage[];
  readonly middle: FilmStage;
  readonly up: readonly FilmStage[];
  /** Width of what it knows of the picture. */
  readonly contextWidth: number;
  readonly timeWidth: number;
  /** Numbers per embedded value (frames a second, motion, noise), and width of all of them. */
  readonly numberWidth: number;
  readonly numbersWidth: number;
  /** That it was trained on. */
  readonly frames: number;
  /** Side of the latents that it was trained on; any size can be run. */
  readonly sampleSize: number;
}

/** diffusers fixes these in the blocks, one of them wherever a stage attends on the way down or on the way up. */
const EPS = { usual: 1e-5, fine: 1e-6 };

/** Channels of the latents that the network reads, noisy ones and those of the picture, and that it gives. */
export const LATENTS = { read: 8, given: 4 };

const GROUPS = 32;
const DOWN = ['CrossAttnDownBlockSpatioTemporal', 'DownBlockSpatioTemporal'] as const;
const UP = ['CrossAttnUpBlockSpatioTemporal', 'UpBlockSpatioTemporal'] as const;

/** Reads a UNet's config.json of Stable Video Diffusion, with diffusers' defaults. Throws Failure('invalid') otherwise. */
export function parseVideoUNetConfig(json: unknown): VideoUNetConfig {
  const read = configReader(json, 'video unet');
  read.only('in_channels', LATENTS.read, LATENTS.read);
  read.only('out_channels', LATENTS.given, LATENTS.given);
  const channels = read.integers('block_out_channels', [320, 640, 1280, 1280]);
  const count = channels.length;
  const per = (key: string, fallback: number | readonly number[]) => spread(read, { key, fallback, count });
  const [layers, depths] = [per('layers_per_block', 2), per('transformer_layers_per_block', 1)];
  const heads = per('num_attention_heads', [5, 10, 20, 20].slice(0, count));
  const widths = per('cross_attention_dim', 1024);
  const odd = channels.find((width, i) => width % GROUPS !== 0 || width % heads[i]! !== 0);
  if (odd !== undefined) throw read.fail('block_out_channels', message('setting.divisor', { of: String(odd) }));
  if (widths.some((width) => width !== widths[0])) throw read.fail('cross_attention_dim', String(widths[0]));
  const down = kinds(read, { key: 'down_block_types', known: DOWN, count });
  const up = kinds(read, { key: 'up_block_types', known: UP, count });
  const stage = (i: number, attends: boolean) => ({
    channels: channels[i]!,
    heads: heads[i]!,
    depth: attends ? depths[i]! : null,
  });
  const last = count - 1;
  return {
    groups: GROUPS,
    down: down.map((attends, i) => ({
      ...stage(i, attends),
      layers: layers[i]!,
      eps: attends ? EPS.fine : EPS.usual,
      resamples: i < last,
    })),
    middle: { ...stage(last, true), layers: 2, eps: EPS.usual, resamples: false },
    up: up.map((attends, i) => ({
      ...stage(last - i, attends),
      layers: layers[last - i]! + 1,
      eps: EPS.fine,
      resamples: i < last,
    })),
    contextWidth: widths[0]!,
    timeWidth: channels[0]! * 4,
    numberWidth: read.integer('addition_time_embed_dim', 256),
    numbersWidth: read.integer('projection_class_embeddings_input_dim', 768),
    frames: read.integer('num_frames', 25),
    sampleSize: isCount(read.raw('sample_size')) ? read.integer('sample_size') : 96,
  };
}

interface Spread {
  readonly key: string;
  readonly fallback: number | readonly number[];
  readonly count: number;
}

/** A setting that is one number for all stages or a list with one for each. */
function spread(read: ConfigReader, { key, fallback, count }: Spread): readonly number[] {
  const value = read.raw(key) ?? fallback;
  if (listOf(isCount)(value) && value.length === count) return value;
  if (isCount(value)) return Array.from({ length: count }, () => value);
  throw read.fail(key, message('setting.number-or-list', { count }));
}

interface Kinds {
  readonly key: string;
  /** With attention, and without. */
  readonly known: readonly [string, string];
  readonly count: number;
}

/** Whether each stage attends. */
function kinds(read: ConfigReader, { key, known, count }: Kinds): readonly boolean[] {
  const usual = Array.from({ length: count }, (_, i) => known[i < count - 1 ? 0 : 1]);
  const named = read.texts(key, key.startsWith('up') ? usual.toReversed() : usual);
  if (named.length !== count) throw read.fail(key, message('setting.names', { count }));
  if (!named.every((name) => known.includes(name))) throw read.fail(key, message('setting.of', { known }));
  return named.map((name) => name === known[0]);
}
