import { imageMaskInput, imagePromptInputs } from '#renderer/engine/graph/layers/image-prompts.ts';
import type { Conditions } from '#renderer/engine/networks/conditions.ts';
import type { ImageProducts } from '#renderer/engine/networks/open-image-adapter.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';

/** What every attention of a UNet, by its path, looks at in the pictures that share a softmax. */
export type ImageGroup = ReadonlyMap<string, ImageProducts>;

/**
 * A UNet's conditions for these groups. `masks` has for each level, of which each has half the sides of the last, one
 * mask (b, places, 1) for each group; null where all act everywhere.
 */
export function imageConditions(
  groups: readonly ImageGroup[],
  masks: readonly (readonly Tensor[])[] | null,
): Conditions {
  const conditions: Record<string, Tensor> = {};
  for (const [number, group] of groups.entries()) {
    for (const [path, { keys, values }] of group) {
      const names = imagePromptInputs(path, number);
      conditions[names.keys] = keys;
      conditions[names.values] = values;
    }
  }
  for (const [level, ofLevel] of (masks ?? []).entries()) {
    for (const [number, mask] of ofLevel.entries()) conditions[imageMaskInput(level, number)] = mask;
  }
  return conditions;
}
