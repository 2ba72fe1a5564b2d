/** What a tensor of an adapter file is to its module. The long names are those that LyCORIS writes. */
export type AdapterRole =
  | 'alpha'
  /** In place of alpha / rank (A1111). */
  | 'scale'
  | 'down'
  | 'up'
  | 'mid'
  /** Of the layer that multiplies by `up` (peft's lora_bias): a change of the layer's own bias. */
  | 'up_bias'
  | 'diff'
  | 'diff_b'
  | 'dora_scale'
  | 'magnitude'
  | LycorisRole;

/** Factors of LoHa (hada_…) and LoKr (lokr_…). */
export type LycorisRole =
  | `hada_w${1 | 2}_${'a' | 'b'}`
  | `hada_t${1 | 2}`
  | `lokr_w${1 | 2}${'' | '_a' | '_b'}`
  | 'lokr_t2';

export interface AdapterKey {
  /** As `adapterNames` knows it: without what wrappers of training programs put before a name. */
  readonly module: string;
  readonly role: AdapterRole;
}

/** The ways in which files end their keys, by what the first group means. */
const ENDINGS: readonly (readonly [RegExp, (ending: string) => AdapterRole])[] = [
  [/(?:\.lora_|[._]lora(?:_linear_layer)?\.)(down|up|mid)\.weight$/, (ending) => ending as AdapterRole],
  [/\.lora_(A|B)(?:\.[^.]+)?\.weight$/, (ending) => (ending === 'A' ? 'down' : 'up')],
  [/\.lora_(?:B(?:\.[^.]+)?|up)\.bias()$/, () => 'up_bias'],
  [/\.lora_magnitude_vector()(?:\.[^.]+)*$/, () => 'magnitude'],
  [/\.(hada_(?:w[12]_[ab]|t[12])|lokr_(?:w[12](?:_[ab])?|t2))$/, (ending) => ending as AdapterRole],
  [/\.(alpha|scale|dora_scale|diff|diff_b)$/, (ending) => ending as AdapterRole],
  [/\.(w_norm|b_norm)$/, (ending) => (ending === 'w_norm' ? 'diff' : 'diff_b')],
];

/** Which part of which module a key of an adapter file is; null for a key that is none. */
export function parseAdapterKey(key: string): AdapterKey | null {
  for (const [pattern, roleOf] of ENDINGS) {
    const ending = pattern.exec(key);
    if (!ending || ending.index === 0) continue;
    return { module: plainModule(key.slice(0, ending.index)), role: roleOf(ending[1]!) };
  }
  return null;
}

/** Without the names of wrappers: peft's, torch.compile's, those of data-parallel training. */
function plainModule(name: string): string {
  const bare = name
    .replaceAll('_orig_mod.', '')
    .replace(/^module\./, '')
    .replace(/^((?:unet|text_encoder(?:_[12])?)\.)?base_model\.model\./, '$1');
  // kohya's names have underscores alone; what other programs add to such a file may have kept a dot.
  return /^(lora|lycoris)_/.test(bare) ? bare.replaceAll('.', '_') : bare;
}

/** Whether a module is named as the original code does, which diffusers drops when a file also has its own names. */
export function hasOriginalName(module: string): boolean {
  return /(^|[_.])(input_blocks|middle_block|output_blocks|time_embed|label_emb|out)[_.]\d/.test(module);
}
