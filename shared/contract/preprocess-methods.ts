/** Ways to make a control picture, those that every renderer has first. */
export const PREPROCESS_METHODS = [
  'canny',
  'invert',
  'softedge',
  'softedge-safe',
  'softedge-hard',
  'scribble',
  'lineart',
  'depth',
  'pose',
] as const;
export type PreprocessMethod = (typeof PREPROCESS_METHODS)[number];

/**
 * What a ControlNet for inpainting reads: the picture that is drawn into, with a hole where it is drawn anew. It is
 * made inside a render, of that render's own picture and mask, so there is nothing to be made of a picture alone.
 */
export const INPAINT_METHOD = 'inpaint';

/** What a control network may be given in place of a picture as it is. */
export type ControlMethod = PreprocessMethod | typeof INPAINT_METHOD;

/** Networks that find what a control picture shows. */
export const PREPROCESSOR_KINDS = ['hed', 'pidinet', 'lineart', 'depth-anything', 'dpt', 'body-pose'] as const;
export type PreprocessorKind = (typeof PREPROCESSOR_KINDS)[number];

/** What each network is for. */
export const METHODS_BY_KIND: Readonly<Record<PreprocessorKind, readonly PreprocessMethod[]>> = {
  hed: ['softedge', 'softedge-safe', 'softedge-hard', 'scribble'],
  pidinet: ['softedge', 'softedge-safe', 'softedge-hard', 'scribble'],
  lineart: ['lineart'],
  'depth-anything': ['depth'],
  dpt: ['depth'],
  'body-pose': ['pose'],
};

/** Methods that need no network. */
export const PLAIN_METHODS = ['canny', 'invert'] as const satisfies readonly PreprocessMethod[];

/** Whether a method needs no network. */
export function isPlainMethod(method: PreprocessMethod): method is (typeof PLAIN_METHODS)[number] {
  return PLAIN_METHODS.some((plain) => plain === method);
}

/** The method that a word means, also what other programs call it; null = none. */
export function preprocessMethod(word: string): PreprocessMethod | null {
  const name = word.trim().toLowerCase();
  const known = PREPROCESS_METHODS.find((method) => method === name);
  return known ?? OTHER_NAMES[name] ?? null;
}

/** The same for what control networks read, as their names say it. */
export function controlMethod(word: string): ControlMethod | null {
  return INPAINT_NAMES.includes(word.trim().toLowerCase()) ? INPAINT_METHOD : preprocessMethod(word);
}

/** What a control network reads, as its name says: canny of canny-sd15 and of control_v11p_sd15_canny; null = it does not. */
export function methodOfNetwork(network: string): ControlMethod | null {
  const words = network.toLowerCase().split(/[^a-z]+/);
  return words.map(controlMethod).find((method) => method !== null) ?? null;
}

const INPAINT_NAMES: readonly string[] = [INPAINT_METHOD, 'inpaint_only', 'inpaint_global_harmonious'];

const OTHER_NAMES: Readonly<Record<string, PreprocessMethod>> = {
  hed: 'softedge',
  pidinet: 'softedge',
  safe: 'softedge-safe',
  openpose: 'pose',
  midas: 'depth',
  dpt: 'depth',
  'depth-anything': 'depth',
};

/** Thresholds of Canny: the usual ones, and the largest that can matter. */
export const CANNY = { low: 100, high: 200, max: 4080 } as const;
