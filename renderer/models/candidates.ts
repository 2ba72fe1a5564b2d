import { readdir, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type ModelFiles, modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import type { CatalogEntry } from '#renderer/models/catalog-entry.ts';
import { type CatalogFile, readCatalogFile } from '#renderer/models/catalog-file.ts';
import { type Found, findLocal, findPlace, type Roots } from '#renderer/models/find-location.ts';
import { DEMO_NAME, MODEL_NAME } from '#renderer/models/model-name.ts';
import { Failure } from '#shared/failure.ts';
import { failure } from '#shared/text/failure.ts';

/** Something that may be a model: its files are there, but nobody has looked into them. */
export interface Candidate {
  readonly name: string;
  readonly files: ModelFiles;
  /** Each path in `files`, the checkpoint's first, with the real path that nothing of it may lie outside of. */
  readonly found: readonly [Found, ...Found[]];
  /** Folder of textual inversions and the root of it, where one was named. */
  readonly embeddings: Found | null;
  /** What the operator says of it; null for what only lies there. */
  readonly entry: CatalogEntry | null;
  readonly demonstration: boolean;
}

export interface Candidates {
  readonly candidates: readonly Candidate[];
  readonly refused: ReadonlyMap<string, Failure>;
}

export interface CatalogPlaces {
  /** The bundled model's own folder; null = leave it out. */
  readonly demoFolder: string | null;
  /** models.json in it lists models; each folder in it that has a model_index.json and each checkpoint file is one too. */
  readonly modelsFolder: string | null;
  /** Adapters that every model may use; null = `loras` in the models folder. */
  readonly lorasFolder: string | null;
  /** The Hugging Face cache; null = entries of the hub cannot be found. */
  readonly hubFolder: string | null;
}

/** All there may be: the bundled model, then the operator's list, then what lies in the folder without being listed. */
export async function findCandidates({ demoFolder, modelsFolder, hubFolder }: CatalogPlaces): Promise<Candidates> {
  const demo = demoFolder ? [await demoCandidate(demoFolder)] : [];
  const root = modelsFolder && (await realpath(modelsFolder).catch(() => null));
  if (!root) return { candidates: demo, refused: new Map() };
  const list = await readCatalogFile(root);
  const listed = await listedCandidates(list, { modelsFolder: root, hubFolder: hubFolder ?? root });
  const taken = new Set([DEMO_NAME, ...list.entries.map(({ name }) => name), ...list.refused.keys()]);
  const used = new Set(listed.candidates.flatMap(({ found }) => found.map(({ path }) => path)));
  const dropped = (await droppedCandidates(root)).filter(
    ({ name, files }) => !taken.has(name) && !used.has(files.checkpoint),
  );
  const hidden = dropped.filter(({ name }, index) => dropped.findIndex((each) => each.name === name) < index);
  return {
    candidates: [...demo, ...listed.candidates, ...dropped.filter((each) => !hidden.includes(each))],
    refused: new Map([...list.refused, ...listed.refused, ...hidden.map(sameName)]),
  };
}

async function demoCandidate(folder: string): Promise<Candidate> {
  const path = await realpath(folder);
  return { ...plain(DEMO_NAME, { path, root: path }), demonstration: true };
}

async function listedCandidates(list: CatalogFile, roots: Roots): Promise<Candidates> {
  const candidates: Candidate[] = [];
  const refused = new Map<string, Failure>();
  for (const entry of list.entries) {
    try {
      candidates.push(await placeEntry(entry, roots));
    } catch (thrown) {
      refused.set(entry.name, unusable(entry.name, thrown));
    }
  }
  return { candidates, refused };
}

async function placeEntry(entry: CatalogEntry, roots: Roots): Promise<Candidate> {
  const { name } = entry;
  const checkpoint = await findPlace(entry.checkpoint, roots);
  const vae = entry.vae ? await findPlace(entry.vae, roots) : null;
  const taesd = entry.taesd ? await findPlace(entry.taesd, roots) : null;
  const embeddings = entry.embeddings ? await findLocal(entry.embeddings, roots.modelsFolder) : null;
  const files = {
    ...modelFilesAt(checkpoint.path),
    vae: vae?.path ?? null,
    taesd: taesd?.path ?? null,
    ...(entry.prediction && { prediction: entry.prediction }),
  };
  const beside = [vae, taesd].filter((each) => each !== null);
  return { name, files, found: [checkpoint, ...beside], embeddings, entry, demonstration: false };
}

/** The sentence about a file with the model in front, and what to run when pulling would help. */
function unusable(name: string, thrown: unknown): Failure {
  const { code, said: reason } = Failure.from(thrown);
  if (reason.key !== 'place.not-pulled') return failure(code, 'model.unusable', { name, reason });
  return failure(code, 'model.not-pulled', { name, reason, argument: quoted(name) });
}

function quoted(name: string): string {
  return /^[\w.+-]+$/.test(name) ? name : `'${name}'`;
}

/** Diffusers folders and checkpoint files that lie directly in the models folder. */
async function droppedCandidates(root: string): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = [];
  for (const entry of (await readdir(root, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(root, entry.name);
    const inside = await readdir(path).catch(() => null);
    const [, stem = ''] = /^(.+)\.(?:safetensors|ckpt)$/.exec(entry.name) ?? [];
    const name = inside?.includes('model_index.json') ? entry.name : inside === null ? stem : '';
    if (MODEL_NAME.test(name)) candidates.push(plain(name, { path, root }));
  }
  return candidates;
}

/** Of two files that would have one name, the later is refused: nobody could name it. */
function sameName({ files, name }: Candidate): [string, Failure] {
  const file = basename(files.checkpoint);
  return [file, failure('invalid', 'model.same-name', { file, name })];
}

function plain(name: string, found: Found): Candidate {
  const files = modelFilesAt(found.path);
  return { name, files, found: [found], embeddings: null, entry: null, demonstration: false };
}
