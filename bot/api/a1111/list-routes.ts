import { Hono } from 'hono';
import { modelNamed, SCHEDULERS } from '#bot/api/a1111/a1111-order.ts';
import { UPSCALER } from '#bot/api/a1111/given-routes.ts';
import { bodyOf, textIn } from '#bot/api/a1111/read-request.ts';
import { checkFields, SETTING_RULES } from '#bot/api/a1111/request-fields.ts';
import { askerOf } from '#bot/api/asker.ts';
import type { ApiServices } from '#bot/api/door.ts';
import { jsonOf } from '#bot/api/read-fields.ts';
import { isListed } from '#bot/presets/style-access.ts';
import { failure } from '#bot/text/say.ts';
import type { Model } from '#shared/contract/messages.ts';
import { SAMPLER_TITLES } from '#shared/contract/sampler-titles.ts';

/** Keys whose choice of a model is remembered. */
const CHOICES_MAX = 5_000;

/** Everything that A1111's API lists, and the one option that can be chosen: the model. */
export function listRoutes(services: ApiServices, chosen: Map<string, string>): Hono {
  const { presets, jobs } = services;
  const app = new Hono();
  const models = async () => (await presets.offer())?.models ?? [];
  app.get('/options', async (c) => {
    const model = chosen.get(askerOf(c).key.id) ?? (await models())[0]?.name ?? '';
    return c.json({
      sd_model_checkpoint: model,
      CLIP_stop_at_last_layers: 1,
      sd_vae: 'Automatic',
      samples_format: 'png',
    });
  });
  app.post('/options', async (c) => {
    const settings = bodyOf(await jsonOf(c));
    checkFields(settings, SETTING_RULES);
    const named = modelNamed(textIn(settings, 'sd_model_checkpoint'));
    if (named !== '') choose(named, { known: await models(), key: askerOf(c).key.id, chosen });
    return c.json(null);
  });
  app.get('/sd-models', async (c) => c.json((await models()).map(modelItem)));
  app.get('/samplers', async (c) => {
    const samplers = (await presets.offer())?.samplers ?? [];
    return c.json(samplers.map(({ name }) => ({ name: SAMPLER_TITLES[name] ?? name, aliases: [name], options: {} })));
  });
  app.get('/schedulers', (c) =>
    c.json(
      SCHEDULERS.map((label) => ({
        ...{ name: label.toLowerCase().replace(' ', '_'), label, aliases: null, default_rho: -1 },
        need_inner_model: false,
      })),
    ),
  );
  app.get('/loras', async (c) => c.json(await adapters(await models(), (kind) => kind !== EMBEDDING)));
  app.get('/embeddings', async (c) => {
    const found = (await models()).flatMap(({ family, adapters }) =>
      adapters.filter(({ kind }) => kind === EMBEDDING).map(({ name }) => [name, embeddingItem(family)] as const),
    );
    return c.json({ loaded: Object.fromEntries(found), skipped: {} });
  });
  app.get('/upscalers', (c) =>
    c.json((jobs.offers('upscale') ? ['None', UPSCALER] : ['None']).map((name) => ({ name, ...UPSCALER_ITEM }))),
  );
  app.get('/face-restorers', (c) => c.json(jobs.offers('restore') ? [{ name: 'CodeFormer', cmd_dir: null }] : []));
  app.route('/', steadyRoutes(services));
  return app;
}

/** Lists that hardly change, and those of which there is nothing here. */
function steadyRoutes({ presets }: Pick<ApiServices, 'presets'>): Hono {
  const app = new Hono();
  app.get('/latent-upscale-modes', (c) => c.json([{ name: 'Latent' }]));
  app.get('/prompt-styles', async (c) => {
    const { member, place } = askerOf(c);
    const { styles } = await presets.styles(place.serverId);
    const listed = styles.filter((style) => isListed(style, member));
    return c.json(
      listed.map(({ name, template, negative }) => ({ name, prompt: template, negative_prompt: negative })),
    );
  });
  app.get('/scripts', (c) => c.json({ txt2img: ['controlnet'], img2img: ['controlnet'] }));
  for (const path of ['/sd-vae', '/sd-modules', '/hypernetworks', '/realesrgan-models', '/script-info'])
    app.get(path, (c) => c.json([]));
  return app;
}

/** What textual inversions are among adapters. */
const EMBEDDING = 'textual-inversion';

/** Numbers of a vector, by which A1111's clients know whose words it stands among: SDXL's, of both encoders, where unsaid. */
const WORD_NUMBERS = new Map([
  ['sd15', 768],
  ['sd21', 1024],
]);
const SDXL_WORD_NUMBERS = 2048;

function embeddingItem(family: string) {
  const shape = WORD_NUMBERS.get(family) ?? SDXL_WORD_NUMBERS;
  return { step: null, sd_checkpoint: null, sd_checkpoint_name: null, shape, vectors: 1 };
}
const UPSCALER_ITEM = { model_name: null, model_path: null, model_url: null, scale: 4 };

function modelItem({ name }: Model) {
  return { title: name, model_name: name, hash: null, sha256: null, filename: name, config: null };
}

async function adapters(models: readonly Model[], isWanted: (kind: string) => boolean) {
  const all = models.flatMap((model) => model.adapters.filter(({ kind }) => isWanted(kind)));
  return [...new Set(all.map(({ name }) => name))].map((name) => ({ name, alias: name, path: '', metadata: {} }));
}

function choose(
  named: string,
  {
    known,
    key,
    chosen,
  }: { readonly known: readonly Model[]; readonly key: string; readonly chosen: Map<string, string> },
): void {
  if (!known.some(({ name }) => name === named))
    throw failure('not-found', 'api.no-model', { name: named.slice(0, 80) });
  chosen.delete(key);
  chosen.set(key, named);
  if (chosen.size > CHOICES_MAX) chosen.delete(chosen.keys().next().value!);
}
