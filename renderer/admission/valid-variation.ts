import { bounded, whole, wrong } from '#renderer/admission/bounds.ts';
import type { ValidRender, ValidVariation } from '#renderer/engine/contract/task.ts';
import { SEED_MAX } from '#shared/contract/bounds.ts';
import type { DrawTask } from '#shared/contract/tasks.ts';
import { message } from '#shared/text/failure.ts';

/** Fields of DrawTask and TrainTask that older renderers do not know, by their names in the contract. */
export const NEWER_FIELDS: readonly string[] = [
  ...['variation', 'tile', 'stop', 'give_flagged', 'own_adapters'],
  ...['train_text', 'precision', 'random_crop'],
];

/** The noise that is mixed in. Throws `invalid`. */
export function validVariation({ variation }: DrawTask): ValidVariation | null {
  if (!variation) return null;
  return {
    seed: whole(message('field.variation-seed'), variation.seed, { from: 0, to: SEED_MAX }),
    strength: bounded(message('field.variation-strength'), variation.strength, { from: 0, to: 1 }),
  };
}

/** Whether its edges meet, where it stops, and whether it comes in any case. Throws `invalid`. */
export function validEnding({
  tile = false,
  stop = 0,
  giveFlagged = false,
  source,
  hires,
  refiner,
}: DrawTask): Pick<ValidRender, 'tile' | 'stop' | 'giveFlagged'> {
  if (tile && source?.margins) throw wrong(message('field.tile'), message('limit.no-margins'), message('given.both'));
  if (stop === 0) return { tile, stop: null, giveFlagged };
  const field = message('field.stop');
  if (hires || refiner) throw wrong(field, message('limit.one-pass'), message('given.both'));
  if (!(stop > 0 && stop < 1)) throw wrong(field, message('limit.between'), stop);
  return { tile, stop: bounded(field, stop, { from: 0, to: 1 }), giveFlagged };
}
