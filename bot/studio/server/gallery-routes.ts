import { type Context, Hono, type MiddlewareHandler } from 'hono';
import type { JobView } from '#bot/domain/job.ts';
import type { GalleryQuery, SeenPlace } from '#bot/ports/gallery.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { Stars } from '#bot/ports/stars.ts';
import type { GalleryCard, JobCard, KinCard } from '#bot/studio/server/api.ts';
import { STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { jobCard } from '#bot/studio/server/job-card.ts';
import { readBody } from '#bot/studio/server/read-body.ts';
import { readerOf } from '#bot/studio/server/reader.ts';
import { visitorOf } from '#bot/studio/server/visitor.ts';
import type { Reader } from '#bot/text/languages.ts';
import { failure } from '#bot/text/say.ts';
import { plainMessage } from '#shared/text/message.ts';

/** What the gallery is made of. */
export interface GallerySources {
  readonly jobs: Pick<JobService, 'gallery' | 'kin' | 'view' | 'offers' | 'rules' | 'enteredServers'>;
  readonly stars: Stars;
}

/** Pictures that a page asks for at a time, and those of a family. */
const WORKS_MAX = 120;
const KIN_MAX = 24;

/** Words that are sought at once. */
const WORDS_MAX = 12;

/** `POST /gallery`: what was found, in stretches, of every place that may be seen. `GET /jobs/:id/kin`: its family. */
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
  return app;
}

/** A job of a place that may not be seen here is not there. */
export function onlySeen(sources: GallerySources): MiddlewareHandler {
  return async (c, next) => {
    const view = await sources.jobs.view(c.req.param('id') ?? '');
    if (view && view.job.place.platform !== STUDIO_PLACE.platform) {
      const seen = await seenPlaces(sources, c);
      if (!seen.some(({ serverId }) => serverId === view.job.place.serverId)) throw failure('not-found', 'job.gone');
    }
    await next();
  };
}

/** The studio's own first, then, for its operator, servers of Discord that let their pictures be looked at here. */
async function seenPlaces({ jobs }: Pick<GallerySources, 'jobs'>, c: Context): Promise<readonly SeenPlace[]> {
  if (visitorOf(c).level !== 'all') return [STUDIO_PLACE];
  const servers = await jobs.enteredServers('discord');
  const said = await Promise.all(servers.map((serverId) => jobs.rules.settings.of({ serverId, channelId: '' })));
  const shared = servers.filter((_, index) => said[index]!.studio);
  return [STUDIO_PLACE, ...shared.map((serverId) => ({ platform: 'discord' as const, serverId }))];
}

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
