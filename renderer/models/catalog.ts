import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import { describeModel, type ModelDescription } from '#renderer/engine/checkpoint/describe-model.ts';
import { readTextFile } from '#renderer/engine/weights/regular-file.ts';
import { type AdapterFinder, createAdapterFinder, type ListedAdapter } from '#renderer/models/adapters.ts';
import { type Candidate, type Candidates, type CatalogPlaces, findCandidates } from '#renderer/models/candidates.ts';
import { type Controls, fittingControls } from '#renderer/models/controls.ts';
import { createEmbeddingFinder, type FindEmbeddings, sharedEmbeddings } from '#renderer/models/embeddings.ts';
import { findPlace, type Roots } from '#renderer/models/find-location.ts';
import { pathToOpen, stampModel } from '#renderer/models/folder-contents.ts';
import { fittingAdapters, type ImagePromptParts } from '#renderer/models/image-adapters.ts';
import {
  type BesideModels,
  createBesideFinder,
  type FindBeside,
  type LoneNetworks,
  withBundled,
} from '#renderer/models/lone-networks.ts';
import type { CatalogAdapter, CatalogModel } from '#renderer/models/model.ts';
import { createTimelyLooks, LOOK_SECONDS, type TimelyLooks } from '#renderer/models/timely-looks.ts';
import { mapAtMost } from '#shared/async/map-at-most.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Which models there are. */
export interface Catalog {
  /** Lists folders each time, but reads only files that have changed. */
  read(): Promise<Models>;
}

export interface Models extends LoneNetworks {
  /** The bundled model first, then those of models.json in its order, then what else lies there by name. */
  readonly usable: readonly CatalogModel[];
  /** Why an entry, a folder or a file that looks like a model cannot be used, by its name. */
  readonly refused: ReadonlyMap<string, Failure>;
}

/** What a model was when it had this stamp. */
interface Seen {
  readonly stamp: string;
  readonly model: ModelDescription | Failure;
}

interface CatalogCache {
  readonly seen: Map<string, Seen>;
  readonly folders: TimelyLooks<Candidates>;
  readonly models: TimelyLooks<ModelDescription | Failure>;
  readonly adapters: AdapterFinder;
  readonly findEmbeddings: FindEmbeddings;
  readonly findBeside: FindBeside;
  /** What lies beside the bundled model, in its own folder. */
  readonly findBundled: FindBeside;
  /** Sentences that have been logged: reading again is no news. */
  readonly logged: Set<string>;
  readonly log: Log;
}

/** Models that are looked at side by side; each has its time for itself. */
const LOOKS_AT_ONCE = 4;
const SLOW = { seconds: LOOK_SECONDS };

/** Sentences remembered; a folder that changes all the time may say one twice. */
const LOGGED_MAX = 1_000;

/** A catalog of these places. */
export function createCatalog(places: CatalogPlaces, log: Log): Catalog {
  const finders = {
    adapters: createAdapterFinder(log),
    findEmbeddings: createEmbeddingFinder(log),
    findBeside: createBesideFinder(log),
    findBundled: createBesideFinder(log),
  };
  const looks = {
    folders: createTimelyLooks<Candidates>(),
    models: createTimelyLooks<ModelDescription | Failure>(),
  };
  const cache: CatalogCache = { seen: new Map(), ...looks, ...finders, logged: new Set(), log };
  let reading: Promise<Models> | null = null;
  return {
    read() {
      reading ??= readModels(places, cache).finally(() => {
        reading = null;
      });
      return reading;
    },
  };
}

async function readModels(places: CatalogPlaces, cache: CatalogCache): Promise<Models> {
  const { candidates, refused: missing } = await findInTime(places, cache);
  const usable: CatalogModel[] = [];
  const refused = new Map(missing);
  const { imagePrompts, controls, networks, refused: unusable } = await findBeside(places, cache);
  const described = await mapAtMost(candidates, LOOKS_AT_ONCE, (candidate) => readInTime(candidate, cache));
  for (const [index, candidate] of candidates.entries()) {
    const model = described[index]!;
    if (model instanceof Failure) refused.set(candidate.name, model);
    else usable.push(await attachParts(model, { candidate, places, cache, imagePrompts, controls }));
  }
  for (const [name, failure] of refused) warnOnce(cache, { model: name, reason: failure.message });
  const isBundledAlone = usable.every(({ demonstration }) => demonstration);
  return { usable, refused: new Map([...refused, ...unusable]), ...(isBundledAlone ? networks.all : networks.own) };
}

interface FoundBeside extends Omit<BesideModels, 'networks'> {
  /** The bundled ones know the bundled model's pictures alone: where there are other models they are left out. */
  readonly networks: { readonly own: LoneNetworks; readonly all: LoneNetworks };
}

/** What lies in the models folder, and, behind it, what lies with the bundled model. */
async function findBeside(places: CatalogPlaces, { findBeside, findBundled }: CatalogCache): Promise<FoundBeside> {
  const own = await findBeside(places);
  if (places.demoFolder === null) return { ...own, networks: { own: own.networks, all: own.networks } };
  const bundled = await findBundled({ modelsFolder: places.demoFolder, hubFolder: null });
  const both = withBundled(own, bundled);
  return { ...both, networks: { own: own.networks, all: both.networks } };
}

async function findInTime(places: CatalogPlaces, { folders }: CatalogCache): Promise<Candidates> {
  const found = await folders.at('', () => findCandidates(places));
  return found ?? { candidates: [], refused: new Map([['models', failure('unavailable', 'place.slow', SLOW)]]) };
}

async function readInTime(candidate: Candidate, cache: CatalogCache): Promise<ModelDescription | Failure> {
  const { name } = candidate;
  const model = await cache.models.at(name, () => readModel(candidate, cache));
  return model ?? failure('unavailable', 'model.slow', { name, ...SLOW });
}

