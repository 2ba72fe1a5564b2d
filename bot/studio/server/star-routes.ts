import { Hono } from 'hono';
import type { Stars } from '#bot/ports/stars.ts';
import { readBody } from '#bot/studio/server/read-body.ts';
import { plainMessage } from '#shared/text/message.ts';

/** `GET /stars`: jobs that somebody liked; `POST /jobs/:id/star` with `{"isOn": true}`. */
export function starRoutes({ stars }: { readonly stars: Stars }): Hono {
  const app = new Hono();
  app.get('/stars', async (c) => c.json(await stars.all()));
  app.post('/jobs/:id/star', async (c) => {
    const { isOn } = await readBody(c.req, STAR_FIELDS);
    await stars.set(c.req.param('id'), isOn);
    return c.json({});
  });
  return app;
}

const STAR_FIELDS = { isOn: { kind: 'boolean', description: plainMessage(''), required: true } } as const;
