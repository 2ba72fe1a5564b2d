import { Hono } from 'hono';
import type { PresetService } from '#bot/presets/preset-service.ts';
import type { StyleVersionCard } from '#bot/studio/server/api.ts';
import { STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { readerOf } from '#bot/studio/server/reader.ts';
import { styleList } from '#bot/studio/server/visible-styles.ts';
import { visitorOf } from '#bot/studio/server/visitor.ts';
import { failure } from '#bot/text/say.ts';
import { versionsCard } from '#bot/views/style-versions-card.ts';
import { plainText } from '#shared/text/rich.ts';

/** The styles of the studio as the page shows them, how each looks, and what it was; what changes them are commands. */
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
  app.get('/styles/:name/versions', async (c) => {
    const versions = await presets.versions(STUDIO_PLACE.serverId, c.req.param('name'), visitorOf(c).member);
    const { fields = [] } = versionsCard(versions, readerOf(c));
    const cards = fields.map(({ value }, index): StyleVersionCard => {
      const { version, at } = versions[index]!;
      return { version, at, what: plainText(value) };
    });
    return c.json(cards);
  });
  return app;
}