function warnOnce(
  { logged: said, log }: CatalogCache,
  { model, reason }: { readonly model: string; readonly reason: string },
): void {
  const key = `${model}\n${reason}`;
  if (said.has(key)) return;
  if (said.size >= LOGGED_MAX) said.clear();
  said.add(key);
  log.warn({ model, reason }, 'model left out');
}

async function readModel(candidate: Candidate, { seen }: CatalogCache): Promise<ModelDescription | Failure> {
  const { name, files, found, entry } = candidate;
  const before = seen.get(name);
  const stamps = await Promise.all(found.map(({ path, root }) => stampModel(path, root))).catch(Failure.from);
  const text = stamps instanceof Failure ? stamps.message : JSON.stringify([files, entry?.family, stamps]);
  if (before?.stamp === text) return before.model;
  const model = stamps instanceof Failure ? stamps : await describe(candidate);
  seen.set(name, { stamp: text, model });
  return model;
}

async function describe({ name, files, found, entry }: Candidate): Promise<ModelDescription | Failure> {
  try {
    const [{ path, root }] = found;
    const checkpoint = await pathToOpen(path, root);
    const model = await describeModel(name, { ...files, checkpoint });
    if (entry?.family === undefined || entry.family === model.family) return model;
    return failure('invalid', 'model.other-family', { name, family: model.family, listed: entry.family });
  } catch (thrown) {
    return Failure.from(thrown);
  }
}

interface PartsContext {
  readonly candidate: Candidate;
  readonly places: CatalogPlaces;
  readonly cache: CatalogCache;
  readonly imagePrompts: ImagePromptParts;
  readonly controls: Controls;
}

/** The model with everything that goes with it. */
async function attachParts(model: ModelDescription, context: PartsContext): Promise<CatalogModel> {
  const { candidate, cache, imagePrompts } = context;
  const { weights, steered: _s, ...described } = model;
  const { entry, demonstration } = candidate;
  const { adapters, problems } = await findAdapters(model, context);
  const files = { ...model.files, embeddings: await findEmbeddings(weights, context) };
  const words = demonstration ? { words: await readWords(model.files.checkpoint) } : {};
  const imageAdapters = fittingAdapters(imagePrompts, weights.unet);
  const controls = fittingControls(context.controls, model);
  const complete = {
    ...described,
    files,
    demonstration,
    ...words,
    adapters,
    ...(imageAdapters.length > 0 && { imageAdapters }),
    ...(controls.length > 0 && { controls }),
  };
  if (!entry) return complete;
  const { defaults, licence = null } = entry;
  for (const reason of problems) warnOnce(cache, { model: model.name, reason: sharedEnglish.say(reason) });
  return {
    ...complete,
    defaultWidth: defaults.width ?? model.defaultWidth,
    defaultHeight: defaults.height ?? model.defaultHeight,
    listed: { defaults, licence, problems },
  };
}

const WORDS_BYTES_MAX = 2 ** 20;

/** The bundled model comes with a list of the words in the captions that it learnt from. */
async function readWords(folder: string): Promise<readonly string[]> {
  return JSON.parse(await readTextFile(join(folder, 'words.json'), WORDS_BYTES_MAX)) as readonly string[];
}

async function findAdapters(
  model: ModelDescription,
  { candidate, places, cache }: PartsContext,
): Promise<{ readonly adapters: readonly CatalogAdapter[]; readonly problems: readonly Message[] }> {
  const { weights } = model;
  const { found, problems } = await placeAdapters(candidate, places);
  const listed = await cache.adapters.listed({ adapters: found, weights });
  const sharedFolder = places.lorasFolder ?? (places.modelsFolder && join(places.modelsFolder, 'loras'));
  const own = await cache.adapters.inFolder({ folder: join(model.files.checkpoint, 'loras'), weights });
  const shared = sharedFolder ? await cache.adapters.inFolder({ folder: sharedFolder, weights }) : [];
  const wrong = listed.filter((each) => each instanceof Failure);
  const right = listed.filter((each): each is CatalogAdapter => !(each instanceof Failure));
  return {
    adapters: withoutDoubles([...right, ...own, ...shared]),
    problems: [...problems, ...wrong.map(({ said }) => said)],
  };
}

async function placeAdapters({ entry }: Candidate, { modelsFolder, hubFolder }: CatalogPlaces) {
  const found: ListedAdapter[] = [];
  const problems: Message[] = [];
  if (!entry || modelsFolder === null) return { found, problems };
  const roots: Roots = { modelsFolder, hubFolder: hubFolder ?? modelsFolder };
  for (const { name, file, kind, weight, triggers } of entry.adapters) {
    try {
      found.push({ ...(await findPlace(file, roots)), name, kind, weight, triggers });
    } catch (thrown) {
      problems.push(message('adapter.unplaced', { name, reason: Failure.from(thrown).said }));
    }
  }
  return { found, problems };
}

async function findEmbeddings(weights: BaseWeights, { candidate, places, cache }: PartsContext) {
  const { embeddings } = candidate;
  if (embeddings) return cache.findEmbeddings({ folder: embeddings.path, root: embeddings.root, weights });
  const root = places.modelsFolder && (await realpath(places.modelsFolder).catch(() => null));
  if (!root) return [];
  return cache.findEmbeddings({ folder: sharedEmbeddings(root), root, weights });
}

// What is listed hides what lies in the model's folder, and that what is shared, when names are the same.
function withoutDoubles(adapters: readonly CatalogAdapter[]): readonly CatalogAdapter[] {
  return adapters.filter(({ name }, index) => adapters.findIndex((each) => each.name === name) === index);
}
