import type { FollowedPicture } from '#bot/domain/beside-pictures.ts';
import type { Order } from '#bot/domain/job.ts';
import type { PresetSettings } from '#bot/domain/preset.ts';
import { readNetworks, type TypedNetwork } from '#bot/presets/control-networks.ts';

/** What an order says of pictures beside its words. */
type OfPictures = Pick<Order, 'control' | 'controlGuess' | 'like'>;

/**
 * What a style says of pictures that an order gives: the networks that read control pictures for which no network is
 * named, and how strongly pictures act of which nothing is said. Where it has more networks than there are pictures,
 * the last one is read by those that are left.
 */
export function withStyleOfPictures<Asked extends OfPictures>(
  order: Asked,
  style: Pick<PresetSettings, 'control' | 'likeStrength'> | null,
): Asked {
  const { control = [], like = [] } = order;
  const { networks, isGuess } = readNetworks(style?.control ?? '');
  const isOpen = control.length > 0 && control.every(({ network }) => network === undefined);
  const strength = style?.likeStrength ?? null;
  return {
    ...order,
    ...(isOpen && networks.length > 0 && { control: readBy(control, networks) }),
    ...(isOpen && isGuess && { controlGuess: true }),
    ...(strength !== null && like.length > 0 && { like: like.map((one) => ({ strength, ...one })) }),
  };
}

function readBy(pictures: readonly FollowedPicture[], networks: readonly TypedNetwork[]): readonly FollowedPicture[] {
  const count = Math.max(pictures.length, networks.length);
  return Array.from({ length: count }, (_, at) => ({
    ...networks[Math.min(at, networks.length - 1)],
    ...pictures[Math.min(at, pictures.length - 1)],
  }));
}
