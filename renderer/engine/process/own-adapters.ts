import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmbeddingFile } from '#renderer/engine/contract/model-choice.ts';
import type { OwnAdapterFile } from '#renderer/engine/contract/own-adapter.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';

/** Files that are kept for the next render with them; those that were used longest ago go first. */
const KEPT_MAX = 64;

/** The render with the adapters that it brings as files of this folder, by their content. */
export async function withOwnAdapters(render: ValidRender, folder: string): Promise<ValidRender> {
  const { ownAdapters = [] } = render;
  if (ownAdapters.length === 0) return render;
  await mkdir(folder, { recursive: true });
  const stored = await Promise.all(ownAdapters.map(async (own) => ({ ...own, file: await store(own, folder) })));
  await trim(folder, new Set(stored.map(({ file }) => file)));
  const embeddings = stored.flatMap(({ word, file }): EmbeddingFile[] => (word === null ? [] : [{ name: word, file }]));
  const loras = stored.filter(({ word }) => word === null);
  const { files } = render.model;
  return {
    ...render,
    model: { ...render.model, files: { ...files, embeddings: [...files.embeddings, ...embeddings] } },
    styleLoras: [...render.styleLoras, ...loras.map(({ name, file, weight }) => ({ name, file, weight }))],
  };
}

async function store({ data }: OwnAdapterFile, folder: string): Promise<string> {
  const sha256 = createHash('sha256').update(data).digest('hex');
  const file = join(folder, `${sha256}.safetensors`);
  const known = await stat(file).catch(() => null);
  if (known?.size === data.length) {
    await utimes(file, new Date(), known.mtime);
    return file;
  }
  const partial = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  await writeFile(partial, data);
  await rename(partial, file);
  return file;
}

async function trim(folder: string, used: ReadonlySet<string>): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= KEPT_MAX) return;
  const files = await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      return { file, at: (await stat(file).catch(() => null))?.atimeMs ?? 0 };
    }),
  );
  const oldest = files.filter(({ file }) => !used.has(file)).sort((a, b) => a.at - b.at);
  for (const { file } of oldest.slice(0, names.length - KEPT_MAX)) await rm(file, { force: true });
}
