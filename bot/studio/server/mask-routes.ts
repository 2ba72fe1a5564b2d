import { Hono } from 'hono';
import { readSegmentInput } from '#bot/commands/segment-input.ts';
import { type StudioServices, studioContext } from '#bot/studio/server/command-context.ts';
import { jobCard } from '#bot/studio/server/job-card.ts';
import { readJson } from '#bot/studio/server/read-body.ts';
import { readerOf } from '#bot/studio/server/reader.ts';
import { visitorOf } from '#bot/studio/server/visitor.ts';
import { failure } from '#bot/text/say.ts';

/** What a click on a picture is on: `POST /segment` makes a job of the question, whose masks are read one by one. */
export function maskRoutes(services: StudioServices): Hono {
  const { jobs, intake } = services;
  const app = new Hono();
  app.get('/jobs/:id/masks/:index', async (c) => {
    const mask = await jobs.mask(c.req.param('id'), Number(c.req.param('index').replace(/\.png$/, '')));
    if (!mask) throw failure('not-found', 'studio.picture-gone');
    c.header('content-type', 'image/png');
    c.header('cache-control', 'private, max-age=31536000, immutable');
    return c.body(new Uint8Array(mask));
  });
  app.post('/segment', async (c) => {
    const { requestKey: key, ...asked } = readSegmentInput(await readJson(c.req));
    const reader = readerOf(c);
    const { requestKey, place, member } = studioContext(services, {
      reader,
      visitor: visitorOf(c),
      ...(key === undefined ? {} : { requestKey: key }),
    });
    const { image } = await intake.take(asked.image);
    const view = await jobs.look({ ...asked, task: 'segment', image, words: '' }, { requestKey, place, member });
    return c.json(jobCard(view, { withPreview: true, reader, jobs }), 201);
  });
  return app;
}
