/** What a tensor of an adapter file is to its module. The long names are those that LyCORIS writes. */
export type AdapterRole =
  | 'alpha'
  | 'down'
  | 'up'
  | 'mid'
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
  /** As the file names it. */
  readonly module: string;
  readonly role: AdapterRole;
}

/** The ways in which files end their keys, by what the first group means. */
const ENDINGS: readonly (readonly [RegExp, (ending: string) => AdapterRole])[] = [
  [/(?:\.lora_|[._]lora(?:_linear_layer)?\.)(down|up|mid)\.weight$/, (ending) => ending as AdapterRole],
  [/\.lora_(A|B)(?:\.[^.]+)?\.weight$/, (ending) => (ending === 'A' ? 'down' : 'up')],
  [/\.lora_magnitude_vector()(?:\.[^.]+)*$/, () => 'magnitude'],
  [/\.(hada_(?:w[12]_[ab]|t[12])|lokr_(?:w[12](?:_[ab])?|t2))$/, (ending) => ending as AdapterRole],
  [/\.(alpha|dora_scale|diff|diff_b)$/, (ending) => ending as AdapterRole],
  [/\.(w_norm|b_norm)$/, (ending) => (ending === 'w_norm' ? 'diff' : 'diff_b')],
];

/** Which part of which module a key of an adapter file is; null for a key that is none. */
export function parseAdapterKey(key: string): AdapterKey | null {
  for (const [pattern, roleOf] of ENDINGS) {
    const ending = pattern.exec(key);
    if (!ending || ending.index === 0) continue;
    return { module: key.slice(0, ending.index).replace(/^base_model\.model\./, ''), role: roleOf(ending[1]!) };
  }
  return null;
}

/** Whether a module is named as the original code does, which diffusers drops when a file also has its own names. */
export function hasOriginalName(module: string): boolean {
  return /(^|_)unet_(input_blocks|middle_block|output_blocks|time_embed|label_emb|out)_\d/.test(module);
}
