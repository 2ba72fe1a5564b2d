/** The original name of a VAE's key, by the inverse of the rule; for VAEs of a size that no key map has. */
export function originalVaeName(key: string, stages: number): string {
  return RULES.reduce((name, [pattern, to]) => name.replace(pattern, to), key).replace(
    /^decoder\.up\.(\d+)/,
    (_, stage) => `decoder.up.${stages - 1 - Number(stage)}`,
  );
}

const RULES: readonly (readonly [RegExp, string])[] = [
  [/mid_block\.resnets\.0/, 'mid.block_1'],
  [/mid_block\.resnets\.1/, 'mid.block_2'],
  [/mid_block\.attentions\.0\.group_norm/, 'mid.attn_1.norm'],
  [/mid_block\.attentions\.0\.to_out\.0/, 'mid.attn_1.proj_out'],
  [/mid_block\.attentions\.0\.to_(q|k|v)/, 'mid.attn_1.$1'],
  [/down_blocks\.(\d+)\.resnets/, 'down.$1.block'],
  [/up_blocks\.(\d+)\.resnets/, 'up.$1.block'],
  [/down_blocks\.(\d+)\.downsamplers\.0/, 'down.$1.downsample'],
  [/up_blocks\.(\d+)\.upsamplers\.0/, 'up.$1.upsample'],
  [/conv_norm_out/, 'norm_out'],
  [/conv_shortcut/, 'nin_shortcut'],
];
