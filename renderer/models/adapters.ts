import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { type AdapterKind, adapterKind } from '#renderer/engine/adapters/adapter-kind.ts';
import type { BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import { configBeside } from '#renderer/engine/adapters/adapter-settings.ts';
import { isRunTime, readAdapter } from '#renderer/engine/adapters/adapters.ts';
import type { Found } from '#renderer/models/find-location.ts';
import { pathToOpen } from '#renderer/models/folder-contents.ts';
import type { CatalogAdapter } from '#renderer/models/model.ts';
import { createTimelyLooks, LOOK_SECONDS, type TimelyLooks } from '#renderer/models/timely-looks.ts';
import { mapAtMost } from '#shared/async/map-at-most.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { failure } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

export interface AdapterFolder {
  /** Every adapter file in it, those that do not fit left out. */
  readonly folder: string;
  /** What an adapter has to fit; a reload of the same model gives a new object. */
  readonly weights: BaseWeights;
}

/** Adapters that an entry names: one that does not fit is a mistake. */
export interface ListedAdapters {
  readonly adapters: readonly ListedAdapter[];
  readonly weights: BaseWeights;
}

export interface ListedAdapter extends Found {
  readonly name: string;
  /** Undefined = as the file says. */
  readonly kind: AdapterKind | undefined;
  readonly weight: number;
  readonly triggers: readonly string[];
}

/** Finds adapters and remembers what it found in files that do not change. */
export interface AdapterFinder {
  /** Those of a folder that fit a model, by name; none when there is no such folder. What is left out is logged, once. */
  inFolder(question: AdapterFolder): Promise<readonly CatalogAdapter[]>;
  /** The Failure in place of one that cannot be used. */
  listed(question: ListedAdapters): Promise<readonly (CatalogAdapter | Failure)[]>;
}

interface Seen {
  readonly stamp: string;
  readonly adapter: Readable | Failure;
}

/** What is in a file, whatever anybody calls it. */
interface Readable {
  readonly name: string;
  readonly file: string;
  readonly kind: AdapterKind;
  readonly canRunTime: boolean;
  /** What of it does not act. */
  readonly notes: readonly Message[];
}

/** A finder that has seen nothing yet. */
export function createAdapterFinder(log: Log): AdapterFinder {
  const seen = new WeakMap<BaseWeights, Map<string, Seen>>();
  const looks = createTimelyLooks<Readable | Failure>();
  const cacheFor = (weights: BaseWeights): AdapterCache => {
    const known = seen.get(weights) ?? new Map<string, Seen>();
    seen.set(weights, known);
    return { weights, known, looks, log };
  };
  return {
    async inFolder({ folder, weights }) {
      const names = await readdir(folder).catch(() => [] as string[]);
      const files = adapterFiles(names);
      if (files.length === 0) return [];
      const root = await realpath(folder);
      const cache = cacheFor(weights);
      const found = await mapAtMost(files, LOOKS_AT_ONCE, (file) =>
        readCached({ path: join(folder, file), root, name: basename(file, extname(file)) }, cache),
      );
      return found.flatMap((adapter) => (adapter instanceof Failure ? [] : [toAdapter(adapter)]));
    },
    async listed({ adapters, weights }) {
      const cache = cacheFor(weights);
      return mapAtMost(adapters, LOOKS_AT_ONCE, async ({ kind, weight, triggers, ...file }) => {
        const adapter = await readCached(file, cache);
        return adapter instanceof Failure ? adapter : { ...toAdapter(adapter, kind), weight, triggers };
      });
    },
  };
}

/** What torch.save wrote is read too, and nothing in it is run. */
const ADAPTER_NAME = /^[^.].*\.(safetensors|bin|pt|pth|ckpt)$/;

/** Of two files with one name the safetensors is offered. */
function adapterFiles(names: readonly string[]): readonly string[] {
  const isTorch = (name: string) => Number(!name.endsWith('.safetensors'));
  const stem = (name: string) => basename(name, extname(name));
  const sorted = names
    .filter((name) => ADAPTER_NAME.test(name))
    .sort((a, b) => isTorch(a) - isTorch(b) || (a < b ? -1 : 1));
  // What a map is given last stays: the first of each name.
  const byStem = new Map(sorted.toReversed().map((name) => [stem(name), name]));
  return sorted.filter((name) => byStem.get(stem(name)) === name);
}

/** Files that are looked at side by side; each has its time for itself. */
const LOOKS_AT_ONCE = 8;

interface AdapterCache {
  readonly weights: BaseWeights;
  readonly known: Map<string, Seen>;
  readonly looks: TimelyLooks<Readable | Failure>;
  readonly log: Log;
}

type AdapterPath = Found & { readonly name: string };

async function readCached(file: AdapterPath, cache: AdapterCache): Promise<Readable | Failure> {
  const { path, name } = file;
  const found = await cache.looks.at(`${name}\n${path}`, () => lookAt(file, cache));
  if (found !== null) return found;
  cache.log.warn({ adapter: name, seconds: LOOK_SECONDS }, 'adapter left out: its file does not answer');
  return failure('unavailable', 'adapter.slow', { name, seconds: LOOK_SECONDS });
}

async function lookAt(file: AdapterPath, cache: AdapterCache): Promise<Readable | Failure> {
  const { path, name } = file;
  const beside = await configBeside(path);
  const stamps = [path, ...(beside === null ? [] : [beside])].map((each) =>
    stat(each).then(({ size, mtimeMs }) => `${size} ${mtimeMs}`, String),
  );
  const stamp = (await Promise.all(stamps)).join(' ');
  const key = `${name}\n${path}`;
  const before = cache.known.get(key);
  if (before?.stamp === stamp) return before.adapter;
  const adapter = await readOne(file, cache).catch((thrown: Error) => {
    cache.log.info({ adapter: name, reason: thrown.message }, 'adapter left out');
    return Failure.from(thrown);
  });
  cache.known.set(key, { stamp, adapter });
  return adapter;
}

async function readOne({ path, root, name }: AdapterPath, { weights, log }: AdapterCache): Promise<Readable> {
  const file = await pathToOpen(path, root);
  const adapter = await readAdapter({ name, file, weight: 1 }, weights);
  for (const note of adapter.notes) log.info({ adapter: name, note: sharedEnglish.say(note) }, 'adapter noted');
  const kind = adapterKind(file, adapter.metadata);
  return { name, file, kind, canRunTime: isRunTime(adapter), notes: adapter.notes };
}

// What makes few steps enough is there in every render that wants it, so it is not worth its cost at each step.
function toAdapter({ canRunTime, notes, ...file }: Readable, kind: AdapterKind = file.kind): CatalogAdapter {
  const noted = notes.length > 0 && { notes };
  return { ...file, kind, standing: kind === 'lcm-lora' || !canRunTime, ...noted };
}
