import { type Context, Hono } from 'hono';
import { askerOf, mustHaveScope, requestKeyOf } from '#bot/api/asker.ts';
import type { ApiServices, Door } from '#bot/api/door.ts';
import { askFor, ownJob, picturesOf, resultFor } from '#bot/api/draw-for.ts';
import { DRAW_FIELDS } from '#bot/api/plain/draw-fields.ts';
import { jobAnswer } from '#bot/api/plain/job-answer.ts';
import { plainOrder } from '#bot/api/plain/plain-order.ts';
import { readFields, readJsonBody } from '#bot/api/read-fields.ts';
import type { JobView } from '#bot/domain/job.ts';
import { failure } from '#bot/text/say.ts';
import { plainMessage } from '#shared/text/message.ts';

/** The plain JSON API: one call for a picture, and a job's life for who wants to follow it. */
export const PLAIN_DOOR: Door = {
  path: '/api',
  routes: plainRoutes,
  refusal: ({ code, message }) => ({ error: { code, message } }),
};

/** Jobs that are listed at a time. */
const JOBS_MAX = 100;

function plainRoutes(services: ApiServices): Hono {
  const { jobs, presets } = services;
  const app = new Hono();
  app.post('/draw', (c) => draw(c, services));
  app.get('/jobs', async (c) => {
    const asker = askerOf(c);
    mustHaveScope(asker, 'jobs');
    const { limit = 20 } = readFields(numbersIn(c.req.query()), LIST_FIELDS);
    const { platform, serverId } = asker.place;
    const views = await jobs.recent({ platform, serverId, ownerId: asker.key.ownerId, limit });
    return c.json({ jobs: views.map((view) => jobAnswer(view, { c, services })) });
  });
  app.get('/jobs/:id', async (c) => {
    const view = await ownJob(c.req.param('id'), { asker: askerOf(c), jobs });
    return c.json(jobAnswer(view, { c, services }));
  });
  app.get('/jobs/:id/pictures/:file', async (c) => {
    const view = await ownJob(c.req.param('id'), { asker: askerOf(c), jobs });
    const index = Number(c.req.param('file').replace(/\.png$/, ''));
    const found = (await picturesOf(view, services)).find(({ picture }) => picture.index === index);
    if (!found) throw failure('not-found', 'studio.picture-gone');
    return c.body(new Uint8Array(found.data), 200, { 'content-type': 'image/png' });
  });
  app.delete('/jobs/:id', async (c) => {
    const asker = askerOf(c);
    const { job } = await ownJob(c.req.param('id'), { asker, jobs });
    await jobs.cancel(job.id, asker.member);
    return c.json({ id: job.id, state: 'cancelled' });
  });
  app.get('/models', async (c) => {
    const offer = await presets.offer();
    return c.json({
      models: offer?.models.map(({ name, family }) => ({ name, family })) ?? [],
      schedulers: offer?.samplers.map(({ name }) => name) ?? [],
    });
  });
  return app;
}

const LIST_FIELDS = { limit: { kind: 'integer', min: 1, max: JOBS_MAX, description: plainMessage('') } } as const;

/** What an address says is text. */
function numbersIn(query: Readonly<Record<string, string>>): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, /^-?\d+$/.test(value) ? Number(value) : value]),
  );
}

async function draw(c: Context, services: ApiServices): Promise<Response> {
  const asker = askerOf(c);
  const fields = await readJsonBody(c, DRAW_FIELDS);
  const { base64 = false, wait = true } = fields;
  const order = await plainOrder(fields, services);
  const view = await askFor(services, { asker, requestKey: requestKeyOf(c) }, (request) =>
    services.jobs.submit({ ...request, order }),
  );
  if (!wait) return c.json(jobAnswer(view, { c, services }), 202);
  return drawn(c, await resultFor(view, { services, asker }), { services, base64 });
}

/** One picture is sent as it is, as base64 where that is wanted, and several with an address each. */
async function drawn(
  c: Context,
  view: JobView,
  { services, base64 }: { readonly services: ApiServices; readonly base64: boolean },
): Promise<Response> {
  const pictures = await picturesOf(view, services);
  const [first, second] = pictures;
  const answer = jobAnswer(view, { c, services, drawn: base64 ? pictures : [] });
  if (base64 || !first || second) return c.json(answer);
  return c.body(new Uint8Array(first.data), 200, {
    'content-type': 'image/png',
    'x-easel-job': view.job.id,
    'x-easel-seed': String(first.picture.seed),
    'x-easel-notices': asciiJson(answer.notices),
  });
}

/** A header holds ASCII; what is beyond is escaped as JSON allows. */
function asciiJson(value: readonly string[]): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
