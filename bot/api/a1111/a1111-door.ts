import { type Context, Hono } from 'hono';
import { a1111Order } from '#bot/api/a1111/a1111-order.ts';
import { answerDrawn } from '#bot/api/a1111/drawn-answer.ts';
import { detect, enlarge, enlargeAll, interrogate, pngInfo } from '#bot/api/a1111/given-routes.ts';
import { listRoutes } from '#bot/api/a1111/list-routes.ts';
import { progressOf, stopOwnJobs } from '#bot/api/a1111/progress.ts';
import { type Body, bodyOf, textIn } from '#bot/api/a1111/read-request.ts';
import { serverRoutes } from '#bot/api/a1111/server-routes.ts';
import { waitFor } from '#bot/api/a1111/stopped-job.ts';
import { askerOf, requestKeyOf } from '#bot/api/asker.ts';
import type { ApiServices, Door, Refusal } from '#bot/api/door.ts';
import { askFor } from '#bot/api/draw-for.ts';
import { jsonOf } from '#bot/api/read-fields.ts';
import { writerOf } from '#bot/text/languages.ts';
import { CONTROL_UNITS_MAX } from '#shared/contract/bounds.ts';

/** A1111's API, as programs that were written for it ask and read. */
export const A1111_DOOR: Door = { path: '/sdapi/v1', routes: a1111Routes, refusal };

/** The ControlNet extension's own routes beside it. */
export const CONTROLNET_DOOR: Door = { path: '/controlnet', routes: controlnetRoutes, refusal };

/** What A1111's page asks of Gradio, which it is made with, and Krita's plugin to know whether anybody is there. */
export const GRADIO_DOOR: Door = { path: '/queue', routes: gradioRoutes, refusal };

/** As its own handler of exceptions words them, and FastAPI, which it is made with. */
function refusal({ code, message }: Refusal): object {
  return { error: code, detail: message, body: '', errors: message };
}

function a1111Routes(services: ApiServices): Hono {
  const app = new Hono();
  /** What programs have chosen by `/options`, by key; a restart forgets it. */
  const models = new Map<string, string>();
  for (const way of ['txt2img', 'img2img'] as const)
    app.post(`/${way}`, async (c) => draw(c, { way, services, model: models.get(askerOf(c).key.id) }));
  app.post('/extra-single-image', async (c) => c.json(await enlarge(await bodyIn(c), c, services)));
  app.post('/extra-batch-images', async (c) => c.json(await enlargeAll(await bodyIn(c), c, services)));
  app.post('/interrogate', async (c) => c.json(await interrogate(await bodyIn(c), c, services)));
  app.post('/png-info', async (c) => c.json(pngInfo(await bodyIn(c))));
  app.get('/progress', async (c) => c.json(progressOf(askerOf(c), services, c.req.query())));
  for (const path of ['/interrupt', '/skip'])
    app.post(path, async (c) => {
      await stopOwnJobs(askerOf(c), services);
      return c.json({});
    });
  app.route('/', listRoutes(services, models));
  app.route('/', serverRoutes());
  return app;
}

function gradioRoutes({ jobs }: ApiServices): Hono {
  const app = new Hono();
  app.get('/status', (c) => c.json({ msg: 'estimation', rank: null, queue_size: jobs.queue().length, rank_eta: null }));
  return app;
}

function controlnetRoutes(services: ApiServices): Hono {
  const app = new Hono();
  const control = async () => {
    const { models = [], methods = [] } = (await services.presets.offer()) ?? {};
    const names = models.flatMap(({ controlNetworks = [] }) => controlNetworks.map(({ name }) => name));
    return { model_list: [...new Set(names)], module_list: ['none', ...methods] };
  };
  app.get('/version', (c) => c.json({ version: 2 }));
  app.get('/settings', (c) => c.json({ control_net_unit_count: CONTROL_UNITS_MAX }));
  app.get('/model_list', async (c) => c.json({ model_list: (await control()).model_list }));
  app.get('/module_list', async (c) => c.json({ module_list: (await control()).module_list, module_detail: {} }));
  app.get('/control_types', async (c) =>
    c.json({ control_types: { All: { ...(await control()), default_option: 'none', default_model: 'None' } } }),
  );
  app.post('/detect', async (c) => c.json(await detect(await bodyIn(c), c, services)));
  return app;
}

async function bodyIn(c: Context): Promise<Body> {
  return bodyOf(await jsonOf(c));
}

async function draw(
  c: Context,
  {
    way,
    services,
    model,
  }: { readonly way: 'txt2img' | 'img2img'; readonly services: ApiServices; readonly model: string | undefined },
): Promise<Response> {
  const asker = askerOf(c);
  const body = await bodyIn(c);
  const settings = bodyOf(body.override_settings ?? {});
  const isChosen = model !== undefined && textIn(settings, 'sd_model_checkpoint') === '';
  const asked = isChosen ? { ...body, override_settings: { ...settings, sd_model_checkpoint: model } } : body;
  const { order, notices } = await a1111Order(asked, way, services);
  const view = await askFor(services, { asker, requestKey: requestKeyOf(c) }, (request) =>
    services.jobs.submit({ ...request, order }),
  );
  const waited = await waitFor(view, { services, asker });
  const told = [...notices, ...waited.view.job.settled.notices, ...(waited.stopped ? [waited.stopped] : [])];
  return c.json(answerDrawn(waited, { body, notices: told.map(writerOf('en').say) }));
}
