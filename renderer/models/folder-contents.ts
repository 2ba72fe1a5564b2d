import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { yamlBeside } from '#renderer/engine/checkpoint/yaml-beside.ts';
import { failure } from '#shared/text/failure.ts';

/** Folders in which a model's files lie. Whatever else is there is not looked at. */
const PARTS = [
  '',
  'tokenizer',
  'tokenizer_2',
  'text_encoder',
  'text_encoder_2',
  'unet',
  'vae',
  'image_encoder',
  'scheduler',
  'taesd',
  'vae_approx',
  'loras',
];

/** A folder with more files than this in one part is no model. */
const FILES_MAX = 1_000;

/**
 * A text that changes whenever a file of a model folder, or a model of one file, changes. Throws when a symbolic link
 * leads out of `root`: nothing outside the configured folders is read.
 */
export async function stampModel(folder: string, root: string): Promise<string> {
  const found = await stat(folder);
  if (!found.isDirectory()) {
    const beside = await lstat(yamlBeside(folder)).catch(() => null);
    return `${found.size} ${found.mtimeMs} ${beside?.mtimeMs ?? ''}`;
  }
  await realPathInside(folder, root);
  const stamps = await Promise.all(PARTS.map((part) => stampPart(join(folder, part), root)));
  return stamps.join('\n');
}

/** The real path of a file or folder. Throws when it lies outside `root`, which is a real path itself. */
export async function realPathInside(path: string, root: string): Promise<string> {
  const real = await realpath(path);
  if (real === root || real.startsWith(root.endsWith(sep) ? root : root + sep)) return real;
  throw failure('denied', 'place.outside', { path: relative(root, path) });
}

/**
 * Under which path to open a file or folder: the real one, unless its ending is another. Blobs of the hub's cache have no
 * endings, by which formats are told apart, so the link to a blob is kept. Throws like realPathInside.
 */
export async function pathToOpen(path: string, root: string): Promise<string> {
  const real = await realPathInside(path, root);
  return extname(real) === extname(path) ? real : path;
}

async function stampPart(folder: string, root: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (entries.length === 0) return '';
  if (entries.length > FILES_MAX) {
    throw failure('invalid', 'place.files', { limit: FILES_MAX, given: entries.length });
  }
  await realPathInside(folder, root);
  const files = entries.filter((entry) => !entry.isDirectory()).sort((a, b) => (a.name < b.name ? -1 : 1));
  const stamps = await Promise.all(
    files.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isSymbolicLink()) await realPathInside(path, root);
      const { size, mtimeMs } = await stat(path);
      return `${entry.name} ${size} ${mtimeMs}`;
    }),
  );
  return stamps.join('\n');
}
