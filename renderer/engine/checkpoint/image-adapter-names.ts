import { inAttentionOrder } from '#renderer/engine/checkpoint/cross-attentions.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** Of a UNet that diffusers saved with an IP-Adapter in it. */
const PROJECTION = 'encoder_hid_proj.image_projection_layers.0.';
const ATTENTION = /^(.+\.attn2)\.processor\.to_([kv])_ip\.0\.weight$/;

/** What of such a UNet an adapter put there, be it the first one or another; the rest is the UNet's own. */
const OF_ADAPTERS = /^encoder_hid_proj\.|\.processor\.to_[kv]_ip\.\d+\./;

/** diffusers' names of the projections by their authors', the first that fits. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^image_embeds\./, 'proj.'],
  [/^ff\.net\.0\.proj\./, 'proj.0.'],
  [/^ff\.net\.2\./, 'proj.2.'],
  [/^layers\.(\d+)\.ln0\./, 'layers.$1.0.norm1.'],
  [/^layers\.(\d+)\.ln1\./, 'layers.$1.0.norm2.'],
  [/^layers\.(\d+)\.attn\.to_out\.0\./, 'layers.$1.0.to_out.'],
  [/^layers\.(\d+)\.attn\./, 'layers.$1.0.'],
  [/^layers\.(\d+)\.ff\.0\./, 'layers.$1.1.0.'],
  [/^layers\.(\d+)\.ff\.1\.net\.0\.proj\./, 'layers.$1.1.1.'],
  [/^layers\.(\d+)\.ff\.1\.net\.2\./, 'layers.$1.1.3.'],
];

/**
 * The weights of an IP-Adapter by its authors' keys (`image_proj.…`, `ip_adapter.N.to_k_ip.weight`), also where a file
 * has diffusers': there attentions have paths, which are numbered 1, 3, 5 … in diffusers' order, and the UNet's own weights
 * stand beside, which are left there.
 */
export function imageAdapterWeights(given: WeightMap): WeightMap {
  if (![...given.keys()].some((key) => key.startsWith(PROJECTION))) return given;
  const keys = [...given.keys()].filter((key) => OF_ADAPTERS.test(key));
  const isFull = keys.some((key) => key.startsWith(`${PROJECTION}ff.`));
  const paths = inAttentionOrder(keys.flatMap((key) => ATTENTION.exec(key)?.[1] ?? []));
  const renamed = (key: string): string => {
    const [, path = '', part = ''] = ATTENTION.exec(key) ?? [];
    if (path) return `ip_adapter.${2 * paths.indexOf(path) + 1}.to_${part}_ip.weight`;
    if (!key.startsWith(PROJECTION)) return key;
    const name = key.slice(PROJECTION.length);
    if (isFull && name.startsWith('norm.')) return `image_proj.proj.3.${name.slice('norm.'.length)}`;
    const rule = PARTS.find(([pattern]) => pattern.test(name));
    return `image_proj.${rule ? name.replace(rule[0], rule[1]) : name}`;
  };
  return new Map(keys.map((key) => [renamed(key), given.get(key)!]));
}
