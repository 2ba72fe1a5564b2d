import { graphOptions } from '#renderer/engine/networks/options.ts';
import type { VariantKind } from '#renderer/engine/networks/unet-variants.ts';
import { networkMib } from '#renderer/engine/residency/network-memory.ts';
import type { LoadOptions, SharedUNet } from '#renderer/engine/residency/network-needs.ts';
import type { NetworkNeed } from '#renderer/engine/residency/resident-networks.ts';

/** What a render has beside its words that changes its UNet's graph. */
export interface VariantWish {
  /** Pictures that an IP-Adapter reads. */
  readonly images: boolean;
  /** Control pictures. */
  readonly controls: boolean;
  readonly options: LoadOptions;
  /** The UNet, while it is open. */
  readonly unetOf: () => SharedUNet | null;
}

/**
 * Room for the graphs that a UNet opens beside its plain one while a render has pictures. Where weights are mapped,
 * or lie on a device once, they share them; anywhere else each has them once more. They are opened by the first
 * call that needs them, and given back with the room.
 */
export function variantNeeds(
  unet: NetworkNeed<SharedUNet>,
  { images, controls, options, unetOf }: VariantWish,
): readonly NetworkNeed[] {
  const { residency, precision } = graphOptions(options);
  const shares = residency === 'mapped' || options.sharesWeights === true;
  const mib = shares ? networkMib(new Map(), { residency, precision }) : unet.mib;
  return kindsOf(images, controls).map((kind) => ({
    key: `${unet.key} ${kind}`,
    kind: `unet-${kind}`,
    mib,
    open: async () => ({ release: async () => unetOf()?.closeVariants(kind) }),
  }));
}

/** Outside of its window a control picture changes nothing, so a render with both calls two graphs. */
function kindsOf(images: boolean, controls: boolean): readonly VariantKind[] {
  if (images && controls) return ['images', 'both'];
  return [...(images ? (['images'] as const) : []), ...(controls ? (['steered'] as const) : [])];
}
