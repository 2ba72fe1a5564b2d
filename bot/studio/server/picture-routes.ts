import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { GIVEN_BYTES_MAX, type PictureIntake } from '#bot/ports/picture-intake.ts';
import type { KeptPicture } from '#bot/studio/server/api.ts';
import { failure } from '#bot/text/say.ts';

/** A type that a form on another site cannot send without asking first. */
const FILE_TYPE = /^(image\/[\w.+-]+|application\/octet-stream)$/;

/** `POST /pictures` with the bytes of a file: the studio keeps it for orders that start from it. `GET` shows it again. */
export function pictureRoutes({ intake }: { readonly intake: PictureIntake }): Hono {
  const app = new Hono();
  app.post('/pictures', limited, async (c) => {
    const type = c.req.header('content-type') ?? '';
    if (!FILE_TYPE.test(type)) throw failure('invalid', 'intake.kind');
    const { image, width, height, frames = 1 } = await intake.keep(new Uint8Array(await c.req.arrayBuffer()));
    return c.json({ sha256: image.sha256, width, height, frames } satisfies KeptPicture, 201);
  });
  app.get('/pictures/:sha256', async (c) => {
    const { sha256 } = c.req.param();
    const file = /^[0-9a-f]{64}$/.test(sha256) ? await intake.look(sha256) : null;
    if (!file) throw failure('not-found', 'intake.forgotten');
    c.header('content-type', file[0] === JPEG ? 'image/jpeg' : 'image/png'); // nothing else is kept
    c.header('cache-control', 'private, max-age=31536000, immutable');
    return c.body(new Uint8Array(file));
  });
  return app;
}

/** A JPEG's first byte. */
const JPEG = 0xff;

const limited = bodyLimit({
  maxSize: GIVEN_BYTES_MAX,
  onError: () => {
    throw failure('invalid', 'intake.bytes', { max: GIVEN_BYTES_MAX });
  },
});
