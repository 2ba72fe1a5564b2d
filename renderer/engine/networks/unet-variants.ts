import { type ImagePromptShape, imagePromptsIn } from '#renderer/engine/graph/layers/image-prompts.ts';
import { NOT_STEERED, type Steering, steeringIn } from '#renderer/engine/graph/nets/unet-steering.ts';
import type { AdaptableSession } from '#renderer/engine/networks/adaptable-session.ts';

/** What a UNet's graph has beside the plain one, in the order of which a call's conditions say so. */
export interface UNetVariant {
  readonly images: ImagePromptShape | null;
  /** What other networks add to its values. */
  readonly steered: Steering;
}

/** Neither. */
export const PLAIN: UNetVariant = { images: null, steered: NOT_STEERED };

/** That which takes these conditions. */
export function variantIn(names: readonly string[]): UNetVariant {
  const [images, steered] = [imagePromptsIn(names), steeringIn(names)];
  return images || steered !== NOT_STEERED ? { images, steered } : PLAIN;
}

/** What a variant that is not plain was opened for; each is reckoned with by itself. */
export type VariantKind = 'images' | 'steered' | 'both';

/** The graphs of one UNet: the plain one, and others for what few renders ask. */
export interface UNetVariants {
  /** The variant's session, opened when it is first wanted. */
  of(variant: UNetVariant): Promise<AdaptableSession>;
  /** Gives back the memory of those that nobody draws with any more. */
  close(kind: VariantKind): Promise<void>;
  release(): Promise<void>;
}

/** Variants that stay open beside the plain one; what was used longest ago goes first. */
const OPEN_MAX = 3;

/**
 * Keeps the plain session and opens others over the same weights: who draws without pictures pays nothing for those
 * who draw with them. Where weights are mapped, all share their memory.
 */
export function createUNetVariants(
  plain: AdaptableSession,
  open: (variant: UNetVariant) => Promise<AdaptableSession>,
): UNetVariants {
  const opened = new Map<string, Promise<AdaptableSession>>();
  return {
    async of(variant) {
      if (variant === PLAIN) return plain;
      const key = JSON.stringify(variant);
      const opening = opened.get(key) ?? open(variant);
      opened.delete(key);
      opened.set(key, opening);
      // A failure is not remembered: the next call tries again.
      opening.catch(() => opened.get(key) === opening && opened.delete(key));
      const [oldest] = opened.keys();
      if (opened.size > OPEN_MAX) await released(opened, oldest!);
      return opening;
    },
    async close(kind) {
      for (const key of [...opened.keys()])
        if (kindOf(JSON.parse(key) as UNetVariant) === kind) await released(opened, key);
    },
    async release() {
      await plain.release();
      for (const key of [...opened.keys()]) await released(opened, key);
    },
  };
}

function kindOf({ images, steered }: UNetVariant): VariantKind {
  const isSteered = steered.residuals || steered.features;
  if (images === null) return 'steered';
  return isSteered ? 'both' : 'images';
}

async function released(opened: Map<string, Promise<AdaptableSession>>, key: string): Promise<void> {
  const session = await opened.get(key)?.catch(() => null);
  opened.delete(key);
  await session?.release();
}
