import type { Checkpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { ALL_TARGETS, ATTENTION_TARGETS } from '#renderer/engine/training/trained-lora.ts';
import type { LoraOrder, TrainingOrder } from '#renderer/engine/training/training-order.ts';
import { meantShape } from '#renderer/engine/weights/weight-map.ts';

/** What of a LoRA's training nobody need say. */
export interface UsualLora
  extends Pick<TrainingOrder, 'weighting' | 'schedule' | 'priorWeight' | 'priorTarget'>,
    Pick<LoraOrder, 'targets'> {}

/** Also of what is no LoRA. */
export const PLAIN_HABITS: UsualLora = {
  targets: ATTENTION_TARGETS,
  weighting: { kind: 'none' },
  schedule: { kind: 'constant', warmup: 0 },
  priorWeight: 1,
};

/** Of a small UNet; other things than the new one are most of what people draw. */
const PRIOR_WEIGHT = 3;

/** UNets with fewer weights are small; the smallest of the published ones has a hundred times as many. */
const SMALL = 2 ** 24;

/**
 * How LoRAs of a model are trained where nothing is said of it. A small UNet has little attention: its convolutions are
 * trained, too. Much noise, where it is settled what colour a thing has, counts more in its few steps. Of other
 * things is kept what it says itself: from pictures that it drew they would suffer more than they are kept.
 */
export function usualLora({ unet }: Pick<Checkpoint, 'unet'>): UsualLora {
  let weights = 0;
  for (const entry of unet.weights.values()) weights += meantShape(entry).reduce((product, side) => product * side, 1);
  if (weights >= SMALL) return PLAIN_HABITS;
  return {
    targets: ALL_TARGETS,
    weighting: { kind: 'min-snr', gamma: 0.3 },
    schedule: { kind: 'cosine', warmup: 0 },
    priorWeight: PRIOR_WEIGHT,
    priorTarget: 'prediction',
  };
}
