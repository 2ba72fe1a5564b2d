import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/** What a UNet is told by pictures beside words, as IP-Adapters do it (https://arxiv.org/abs/2308.06721). */
export interface ImagePromptShape {
  /** Sets of tokens that have a softmax of their own: one for each adapter, or for each masked picture. */
  readonly groups: number;
  /** Whether each acts on a part of the picture only. */
  readonly areMasked: boolean;
}

/** The same for one attention. */
export interface ImageAttentionShape extends ImagePromptShape {
  /** How often the sides were halved there. */
  readonly level: number;
  /** Masks that have been declared, by their names. */
  readonly masks: Map<string, Value>;
}

/** Names of the inputs of one group at the cross-attention with this path (`….attn2`), keys and values (b, m, channels). */
export function imagePromptInputs(path: string, group: number): { readonly keys: string; readonly values: string } {
  return { keys: `${path}:image_keys_${group}`, values: `${path}:image_values_${group}` };
}

/** Name of the input of a group's mask (b, n, 1) for the places of a level, of which each has half the sides of the last. */
export function imageMaskInput(level: number, group: number): string {
  return `image_mask_${group}:${level}`;
}

/** What conditions of these names ask of a UNet's graph; null for words alone. */
export function imagePromptsIn(names: readonly string[]): ImagePromptShape | null {
  const groups = new Set(names.flatMap((name) => /:image_keys_(\d+)$/.exec(name)?.[1] ?? []));
  return groups.size === 0
    ? null
    : { groups: groups.size, areMasked: names.some((name) => name.startsWith('image_mask_')) };
}

/**
 * The attention to words, and that of the same queries to each group's tokens added to it. Their keys and values come
 * as inputs, with the strength in the values: they are the same in every step, and of files of their own.
 */
export function withImagePrompts(
  graph: Graph,
  { words, attend }: { readonly words: Value; readonly attend: (keys: Value, values: Value) => Value },
  { channels, ...shape }: ImageAttentionShape & { readonly channels: number },
): Value {
  let sum = words;
  for (let group = 0; group < shape.groups; group++) {
    const names = imagePromptInputs(graph.path, group);
    const dims = ['b', `tokens${group}`, channels];
    const seen = attend(graph.input(names.keys, 'float', dims), graph.input(names.values, 'float', dims));
    const masked = shape.areMasked ? graph.op('Mul', [seen, maskOf(graph, seen, { ...shape, group })]) : seen;
    sum = graph.op('Add', [sum, masked]);
  }
  return sum;
}

/** The mask of a group for as many places as these tokens have; all attentions of a level share it. */
function maskOf(
  graph: Graph,
  { dims }: Value,
  { level, group, masks }: ImageAttentionShape & { readonly group: number },
): Value {
  const name = imageMaskInput(level, group);
  const mask = masks.get(name) ?? graph.input(name, 'float', ['b', dims[1] ?? `places${level}`, 1]);
  masks.set(name, mask);
  return mask;
}
