/** What the original program calls the vision network's parts, by transformers' names. */
const VISION: readonly (readonly [RegExp, string])[] = [
  [/^cls_token$/, 'embeddings.class_embedding'],
  [/^pos_embed$/, 'embeddings.position_embedding'],
  [/^patch_embed\.proj\./, 'embeddings.patch_embedding.'],
  [/^norm\./, 'post_layernorm.'],
  [/^blocks\.(\d+)\.attn\.proj\./, 'encoder.layers.$1.self_attn.projection.'],
  [/^blocks\.(\d+)\.attn\./, 'encoder.layers.$1.self_attn.'],
  [/^blocks\.(\d+)\.norm/, 'encoder.layers.$1.layer_norm'],
  [/^blocks\./, 'encoder.layers.'],
];

const ORIGINAL = 'visual_encoder.';

/** Whether keys are those of the original program (https://github.com/salesforce/BLIP), with or without its `model.`. */
export function isOriginalCaptioner(keys: Iterable<string>): boolean {
  return [...keys].some((key) => key.replace(/^model\./, '').startsWith(ORIGINAL));
}

/** The weights of a captioner by transformers' keys, whichever of the two programs has written them. */
export function captionerWeights<Entry>(given: ReadonlyMap<string, Entry>): ReadonlyMap<string, Entry> {
  if (!isOriginalCaptioner(given.keys())) return given;
  return new Map([...given].map(([key, entry]) => [renamed(key.replace(/^model\./, '')), entry]));
}

function renamed(key: string): string {
  if (!key.startsWith(ORIGINAL)) return key;
  const rest = key.slice(ORIGINAL.length);
  const found = VISION.find(([pattern]) => pattern.test(rest));
  return `vision_model.${found ? rest.replace(found[0], found[1]) : rest}`;
}
