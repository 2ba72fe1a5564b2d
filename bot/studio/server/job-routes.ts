import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { Member, Place } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { JobPage } from '#bot/studio/server/api.ts';
import { jobCard } from '#bot/studio/server/job-card.ts';
import type { LiveRenders } from '#bot/studio/server/live-renders.ts';
import { readBody, readName, readOrder, readText, type Unread } from '#bot/studio/server/read-order.ts';
import { Failure } from '#shared/failure.ts';

/** The place and the member of everything that is made in the studio to keep. */
export const STUDIO_PLACE: Place = { platform: 'studio', serverId: 'studio', channelId: 'studio' };
/** Whoever sits at this machine. */
export const STUDIO_MEMBER: Member = { id: 'studio', name: 'studio', isModerator: true };

const PAGE_JOBS = 48;

/** The commands about jobs: the same jobs that Discord's commands come to. */
export function jobRoutes({ jobs, live }: { readonly jobs: JobService; readonly live: LiveRenders }): Hono {
  const app = new Hono();
  app.get('/jobs', async (c) => c.json(await listJobs(jobs, c.req.query('before'))));
  app.get('/jobs/:id/pictures/:index', async (c) => {
    const index = Number(c.req.param('index').replace(/\.png$/, ''));
    const found = (await jobs.pictures(c.req.param('id'))).find(({ picture }) => picture.index === index);
    if (!found) throw new Failure('not-found', 'Cannot show this picture: it has been deleted');
    c.header('content-type', 'image/png');
    c.header('cache-control', 'private, max-age=31536000, immutable');
    const name = `easel-${found.picture.seed}.png`;
    if (c.req.query('download') !== undefined) c.header('content-disposition', `attachment; filename="${name}"`);
    return c.body(new Uint8Array(found.data));
  });
  app.post('/jobs', async (c) => {
    const body = await readBody(c.req);
    const parentId = readText(body, 'parentId');
    const view = await jobs.submit({
      ...asker(body),
      order: readOrder(body.order),
      ...(parentId === undefined ? {} : { parentId }),
    });
    return c.json(jobCard(view, { withPreview: true }), 201);
  });
  app.post('/jobs/:id/reroll', async (c) => {
    const view = await jobs.reroll(c.req.param('id'), asker(await readBody(c.req)));
    return c.json(jobCard(view, { withPreview: true }), 201);
  });
  app.post('/jobs/:id/cancel', async (c) => {
    await jobs.cancel(c.req.param('id'), STUDIO_MEMBER);
    return c.json({});
  });
  app.delete('/jobs/:id', async (c) => {
    await jobs.remove(c.req.param('id'), STUDIO_MEMBER);
    return c.json({});
  });
  app.post('/live', async (c) => {
    const body = await readBody(c.req);
    const request = { order: readOrder(body.order), requestKey: requestKeyOf(body) };
    const view = await live.render(readName(body, 'session'), request);
    return c.json(view && jobCard(view, { withPreview: true }));
  });
  app.post('/live/stop', async (c) => {
    await live.stop(readName(await readBody(c.req), 'session'));
    return c.json({});
  });
  return app;
}

/** A page of the gallery. Cancelled jobs have nothing to show; the page goes on after them all the same. */
async function listJobs(jobs: JobService, before: string | undefined): Promise<JobPage> {
  const at = before === undefined ? undefined : Number(before);
  if (at !== undefined && !Number.isFinite(at))
    throw new Failure('invalid', `Cannot list jobs: "before" must be a number, given "${before}"`);
  const views = await jobs.recent({ ...STUDIO_PLACE, limit: PAGE_JOBS, ...(at === undefined ? {} : { before: at }) });
  return {
    jobs: views.filter(({ job }) => job.state.kind !== 'cancelled').map((view) => jobCard(view, { withPreview: true })),
    next: views.length === PAGE_JOBS ? views.at(-1)!.job.createdAt : null,
  };
}

function asker(body: Unread) {
  return { requestKey: `studio:${requestKeyOf(body)}`, place: STUDIO_PLACE, member: STUDIO_MEMBER };
}

/** The page's own key, so that asking again after a broken connection makes nothing twice. */
function requestKeyOf(body: Unread): string {
  return body.requestKey === undefined ? randomUUID() : readName(body, 'requestKey');
}
