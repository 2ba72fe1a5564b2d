import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** An attention of a UNet that looks at words, and where an IP-Adapter is present at pictures. */
export interface CrossAttention {
  /** What its weights' keys begin with: `….attn2`. */
  readonly path: string;
  readonly channels: number;
  readonly contextWidth: number;
}

/** Of a UNet by diffusers' keys, in the order in which diffusers numbers them: down, up, and the middle last. */
export function crossAttentions(unet: WeightMap): readonly CrossAttention[] {
  const found = new Map<string, CrossAttention>();
  for (const [key, { shape }] of unet) {
    const path = /^(.+\.attn2)\.to_k\.weight$/.exec(key)?.[1];
    if (path !== undefined) found.set(path, { path, channels: shape[0]!, contextWidth: shape[1]! });
  }
  return inAttentionOrder([...found.keys()]).map((path) => found.get(path)!);
}

const BLOCKS = ['down_blocks', 'up_blocks', 'mid_block'];

/** These paths, each once, in that order. */
export function inAttentionOrder(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].sort((a, b) => {
    const [left, right] = [placesOf(a), placesOf(b)];
    const differing = left.findIndex((place, i) => place !== right[i]);
    return differing < 0 ? 0 : left[differing]! - (right[differing] ?? -1);
  });
}

/** The kind of block, then every number of the path. */
function placesOf(path: string): readonly number[] {
  const [block = ''] = path.split('.');
  return [BLOCKS.indexOf(block), ...(path.match(/(?<=\.)\d+/g) ?? []).map(Number)];
}
