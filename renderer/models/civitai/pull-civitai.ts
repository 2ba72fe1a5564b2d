import { join } from 'node:path';
import { z } from 'zod';
import { lockRepo } from '#renderer/models/hub/cache-lock.ts';
import { download } from '#renderer/models/hub/download.ts';
import type { HubClient } from '#renderer/models/hub/hub-client.ts';
import { missingFiles } from '#renderer/models/pulled-content.ts';
import type { ReleasePull } from '#renderer/models/release/pull-release.ts';
import { requireFreeBytes } from '#renderer/models/require-free-bytes.ts';
import { type CivitaiName, civitaiEnding } from '#shared/contract/civitai-name.ts';
import { failure } from '#shared/text/failure.ts';

/** Folders of the models folder by Civitai's types, those of AIR and those of its answers. */
const FOLDERS: Readonly<Record<string, string>> = {
  checkpoint: '',
  ...{ lora: 'loras', locon: 'loras', lycoris: 'loras', dora: 'loras' },
  ...{ embedding: 'embeddings', textualinversion: 'embeddings' },
  ...{ controlnet: 'controlnets', upscaler: 'upscalers' },
};

/** What is read of https://developer.civitai.com/site/reference/model-versions. */
const VERSION = z.object({
  modelId: z.number(),
  name: z.string(),
  model: z.object({ name: z.string(), type: z.string() }),
  files: z.array(
    z.object({
      name: z.string(),
      primary: z.boolean().optional(),
      downloadUrl: z.string(),
      hashes: z.object({ SHA256: z.string().regex(/^[0-9a-f]{64}$/i) }).partial(),
    }),
  ),
});

/** One file of Civitai, and where it goes. */
export interface CivitaiFile {
  /** With its ending, as it is called here. */
  readonly name: string;
  /** Below the models folder. */
  readonly folder: string;
  /** What its makers call it. */
  readonly title: string;
  readonly url: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

/** Asks what is behind an AIR. Throws `not-found`, `invalid` for what has no place here or no hash, and as the client does. */
export async function findOnCivitai(
  { type, modelId, versionId }: CivitaiName,
  { client, signal }: Pick<ReleasePull, 'client' | 'signal'>,
): Promise<CivitaiFile> {
  const said = await (await client.fetch(`${client.endpoint}/api/v1/model-versions/${versionId}`, { signal })).json();
  const version = VERSION.safeParse(said).data;
  if (version?.modelId !== modelId)
    throw failure('not-found', 'civitai.unknown', { model: modelId, version: versionId });
  const folder = FOLDERS[type] ?? FOLDERS[version.model.type.toLowerCase()];
  if (folder === undefined) throw failure('invalid', 'civitai.type', { type, known: Object.keys(FOLDERS) });
  const files = version.files.filter(
    ({ name, hashes }) => /\.(safetensors|pt|pth|ckpt|bin)$/i.test(name) && hashes.SHA256,
  );
  const safe = files.filter(({ name }) => name.endsWith('.safetensors'));
  const file = safe.find(({ primary }) => primary) ?? safe[0] ?? files.find(({ primary }) => primary) ?? files[0];
  if (!file) throw failure('invalid', 'civitai.no-file', { model: modelId, version: versionId });
  const ending = /\.\w+$/.exec(file.name)![0].toLowerCase();
  const url = new URL(file.downloadUrl, client.endpoint).href;
  return {
    name: `${plain(version.model.name)}${civitaiEnding(versionId)}${ending}`,
    folder,
    title: `${version.model.name}, ${version.name}`,
    url,
    size: await sizeAt(url, client, signal),
    sha256: file.hashes.SHA256!.toLowerCase(),
  };
}

/** Characters of a maker's title that a name has. */
const TITLE_MAX = 48;

/** What clients can name. */
function plain(title: string): string {
  const kept = title.normalize('NFC').replace(/[^\p{L}\p{N} ._+-]+/gu, ' ');
  const short = kept
    .replace(/\s+/g, ' ')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, TITLE_MAX);
  return short.trim() || 'model';
}

/** Civitai says sizes in rounded kB alone: the first byte comes with the exact one. */
async function sizeAt(url: string, client: HubClient, signal: AbortSignal): Promise<number> {
  const response = await client.fetch(url, { headers: { range: 'bytes=0-0' }, signal });
  await response.body?.cancel();
  const [, all] = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  return Number(all ?? response.headers.get('content-length'));
}

/** Brings it, unless it is here; what has come is kept when the connection breaks. Throws as `download` does. */
export async function pullFromCivitai(
  file: CivitaiFile,
  { client, clock, folder, onBytes, signal }: ReleasePull,
): Promise<void> {
  const unlock = await lockRepo(folder);
  try {
    const [missing] = await missingFiles({ files: [file] }, folder);
    if (!missing) return;
    await requireFreeBytes(folder, file.size);
    await download({
      file: { path: file.name, size: file.size, hash: { kind: 'sha256', hex: file.sha256 } },
      ...{ name: file.title, url: file.url, target: join(folder, file.name), client, clock, signal },
      onBytes: (bytes) => onBytes(file.name, bytes),
    });
  } finally {
    await unlock();
  }
}
