import { Readable } from 'node:stream';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { isPrivate, type JobView } from '#bot/domain/job.ts';
import type { GalleryQuery, SeenPlace } from '#bot/ports/gallery.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { ServerDirectory } from '#bot/ports/server-directory.ts';
import type { Stars } from '#bot/ports/stars.ts';
import type { GalleryCard, JobCard, KinCard } from '#bot/studio/server/api.ts';
import { STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { jobCard } from '#bot/studio/server/job-card.ts';
import { readBody } from '#bot/studio/server/read-body.ts';
import { readerOf } from '#bot/studio/server/reader.ts';
import { visitorOf } from '#bot/studio/server/visitor.ts';
import { type ArchivedFile, zipOf } from '#bot/studio/server/zip.ts';
import type { Reader } from '#bot/text/languages.ts';
import { failure } from '#bot/text/say.ts';
import { plainMessage } from '#shared/text/message.ts';

/** What the gallery is made of. */
export interface GallerySources {
  readonly jobs: Pick<
    JobService,
    'gallery' | 'kin' | 'view' | 'offers' | 'rules' | 'enteredServers' | 'pictures' | 'animation'
  >;
  readonly stars: Stars;
  /** Null as long as Discord was not there: then nothing of it is shown. */
  readonly directory?: () => ServerDirectory | null;
}

/** Pictures that a page asks for at a time, and those of a family. */
const WORKS_MAX = 120;
const KIN_MAX = 24;

/** Words that are sought at once. */
const WORDS_MAX = 12;

/**
 * `POST /gallery`: what was found, in stretches, of every place that may be seen. `GET /jobs/:id/kin`: its family.
 * `GET /gallery/pictures.zip?of=<id>&of=<id>`: all pictures of these jobs in one file, as they are, settings included.
 */
export function galleryRoutes(sources: GallerySources): Hono {
  const { jobs, stars } = sources;
  const app = new Hono();
  app.post('/gallery', async (c) => {
    const { words = '', starred, place = 'all', grouped = false, ...stretch } = await readBody(c.req, SOUGHT_FIELDS);
    const seen = await seenPlaces(sources, c);
    const query: GalleryQuery = {
      ...stretch,
      grouped,
      places: place === 'all' ? seen : seen.filter(({ platform }) => platform === place),
      words: words.split(/\s+/).filter(Boolean).slice(0, WORDS_MAX),
      ids: starred ? await stars.all() : null,
    };
    const { total, found } = await jobs.gallery(query);
    const works = found.map(({ others, ...view }) => ({ card: cardOf(view, { jobs, reader: readerOf(c) }), others }));
    return c.json({ total, works, hasDiscord: seen.length > 1 } satisfies GalleryCard);
  });
  app.get('/jobs/:id/kin', async (c) => {
    const how = { jobs, reader: readerOf(c) };
    const places = await seenPlaces(sources, c);
    const { parent, children, alike } = await jobs.kin(c.req.param('id'), { places, limit: KIN_MAX });
    const card = (view: JobView) => cardOf(view, how);
    const kin: KinCard = { parent: parent && card(parent), children: children.map(card), alike: alike.map(card) };
    return c.json(kin);
  });
  app.get('/gallery/pictures.zip', async (c) => {
    const ids = [...new Set(c.req.queries('of'))];
    if (ids.length === 0 || ids.length > ARCHIVED_MAX)
      throw failure('invalid', 'studio.archive', { max: ARCHIVED_MAX });
    const views = await Promise.all(ids.map((id) => jobs.view(id)));
    const places = await seenPlaces(sources, c);
    const there = views
      .filter((view) => view !== null)
      .filter(({ job }) => job.review === undefined && isSeen(job, places));
    if (there.length < ids.length) throw failure('not-found', 'job.gone');
    c.header('content-type', 'application/zip');
    c.header('content-disposition', 'attachment; filename="easel-pictures.zip"');
    const archive = zipOf(picturesOf(there, jobs));
    return c.body(Readable.toWeb(Readable.from(archive)) as ReadableStream<Uint8Array<ArrayBuffer>>);
  });
  return app;
}

/** Jobs whose pictures are taken along at once: more would not go into an address. */
const ARCHIVED_MAX = 200;
const TITLE_CHARS_MAX = 60;

/** Each is named by its words and its seed; a name that was there gets a number. */
async function* picturesOf(
  views: readonly JobView[],
  jobs: Pick<JobService, 'pictures' | 'animation'>,
): AsyncGenerator<ArchivedFile> {
  const used = new Map<string, number>();
  for (const { job } of views) {
    const words = job.settled.order.prompt.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
    const title = words.slice(0, TITLE_CHARS_MAX).replace(/^-|-$/g, '') || 'easel';
    const named = (name: string) => {
      const times = (used.get(name) ?? 0) + 1;
      used.set(name, times);
      return times > 1 ? `${name}-${times}` : name;
    };
    const film = await jobs.animation(job.id);
    if (film) yield { name: `${named(`${title}-moving`)}.webp`, data: film };
    for (const { picture, data } of await jobs.pictures(job.id))
      yield { name: `${named(`${title}-${picture.seed}`)}.png`, data };
  }
}

/** A job of a place that may not be seen here is not there. */
export function onlySeen(sources: GallerySources): MiddlewareHandler {
  return async (c, next) => {
    const view = await sources.jobs.view(c.req.param('id') ?? '');
    if (view && view.job.place.platform !== STUDIO_PLACE.platform) {
      if (!isSeen(view.job, await seenPlaces(sources, c))) throw failure('not-found', 'job.gone');
    }
    await next();
  };
}

function isSeen(job: JobView['job'], seen: readonly SeenPlace[]): boolean {
  const { platform, serverId, channelId } = job.place;
  if (platform === STUDIO_PLACE.platform) return true;
  const place = seen.find((each) => each.platform === platform && each.serverId === serverId);
  return place !== undefined && !isPrivate(job) && (place.openChannels?.includes(channelId) ?? true);
}

/**
 * The studio's own first, then, for its operator, what everybody sees in servers of Discord that let their pictures be
 * looked at here.
 */
async function seenPlaces(
  { jobs, directory }: Pick<GallerySources, 'jobs' | 'directory'>,
  c: Context,
): Promise<readonly SeenPlace[]> {
  if (visitorOf(c).level !== 'all') return [STUDIO_PLACE];
  const servers = await jobs.enteredServers('discord');
  const said = await Promise.all(servers.map((serverId) => jobs.rules.settings.of({ serverId, channelId: '' })));
  const shared = servers.filter((_, index) => said[index]!.studio);
  const openIn = (serverId: string) => directory?.()?.openChannels(serverId) ?? [];
  return [STUDIO_PLACE, ...shared.map((serverId) => ({ ...DISCORD, serverId, openChannels: openIn(serverId) }))];
}

const DISCORD = { platform: 'discord' } as const;

function cardOf(view: JobView, { jobs, reader }: Pick<GallerySources, 'jobs'> & { readonly reader: Reader }): JobCard {
  return jobCard(view, { withPreview: true, reader, jobs });
}

const SAID = { description: plainMessage('') } as const;

const SOUGHT_FIELDS = {
  words: { kind: 'text', charactersMax: 400, ...SAID },
  starred: { kind: 'boolean', ...SAID },
  grouped: { kind: 'boolean', ...SAID },
  place: {
    kind: 'choice',
    choices: (['all', 'studio', 'discord'] as const).map((value) => ({ value, label: plainMessage(value) })),
    ...SAID,
  },
  since: { kind: 'number', ...SAID },
  from: { kind: 'integer', min: 0, required: true, ...SAID },
  limit: { kind: 'integer', min: 1, max: WORKS_MAX, required: true, ...SAID },
} as const;
