import { Hono } from 'hono';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { PresetStore } from '#bot/ports/presets.ts';
import { offerOf } from '#bot/presets/offer.ts';
import { PLAIN_STYLE } from '#bot/presets/ready-made.ts';
import { type TypedPreset, type ValidPreset, validPreset } from '#bot/presets/valid-preset.ts';
import { presetNamed } from '#bot/presets/visible-presets.ts';
import type { StyleChange } from '#bot/studio/server/api.ts';
import { readBody, readText, readTypedPreset } from '#bot/studio/server/read-order.ts';
import { STUDIO_SERVER, styleList } from '#bot/studio/server/visible-styles.ts';
import type { Clock } from '#shared/clock.ts';
import { Failure } from '#shared/failure.ts';

export interface StyleRoutesOptions {
  readonly presets: PresetStore;
  readonly cluster: Cluster;
  readonly clock: Clock;
}

/** The studio's styles: list, create, change, delete, choose the default. Every change answers with the new list. */
export function styleRoutes(options: StyleRoutesOptions): Hono {
  const { presets } = options;
  const app = new Hono();
  app.get('/styles', async (c) => c.json(await styleList(options)));
  app.post('/styles', async (c) => c.json(await create(options, readTypedPreset(await readBody(c.req))), 201));
  app.put('/styles/:name', async (c) => {
    const typed = readTypedPreset({ ...(await readBody(c.req)), name: c.req.param('name') });
    return c.json(await change(options, typed));
  });
  app.delete('/styles/:name', async (c) => {
    if (!(await presets.remove(STUDIO_SERVER, c.req.param('name')))) throw noStyle(c.req.param('name'));
    return c.json(await styleList(options));
  });
  app.put('/default-style', async (c) => {
    const name = readText(await readBody(c.req), 'name') ?? PLAIN_STYLE;
    const isPlain = name === PLAIN_STYLE;
    if (!isPlain && !presetNamed((await styleList(options)).styles, name)) throw noStyle(name);
    await presets.setDefault(STUDIO_SERVER, isPlain ? null : name);
    return c.json(await styleList(options));
  });
  return app;
}

async function create(options: StyleRoutesOptions, typed: TypedPreset): Promise<StyleChange> {
  const { preset, notices } = checked(options, typed);
  const at = options.clock.now();
  await options.presets.create({
    ...preset,
    serverId: STUDIO_SERVER,
    authorId: 'studio',
    createdAt: at,
    updatedAt: at,
  });
  return { ...(await styleList(options)), name: preset.name, notices };
}

async function change(options: StyleRoutesOptions, typed: TypedPreset): Promise<StyleChange> {
  const { preset, notices } = checked(options, typed);
  const { name, ...settings } = preset;
  const isThere = await options.presets.update(STUDIO_SERVER, name, { ...settings, at: options.clock.now() });
  if (!isThere) throw noStyle(name);
  return { ...(await styleList(options)), name, notices };
}

/** With the sentences that Discord's command says, too. */
function checked({ cluster }: StyleRoutesOptions, typed: TypedPreset): Extract<ValidPreset, { ok: true }> {
  const offer = offerOf(cluster.snapshot().flatMap(({ description }) => description ?? []));
  const valid = validPreset(typed, offer ?? { models: [], samplers: [], limits: null });
  if (!valid.ok) throw new Failure('invalid', valid.problems.join('\n'));
  return valid;
}

function noStyle(name: string): Failure {
  return new Failure('not-found', `There is no style “${name}” of your own here`);
}
