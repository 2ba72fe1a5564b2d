import { Hono } from 'hono';
import type { ApiServices } from '#bot/api/door.ts';
import { failure } from '#bot/text/say.ts';

/** `GET /<job>/<index>.png` with a signature: the one thing that is shown without a key. */
export function pictureRoutes({ jobs, links }: Pick<ApiServices, 'jobs' | 'links'>): Hono {
  const app = new Hono();
  app.get('/:id/:file', async (c) => {
    const { id, file } = c.req.param();
    const index = Number(file.replace(/\.png$/, ''));
    const { until = '', signature = '' } = c.req.query();
    links.check(id, index, { until, signature });
    const found = (await jobs.pictures(id)).find(({ picture }) => picture.index === index);
    if (!found) throw failure('not-found', 'studio.picture-gone');
    return c.body(new Uint8Array(found.data), 200, {
      'content-type': 'image/png',
      'cache-control': 'private, max-age=3600',
      'x-content-type-options': 'nosniff',
    });
  });
  return app;
}
