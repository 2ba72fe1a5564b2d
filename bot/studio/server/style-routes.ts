import { Hono } from 'hono';
import type { PresetService } from '#bot/presets/preset-service.ts';
import { readerOf } from '#bot/studio/server/reader.ts';
import { styleList } from '#bot/studio/server/visible-styles.ts';

/** The styles of the studio as the page shows them; what changes them are commands. */
export function styleRoutes({ presets }: { readonly presets: PresetService }): Hono {
  const app = new Hono();
  app.get('/styles', async (c) => c.json(await styleList(presets, readerOf(c))));
  return app;
}
