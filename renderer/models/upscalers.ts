import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { readUpscaler, type UpscalerFile } from '#renderer/engine/checkpoint/upscaler-file.ts';
import { pathToOpen } from '#renderer/models/folder-contents.ts';
import { MODEL_NAME } from '#renderer/models/model-name.ts';
import { pulledLicence } from '#renderer/models/ready-made-upscalers.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';
import { failure } from '#shared/text/failure.ts';

/** An upscaler as the catalog knows it. */
export interface CatalogUpscaler {
  /** The file's name without its ending; what clients say. */
  readonly name: string;
  /** Absolute path; of ncnn's two files the `.param`. */
  readonly file: string;
  /** Absolute path of the same network trained to keep noise, which `denoise` blends in; null = there is none. */
  readonly noisy: string | null;
  readonly kind: UpscalerFile['network']['kind'];
  /** Times that it makes the sides longer. */
  readonly scale: number;
  /** Of all its files. */
  readonly bytes: number;
  /** Null = nobody has said. */
  readonly licence: string | null;
}

export interface Upscalers {
  /** The smallest file first, which is the quickest: it is taken where none is named. */
  readonly usable: readonly CatalogUpscaler[];
  /** Why a file cannot be used, by its name. */
  readonly refused: ReadonlyMap<string, Failure>;
}

/** Of the models folder. */
export const UPSCALERS_FOLDER = 'upscalers';

const ENDINGS = ['.pth', '.pt', '.safetensors', '.param', '.bin', '.ckpt'];

/** A folder with more is none of upscalers. */
const FILES_MAX = 1_000;

/** Finds the upscalers of a models folder, given by its real path, and remembers what it found in files that do not change. */
export type FindUpscalers = (modelsFolder: string) => Promise<Upscalers>;

/** A finder that has seen nothing yet. What is left out is logged, once. */
export function createUpscalerFinder(log: Log): FindUpscalers {
  const seen = new Map<string, { readonly stamp: string; readonly found: Described | Failure }>();

  async function look(file: string, { name, root }: { name: string; root: string }): Promise<Described | Failure> {
    const stamp = await stampOf(file);
    const before = seen.get(file);
    if (before?.stamp === stamp) return before.found;
    const found = await describe(file, { name, root }).catch(Failure.from);
    if (found instanceof Failure) log.warn({ upscaler: name, reason: found.message }, 'upscaler left out');
    seen.set(file, { stamp, found });
    return found;
  }

  return async (root) => {
    const folder = join(root, UPSCALERS_FOLDER);
    const names = await readdir(folder).catch(() => [] as string[]);
    const usable: Described[] = [];
    const refused = new Map<string, Failure>();
    for (const file of upscalerFiles(names)) {
      const name = stemOf(file);
      const isTwice = usable.some((each) => each.name === name) || refused.has(name);
      const found = isTwice ? sameName(file, name) : await look(join(folder, file), { name, root });
      if (found instanceof Failure) refused.set(isTwice ? file : name, found);
      else usable.push(found);
    }
    return { usable: withTwins(usable).sort(byBytes), refused };
  };
}

/** What Real-ESRGAN's authors put into the name of a network that keeps noise: realesr-general-wdn-x4v3. */
const KEEPS_NOISE = '-wdn-';

/** Each with its twin that keeps noise, where that is the same network. */
function withTwins(all: readonly Described[]): CatalogUpscaler[] {
  const noisy = new Map(
    all.filter(({ name }) => name.includes(KEEPS_NOISE)).map((one) => [one.name.replace(KEEPS_NOISE, '-'), one]),
  );
  return all.map(({ network, ...one }) => {
    const twin = noisy.get(one.name);
    const isTwin = twin !== undefined && JSON.stringify(twin.network) === JSON.stringify(network);
    return { ...one, noisy: isTwin ? twin.file : null };
  });
}

/** Of two as large the one that can do more. */
function byBytes(a: CatalogUpscaler, b: CatalogUpscaler): number {
  return a.bytes - b.bytes || Number(b.noisy !== null) - Number(a.noisy !== null);
}

/** One for each upscaler: of ncnn's pair the `.param`. Names that clients could not say are no upscaler's. */
function upscalerFiles(names: readonly string[]): readonly string[] {
  const isHalf = (name: string) => extname(name) === '.bin' && names.includes(`${stemOf(name)}.param`);
  return names
    .filter((name) => ENDINGS.includes(extname(name).toLowerCase()) && MODEL_NAME.test(stemOf(name)) && !isHalf(name))
    .sort()
    .slice(0, FILES_MAX);
}

type Described = Omit<CatalogUpscaler, 'noisy'> & Pick<UpscalerFile, 'network'>;

async function describe(file: string, { name, root }: { name: string; root: string }): Promise<Described> {
  const path = await pathToOpen(file, root);
  const { network, scale, weights } = await readUpscaler(path);
  for (const other of new Set([...weights.values()].map((entry) => entry.file))) await pathToOpen(other, root);
  const bytes = (await Promise.all(filesOf(path).map(sizeOf))).reduce((sum, size) => sum + size, 0);
  return { name, file: path, network, kind: network.kind, scale, bytes, licence: pulledLicence(name, bytes) };
}

/** A file alone, or ncnn's pair. */
function filesOf(file: string): readonly string[] {
  return extname(file) === '.param' ? [file, file.replace(/\.param$/, '.bin')] : [file];
}

async function stampOf(file: string): Promise<string> {
  const states = await Promise.all(filesOf(file).map((one) => stat(one).catch(() => null)));
  return states.map((state) => (state ? `${state.size} ${state.mtimeMs}` : 'gone')).join('\n');
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file)).size;
}

function stemOf(file: string): string {
  return file.slice(0, file.length - extname(file).length);
}

function sameName(file: string, name: string): Failure {
  return failure('invalid', 'model.same-name', { file, name });
}
