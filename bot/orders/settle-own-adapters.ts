import type { Place, SettledOrder } from '#bot/domain/job.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import type { BlobStore, PictureStore } from '#bot/ports/blobs.ts';
import type { TrainedAdapter, TrainedStore } from '#bot/ports/trained.ts';
import { failure } from '#bot/text/say.ts';

/** Where what was trained for a server lies. */
export interface OwnAdapterSources {
  readonly trained: Pick<TrainedStore, 'list'>;
  readonly pictures: Pick<PictureStore, 'get'>;
  readonly blobs: Pick<BlobStore, 'put'>;
}

/** What renderers take of them with a render. */
const OWN_MAX = 4;

/**
 * The order with what was trained for its server, or is being trained, as files of its task in place of their names: no
 * renderer knows those. New words come along where the prompt has them. Throws `not-found` for a file that is gone, and `invalid` for
 * too many.
 */
export async function withTrained(
  settled: SettledOrder,
  { serverId }: Pick<Place, 'serverId'>,
  sources: OwnAdapterSources,
): Promise<SettledOrder> {
  const { task } = settled;
  if (task.kind !== 'draw') return settled;
  const all = (await sources.trained.list(serverId)).filter(({ file, interim }) => file !== null || interim);
  const named = new Map(all.map((one) => [one.name, one]));
  const uses = task.adapters.filter(({ name }) => named.has(name));
  const spoken = all.filter((one) => isSpoken(one, task) && !uses.some(({ name }) => name === one.name));
  const own = [...uses, ...spoken.map(({ name }) => ({ name, weight: 1 }))];
  if (own.length === 0) return settled;
  if (own.length > OWN_MAX) throw failure('invalid', 'train.too-many-used', { max: OWN_MAX, given: own.length });
  const ownAdapters = await Promise.all(
    own.map(async ({ name, weight }) => ({ name, weight, ...(await fileOf(named.get(name)!, sources)) })),
  );
  const adapters = task.adapters.filter(({ name }) => !named.has(name));
  return { ...settled, task: { ...task, adapters, ownAdapters } };
}

/** Throws `denied` where a task has a file that was trained for another server, or that is deleted. */
export async function mustOwnAdapters(
  { task }: Pick<SettledOrder, 'task'>,
  { serverId }: Pick<Place, 'serverId'>,
  { trained }: Pick<OwnAdapterSources, 'trained'>,
): Promise<void> {
  if (task.kind !== 'draw' || !task.ownAdapters?.length) return;
  const all = await trained.list(serverId);
  const known = new Set(all.flatMap(({ file, interimHashes = [] }) => [file?.sha256, ...interimHashes]));
  const strange = task.ownAdapters.find(({ file }) => !file || !known.has(file.sha256));
  if (strange) throw failure('denied', 'train.not-here', { name: strange.name });
}

function isSpoken({ kind, word }: TrainedAdapter, { parametersPrompt, parametersNegative }: TaskOf<'draw'>): boolean {
  const words = `${parametersPrompt} ${parametersNegative}`.toLowerCase();
  return kind === 'words' && words.split(/[^\p{L}\p{N}_<>-]+/u).includes(word.toLowerCase());
}

async function fileOf({ name, kind, word, file, interim }: TrainedAdapter, { pictures, blobs }: OwnAdapterSources) {
  const data = file ? await pictures.get(file.file) : interim?.data;
  const mime = file?.mime ?? interim?.mime;
  if (!data || mime === undefined) throw failure('not-found', 'train.file-gone', { name });
  return { file: await blobs.put(data, mime), word: kind === 'words' ? word : '' };
}
