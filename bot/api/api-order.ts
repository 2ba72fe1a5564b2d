import type { Order, StartPicture } from '#bot/domain/job.ts';
import type { ClusterOffer } from '#bot/presets/offer.ts';
import { REFINER_FAMILY } from '#bot/presets/offer.ts';
import { failure } from '#bot/text/say.ts';
import { SEED_MAX } from '#shared/contract/bounds.ts';

/** What a door was asked for, beside what an order has fields of its own for. Absent = not said. */
export interface ApiWish extends Omit<Order, 'start' | 'seed' | 'ratio'> {
  readonly model?: string;
  /** As anybody writes it; with "Karras" where the noise levels lie so. */
  readonly sampler?: string;
  readonly spacing?: string;
  /** How much of the given picture may change. */
  readonly strength?: number;
  /** -1 = any. */
  readonly seed?: number;
  readonly start?: StartPicture;
}

/** The order that says the same: what has no field there goes behind the prompt as a flag, as members type it. */
export function apiOrder({ model, sampler, spacing, strength, seed, start, ...wish }: ApiWish): Order {
  if (seed !== undefined && !(Number.isInteger(seed) && seed >= -1 && seed <= SEED_MAX))
    throw failure('invalid', 'api.seed', { max: SEED_MAX, given: seed });
  const flags = [
    ...(model === undefined ? [] : [`--model ${quoted(model)}`]),
    ...(sampler === undefined ? [] : [`--sampler ${quoted(sampler)}`]),
    ...(spacing === undefined ? [] : [`--spacing ${quoted(spacing)}`]),
    // Without a picture it says nothing, and the order's notices say so.
    ...(strength === undefined || start ? [] : [`--strength ${strength}`]),
  ];
  return {
    ...wish,
    prompt: [wish.prompt, ...flags].join(' '),
    ...(seed === undefined || seed === -1 ? {} : { seed }),
    ...(start && { start: { ...start, ...(strength !== undefined && { strength }) } }),
  };
}

/** The model that takes over where somebody only says that one shall. Throws `invalid` where there is none. */
export function anyRefiner(offer: ClusterOffer | null): string {
  const found = offer?.models.find(({ family }) => family === REFINER_FAMILY);
  if (!found) throw failure('invalid', 'order.no-refiner');
  return found.name;
}

/** A flag's value ends at a quote, so that there can be none in it. */
function quoted(value: string): string {
  return `"${value.replaceAll('"', '')}"`;
}
