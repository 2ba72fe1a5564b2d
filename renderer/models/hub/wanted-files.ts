import { type HubSource, printSource } from '#renderer/models/hub/hub-source.ts';
import type { RemoteFile, RemoteRepo } from '#renderer/models/hub/remote-repo.ts';
import { failure } from '#shared/text/failure.ts';

/** Folders of a diffusers repository that are read, and whether they hold weights. Safety checkers and the like stay there. */
const PARTS: Readonly<Record<string, boolean>> = {
  scheduler: false,
  tokenizer: false,
  tokenizer_2: false,
  text_encoder: true,
  text_encoder_2: true,
  unet: true,
  vae: true,
};

/** How weights are called, with what they are written in; the first that is there wins. */
const STEMS = ['diffusion_pytorch_model', 'model', 'pytorch_model', 'pytorch_lora_weights'];
const ENDINGS = ['safetensors', 'bin'];

const PREFERRED_VARIANT = 'fp16';

/** What says "the files without a variant": they are in full precision. */
const FULL_VARIANT = 'fp32';

const SETTINGS_BYTES_MAX = 8 * 2 ** 20;

/** Files named in a sentence. */
const SHOWN_MAX = 8;

/**
 * The files of a repository that a source means, and no others: the one that is named; of a diffusers repository its
 * parts, each in one precision; of a repository with one network (a VAE, TAESD) that; of one with an adapter the
 * adapter. Safetensors are preferred to pickles, fp16 to fp32 unless the source says otherwise. Throws `not-found`,
 * naming what there is.
 */
export function wantedFiles(source: HubSource, { files }: RemoteRepo): readonly RemoteFile[] {
  if (source.file !== null) return [namedFile(source, files)];
  if (files.some(({ path }) => path === 'model_index.json')) return diffusersFiles(source, files);
  const top = filesIn('', files);
  const weights = chooseWeights(source, { files: top, part: null }) ?? onlyWeights(top);
  if (weights) return [...top.filter(({ path }) => path === 'config.json'), ...weights];
  const known = top.filter(({ path }) => isWeights(path)).map(({ path }) => path);
  const what = printSource(source);
  if (known.length > 1) throw failure('not-found', 'hub.choose', { what, files: known.slice(0, SHOWN_MAX) });
  throw failure('not-found', 'hub.no-weights', { what });
}

function namedFile(source: HubSource, files: readonly RemoteFile[]): RemoteFile {
  const found = files.find(({ path }) => path === source.file);
  if (found) return found;
  const known = files.map(({ path }) => path).filter(isWeights);
  const what = printSource(source);
  throw failure('not-found', 'hub.no-such-file', { what, files: known.slice(0, SHOWN_MAX) });
}

function diffusersFiles(source: HubSource, files: readonly RemoteFile[]): readonly RemoteFile[] {
  const wanted = files.filter(({ path }) => path === 'model_index.json');
  // A model that reads words has an image encoder for others only; one that reads none sees with it.
  const readsWords = filesIn('text_encoder', files).length + filesIn('text_encoder_2', files).length > 0;
  for (const [part, hasWeights] of Object.entries(readsWords ? PARTS : { ...PARTS, image_encoder: true })) {
    const inside = filesIn(part, files);
    wanted.push(...inside.filter(isSettings));
    if (!hasWeights || inside.length === 0) continue;
    const weights = chooseWeights(source, { files: inside, part });
    if (!weights) throw failure('not-found', 'hub.part-empty', { what: printSource(source), part });
    wanted.push(...weights);
  }
  return wanted;
}

/** Directly in a folder. */
function filesIn(folder: string, files: readonly RemoteFile[]): readonly RemoteFile[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  return files.filter(({ path }) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'));
}

/** Configurations and vocabularies, but not the indexes of divided weights, which go with their variant. */
function isSettings({ path, size }: RemoteFile): boolean {
  return /\.(json|txt)$/.test(path) && !/\.index\b.*\.json$/.test(path) && size <= SETTINGS_BYTES_MAX;
}

/** One precision of one network, all pieces with their index; null when there is nothing that looks like weights. */
function chooseWeights(
  source: HubSource,
  { files, part }: { readonly files: readonly RemoteFile[]; readonly part: string | null },
): readonly RemoteFile[] | null {
  const sets = ENDINGS.flatMap((ending) => STEMS.flatMap((stem) => variantsOf(files, { stem, ending })));
  const [first] = sets;
  if (!first) return null;
  const same = sets.filter(({ stem, ending }) => stem === first.stem && ending === first.ending);
  const { variant } = source;
  const chosen =
    variant === null
      ? (same.find((set) => set.variant === PREFERRED_VARIANT) ?? same.find((set) => set.variant === null) ?? first)
      : same.find((set) => set.variant === (variant === FULL_VARIANT ? null : variant));
  if (chosen) return chosen.files;
  const known = same.map((set) => set.variant ?? FULL_VARIANT);
  throw failure('not-found', 'hub.variants', { what: printSource(source), part, known, given: variant ?? '' });
}

interface Variant {
  readonly stem: string;
  readonly ending: string;
  readonly variant: string | null;
  readonly files: readonly RemoteFile[];
}

// Names in use: stem.ending, stem.fp16.ending, stem-00001-of-00002.ending, stem.fp16-00001-of-00002.ending,
// stem-00001-of-00002.fp16.ending; indexes stem.ending.index.json, stem.ending.index.fp16.json, stem.fp16.ending.index.json
function variantsOf(files: readonly RemoteFile[], { stem, ending }: { stem: string; ending: string }): Variant[] {
  const piece = String.raw`-\d{5}-of-\d{5}`;
  const weights = new RegExp(`^${stem}(?:\\.([\\w-]+?))?(?:${piece})?(?:\\.([\\w-]+))?\\.${ending}$`);
  const index = new RegExp(`^${stem}(?:\\.([\\w-]+))?\\.${ending}\\.index(?:\\.([\\w-]+))?\\.json$`);
  const found = new Map<string | null, RemoteFile[]>();
  for (const file of files) {
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    const match = weights.exec(name) ?? index.exec(name);
    if (!match) continue;
    const variant = match[1] ?? match[2] ?? null;
    found.set(variant, [...(found.get(variant) ?? []), file]);
  }
  return [...found].map(([variant, own]) => ({ stem, ending, variant, files: own }));
}

/** The one file of weights that a repository has at its top; null when there are several or none. */
function onlyWeights(top: readonly RemoteFile[]): readonly RemoteFile[] | null {
  const weights = top.filter(({ path }) => path.endsWith('.safetensors'));
  return weights.length === 1 ? weights : null;
}

function isWeights(path: string): boolean {
  return /\.(safetensors|bin|ckpt|pt)$/.test(path);
}
