import { Hono } from 'hono';
import { imagineOrder } from '#bot/commands/imagine-order.ts';
import type { PictureIntake } from '#bot/ports/picture-intake.ts';
import { SESSION_FIELDS } from '#bot/studio/server/fields.ts';
import { readCommandBody } from '#bot/studio/server/read-body.ts';
import type { Sketches } from '#bot/studio/server/sketches.ts';
import { failure } from '#bot/text/say.ts';
import { plainMessage } from '#shared/text/message.ts';

/** As many tiles as a page has. */
const WANTED_MAX = 80;

/** `POST /sketches` with `{"session", "input": […]}` answers SketchCards: which of these are drawn already; the rest is, when nothing else is. */
export function sketchRoutes({
  sketches,
  intake,
}: {
  readonly sketches: Sketches;
  readonly intake: PictureIntake;
}): Hono {
  const app = new Hono();
  app.post('/sketches', async (c) => {
    const { input, fields } = await readCommandBody(c.req, SKETCH_FIELDS);
    if (!Array.isArray(input) || input.length > WANTED_MAX)
      throw failure('invalid', 'studio.sketches', { max: WANTED_MAX });
    // One that cannot be read as an order has no picture, and the others have theirs; what is wrong is said at the prompt.
    const read = input.map((one) => imagineOrder(one, { platform: 'studio', intake }).catch(() => null));
    const orders = await Promise.all(read);
    return c.json(sketches.want(fields.session, orders, { lasting: fields.lasting ?? false }));
  });
  app.get('/sketches/:key', async (c) => {
    const picture = await sketches.look(c.req.param('key').replace(/\.png$/, ''));
    if (!picture) throw failure('not-found', 'studio.picture-gone');
    c.header('content-type', 'image/png');
    c.header('cache-control', 'private, max-age=31536000, immutable');
    return c.body(new Uint8Array(picture));
  });
  return app;
}

const SKETCH_FIELDS = { ...SESSION_FIELDS, lasting: { kind: 'boolean', description: plainMessage('') } } as const;
