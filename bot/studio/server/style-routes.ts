import { Hono } from 'hono';
import { PLAIN_STYLE } from '#bot/domain/preset.ts';
import type { PresetService, StyleAsker, StyleEdit } from '#bot/presets/preset-service.ts';
import type { StyleChange } from '#bot/studio/server/api.ts';
import { readBody, readText, readTypedPreset } from '#bot/studio/server/read-order.ts';
import { STUDIO_SERVER, styleList } from '#bot/studio/server/visible-styles.ts';

/** Whoever sits at this machine may change everything. */
const ASKER: StyleAsker = { serverId: STUDIO_SERVER, memberId: 'studio', mayManageServer: true };

/** The studio's styles: list, create, change, delete, choose the default. Every change answers with the new list. */
export function styleRoutes({ presets }: { readonly presets: PresetService }): Hono {
  const app = new Hono();
  const changed = async ({ style: { name }, notices }: StyleEdit): Promise<StyleChange> => ({
    ...(await styleList(presets)),
    name,
    notices,
  });
  app.get('/styles', async (c) => c.json(await styleList(presets)));
  app.post('/styles', async (c) => {
    const typed = readTypedPreset(await readBody(c.req));
    return c.json(await changed(await presets.create(ASKER, typed)), 201);
  });
  app.put('/styles/:name', async (c) => {
    const { name, ...changes } = readTypedPreset({ ...(await readBody(c.req)), name: c.req.param('name') });
    return c.json(await changed(await presets.edit(ASKER, name, changes)));
  });
  app.delete('/styles/:name', async (c) => {
    await presets.remove(ASKER, c.req.param('name'));
    return c.json(await styleList(presets));
  });
  app.put('/default-style', async (c) => {
    await presets.setDefault(ASKER, readText(await readBody(c.req), 'name') ?? PLAIN_STYLE);
    return c.json(await styleList(presets));
  });
  return app;
}
