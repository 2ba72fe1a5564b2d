import { type Context, Hono } from 'hono';
import { imagineOrder } from '#bot/commands/imagine-order.ts';
import { jobActionNamed } from '#bot/commands/job-actions.ts';
import { type JobService, VARIATIONS } from '#bot/ports/job-service.ts';
import type { JobPage } from '#bot/studio/server/api.ts';
import { STUDIO_PLACE, type StudioServices, studioContext } from '#bot/studio/server/command-context.ts';
import { JOB_FIELDS, SESSION_FIELDS } from '#bot/studio/server/fields.ts';
import { firstFrame } from '#bot/studio/server/first-frame.ts';
import { jobCard } from '#bot/studio/server/job-card.ts';
import type { LiveRenders } from '#bot/studio/server/live-renders.ts';
import type { PreviewShelf } from '#bot/studio/server/preview-shelf.ts';
import { readBody, readCommandBody, readFields } from '#bot/studio/server/read-body.ts';
import { readerOf } from '#bot/studio/server/reader.ts';
import { visitorOf } from '#bot/studio/server/visitor.ts';
import type { Reader } from '#bot/text/languages.ts';
import { failure, say } from '#bot/text/say.ts';
import { plainMessage } from '#shared/text/message.ts';

const PAGE_JOBS = 48;

/** Jobs that are there: the gallery, pictures, what can be done with one, and those that follow somebody's typing. */
export function jobRoutes(
  services: StudioServices & { readonly live: LiveRenders; readonly shelf: Pick<PreviewShelf, 'of'> },
): Hono {
  const { jobs, live, intake } = services;
  const app = new Hono();
  app.get('/jobs', async (c) => c.json(await listJobs(jobs, { asked: c.req.query('before'), reader: readerOf(c) })));
  app.get('/jobs/:id/pictures/:index', (c) => sendPicture(c, jobs));
  app.get('/jobs/:id/previews', async (c) => c.json(await services.shelf.of(c.req.param('id'))));
  app.post('/jobs/:id/vary', async (c) => {
    const { pictureIndex, variation, ...fields } = await readBody(c.req, VARY_FIELDS);
    const reader = readerOf(c);
    const { requestKey, place, member } = studioContext(services, { reader, visitor: visitorOf(c), ...fields });
    const wish = { jobId: c.req.param('id'), pictureIndex, variation };
    const view = await jobs.vary(wish, { requestKey, place, member });
    return c.json(jobCard(view, { withPreview: true, reader, jobs }), 201);
  });
  app.post('/jobs/:id/take-back', async (c) => {
    const view = await jobs.takeBack(c.req.param('id'), visitorOf(c).member);
    return c.json(jobCard(view, { withPreview: true, reader: readerOf(c), jobs }));
  });
  app.post('/jobs/:id/:action', async (c) => {
    const { id, action: name } = c.req.param();
    const action = jobActionNamed(name);
    // A form is filled in by the page itself.
    if (!action || action.answers === 'form' || action.answers === 'variations')
      throw failure('not-found', 'studio.no-action', { name });
    const { picture, ...fields } = await readBody(c.req, ACTION_FIELDS);
    const reader = readerOf(c);
    const context = {
      ...studioContext(services, { reader, visitor: visitorOf(c), ...fields }),
      ...(picture === undefined ? {} : { picture }),
    };
    if (action.answers === 'panel') {
      return c.json(jobCard(await action.run(id, context), { withPreview: true, reader, jobs }), 201);
    }
    await action.run(id, context);
    return c.json({});
  });
  app.post('/live', async (c) => {
    const { input, fields } = await readCommandBody(c.req, LIVE_FIELDS);
    const { session, requestKey = crypto.randomUUID() } = fields;
    const order = await imagineOrder(input, { platform: 'studio', intake });
    const view = await live.render(session, { order, requestKey });
    return c.json(view && jobCard(view, { withPreview: true, reader: readerOf(c), jobs }));
  });
  app.post('/live/stop', async (c) => {
    await live.stop((await readBody(c.req, SESSION_FIELDS)).session);
    return c.json({});
  });
  return app;
}

/** One of a job's pictures, or what of it moves; with `?still` the first frame of that. */
async function sendPicture(c: Context, jobs: Pick<JobService, 'animation' | 'pictures'>): Promise<Response> {
  const index = Number(c.req.param('index')!.replace(/\.png$/, ''));
  const id = c.req.param('id')!;
  const film = await jobs.animation(id);
  if (film) {
    c.header('content-type', 'image/webp');
    c.header('cache-control', 'private, max-age=31536000, immutable');
    if (c.req.query('download') !== undefined) c.header('content-disposition', 'attachment; filename="easel.webp"');
    const still = c.req.query('still') === undefined ? null : firstFrame(film);
    return c.body(new Uint8Array(still ?? film));
  }
  const found = (await jobs.pictures(id)).find(({ picture }) => picture.index === index);
  if (!found) throw failure('not-found', 'studio.picture-gone');
  c.header('content-type', 'image/png');
  c.header('cache-control', 'private, max-age=31536000, immutable');
  const name = `easel-${found.picture.seed}.png`;
  if (c.req.query('download') !== undefined) c.header('content-disposition', `attachment; filename="${name}"`);
  return c.body(new Uint8Array(found.data));
}

/** Which of the job's pictures, or of its suggestions, it is about. */
const ACTION_FIELDS = {
  ...JOB_FIELDS,
  picture: { kind: 'integer', description: plainMessage(''), min: 0 },
} as const;

const VARY_FIELDS = {
  requestKey: JOB_FIELDS.requestKey,
  pictureIndex: { kind: 'integer', description: plainMessage(''), required: true, min: 0 },
  variation: {
    kind: 'choice',
    description: plainMessage(''),
    required: true,
    choices: VARIATIONS.map((value) => ({ value, label: plainMessage(value) })),
  },
} as const;

const LIVE_FIELDS = { ...SESSION_FIELDS, requestKey: JOB_FIELDS.requestKey } as const;

const PAGE_FIELDS = { before: { kind: 'number', description: say('studio.before') } } as const;

/** A page of the gallery. Cancelled jobs have nothing to show; the page goes on after them all the same. */
async function listJobs(
  jobs: JobService,
  { asked, reader }: { readonly asked: string | undefined; readonly reader: Reader },
): Promise<JobPage> {
  const { before } = readFields({ before: numberIn(asked) }, PAGE_FIELDS);
  const views = await jobs.recent({ ...STUDIO_PLACE, limit: PAGE_JOBS, ...(before === undefined ? {} : { before }) });
  return {
    jobs: views
      .filter(({ job }) => job.state.kind !== 'cancelled')
      .map((view) => jobCard(view, { withPreview: true, reader, jobs })),
    next: views.length === PAGE_JOBS ? views.at(-1)!.job.createdAt : null,
  };
}

/** What an address says is text; one that is no number stays as it is, to be refused. */
function numberIn(text: string | undefined): number | string | undefined {
  return text === undefined || text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}
