import { Hono } from 'hono';
import type { PresetService } from '#bot/presets/preset-service.ts';
import { STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { readerOf } from '#bot/studio/server/reader.ts';
import { styleList } from '#bot/studio/server/visible-styles.ts';
import { failure } from '#bot/text/say.ts';

/** The styles of the studio as the page shows them, and how each looks; what changes them are commands. */
export function styleRoutes({ presets }: { readonly presets: PresetService }): Hono {
  const app = new Hono();
  app.get('/styles', async (c) => c.json(await styleList(presets, readerOf(c))));
  app.get('/styles/:name/picture', async (c) => {
    const style = await presets.find(STUDIO_PLACE.serverId, c.req.param('name'));
    const picture = await presets.picture(STUDIO_PLACE.serverId, style);
    if (!picture) throw failure('not-found', 'studio.picture-gone');
    c.header('content-type', 'image/webp');
    c.header('cache-control', 'private, max-age=60');
    return c.body(new Uint8Array(picture));
  });
  return app;
}
