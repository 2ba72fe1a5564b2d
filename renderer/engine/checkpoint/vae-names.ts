import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';

/**
 * The weights of an autoencoder by diffusers keys: from the original names (CompVis/latent-diffusion, without
 * `first_stage_model.`) where the file has those, else as they are. `foreign` = keys that are in neither.
 */
export function vaeWeightsOf(weights: WeightMap): { readonly weights: WeightMap; readonly foreign: readonly string[] } {
  const isOriginal = [...weights.keys()].some((name) => /^(encoder\.down|decoder\.up)\.\d/.test(name));
  if (!isOriginal) return { weights, foreign: [] };
  const stages = stageCount(weights.keys());
  const renamed = new Map<string, WeightEntry>();
  const foreign: string[] = [];
  for (const [name, entry] of weights) {
    const key = vaeKey(name, stages);
    if (key === null) foreign.push(name);
    else renamed.set(key, isProjection(key) ? asMatrix(entry) : entry);
  }
  return { weights: renamed, foreign };
}

/** The diffusers key of an original name; null for a foreign one. The original decoder counts its stages from the picture. */
export function vaeKey(name: string, stages: number): string | null {
  if (/^(post_)?quant_conv\./.test(name)) return name;
  const [half, place, first, kind, second, ...rest] = name.split('.');
  if (half !== 'encoder' && half !== 'decoder') return null;
  const inner = rest.join('.').replace('nin_shortcut', 'conv_shortcut');
  switch (place) {
    case 'conv_in':
    case 'conv_out':
      return name;
    case 'norm_out':
      return `${half}.conv_norm_out.${first}`;
    case 'mid':
      return middleKey(`${half}.mid_block`, { part: first, inner: name.split('.').slice(3).join('.') });
    case 'down':
      if (kind === 'downsample') return `${half}.down_blocks.${first}.downsamplers.0.conv.${inner}`;
      return kind === 'block' ? `${half}.down_blocks.${first}.resnets.${second}.${inner}` : null;
    case 'up': {
      const block = `${half}.up_blocks.${stages - 1 - Number(first)}`;
      if (kind === 'upsample') return `${block}.upsamplers.0.conv.${inner}`;
      return kind === 'block' ? `${block}.resnets.${second}.${inner}` : null;
    }
    default:
      return null;
  }
}

/** Stages of the original names. */
export function stageCount(names: Iterable<string>): number {
  let count = 0;
  for (const name of names) {
    const stage = /^(?:encoder\.down|decoder\.up)\.(\d+)\./.exec(name);
    if (stage) count = Math.max(count, Number(stage[1]) + 1);
  }
  return count;
}

const ATTENTION_PARTS: ReadonlyMap<string, string> = new Map([
  ['norm', 'group_norm'],
  ['q', 'to_q'],
  ['k', 'to_k'],
  ['v', 'to_v'],
  ['proj_out', 'to_out.0'],
]);

function middleKey(block: string, { part, inner }: { part: string | undefined; inner: string }): string | null {
  const resnet = /^block_([12])$/.exec(part ?? '');
  if (resnet) return `${block}.resnets.${Number(resnet[1]) - 1}.${inner.replace('nin_shortcut', 'conv_shortcut')}`;
  if (part !== 'attn_1') return null;
  const [name, ...rest] = inner.split('.');
  const now = ATTENTION_PARTS.get(name ?? '');
  return now === undefined ? null : [`${block}.attentions.0`, now, ...rest].join('.');
}

function isProjection(key: string): boolean {
  return /\.attentions\.0\.to_(q|k|v|out\.0)\.weight$/.test(key);
}

/** A 1×1 convolution as the matrix it is: the same bytes. */
function asMatrix(entry: WeightEntry): WeightEntry {
  const [rows, columns, ...kernel] = entry.shape;
  return kernel.join() === '1,1' ? { ...entry, shape: [rows!, columns!] } : entry;
}
