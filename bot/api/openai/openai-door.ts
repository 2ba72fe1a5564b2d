import { type Context, Hono } from 'hono';
import { askerOf, requestKeyOf } from '#bot/api/asker.ts';
import { describeFor } from '#bot/api/describe-for.ts';
import type { ApiServices, Door, Refusal } from '#bot/api/door.ts';
import { askFor } from '#bot/api/draw-for.ts';
import { startFrom } from '#bot/api/given-pictures.ts';
import { answerImages, type ImageAnswer } from '#bot/api/openai/image-answer.ts';
import { EDIT_FIELDS, GENERATION_FIELDS, type ImageFields, VARIATION_FIELDS } from '#bot/api/openai/image-fields.ts';
import { imageOrder } from '#bot/api/openai/image-order.ts';
import { readForm } from '#bot/api/openai/read-form.ts';
import { readJsonBody } from '#bot/api/read-fields.ts';
import type { StartPicture } from '#bot/domain/job.ts';
import { alphaMask } from '#bot/image/alpha-mask.ts';
import { settingsText } from '#bot/image/settings-text.ts';
import { promptsOf } from '#bot/prompt/described.ts';
import { readParameters } from '#bot/prompt/read-parameters.ts';
import { failure } from '#bot/text/say.ts';

/** OpenAI's images API: what its own client sends, and what it reads of the answers. */
export const OPENAI_DOOR: Door = {
  path: '/v1',
  routes: openaiRoutes,
  refusal: ({ status, code, message }) => ({ error: { message, type: typeOf({ status }), param: null, code } }),
};

/** How much of a picture may change where only a variation is asked for. */
const VARIATION_STRENGTH = 0.65;

function openaiRoutes(services: ApiServices): Hono {
  const app = new Hono();
  app.get('/models', async (c) => c.json({ object: 'list', data: await modelsOf(services) }));
  app.get('/models/:id{.+}', async (c) => {
    const found = (await modelsOf(services)).find(({ id }) => id === c.req.param('id'));
    if (!found) throw failure('not-found', 'api.no-model', { name: c.req.param('id').slice(0, 80) });
    return c.json(found);
  });
  app.post('/images/generations', async (c) => {
    const fields = await readJsonBody(c, GENERATION_FIELDS);
    return draw(fields, undefined, { c, services, kind: 'image_generation' });
  });
  app.post('/images/edits', async (c) => {
    const { fields, files } = await readForm(c, EDIT_FIELDS);
    const start = await editedPicture(files, services);
    return draw(fields, start, { c, services, kind: 'image_edit' });
  });
  app.post('/images/variations', (c) => vary(c, services));
  return app;
}

function typeOf({ status }: Pick<Refusal, 'status'>): string {
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 429) return 'rate_limit_error';
  return status < 500 ? 'invalid_request_error' : 'server_error';
}

async function modelsOf({ presets }: Pick<ApiServices, 'presets'>) {
  const offer = await presets.offer();
  return (offer?.models ?? []).map(({ name }) => ({ id: name, object: 'model', created: 0, owned_by: 'easel' }));
}

async function draw(
  fields: ImageFields,
  start: StartPicture | undefined,
  { c, services, kind }: Pick<ImageAnswer, 'c' | 'services' | 'kind'>,
): Promise<Response> {
  const asker = askerOf(c);
  if (fields.partial_images !== undefined && fields.partial_images > 0 && !fields.stream)
    throw failure('invalid', 'api.needs', { name: 'partial_images', needed: 'stream' });
  if (fields.response_format === 'url' && (fields.output_format ?? 'png') !== 'png')
    throw failure('invalid', 'api.url-format', { given: fields.output_format ?? '' });
  const order = imageOrder(fields, start);
  const view = await askFor(services, { asker, requestKey: requestKeyOf(c) }, (request) =>
    services.jobs.submit({ ...request, order }),
  );
  return answerImages(view, { c, services, asker, fields, kind });
}

/** One picture, and what of it is drawn anew: what is transparent in the mask, or in the picture itself. */
async function editedPicture(
  files: ReadonlyMap<string, readonly Uint8Array[]>,
  { intake }: Pick<ApiServices, 'intake'>,
): Promise<StartPicture> {
  const [file] = onlyFile(files, 'image');
  if (!file) throw failure('invalid', 'input.missing', { name: 'image' });
  const [maskFile] = onlyFile(files, 'mask');
  const mask = await alphaMask(maskFile ?? file);
  if (maskFile && !mask) throw failure('invalid', 'api.opaque-mask');
  return startFrom(await intake.keep(file), mask ? await intake.keep(mask) : undefined);
}

function onlyFile(files: ReadonlyMap<string, readonly Uint8Array[]>, name: string): readonly Uint8Array[] {
  const given = files.get(name) ?? [];
  if (given.length > 1) throw failure('unsupported', 'api.one-file', { name, given: given.length });
  return given;
}

/** The picture drawn anew from the words that it says it was drawn from, or that a network finds for it. */
async function vary(c: Context, services: ApiServices): Promise<Response> {
  const { fields, files } = await readForm(c, VARIATION_FIELDS);
  const [file] = onlyFile(files, 'image');
  if (!file) throw failure('invalid', 'input.missing', { name: 'image' });
  const picture = await services.intake.keep(file);
  const own = fields.prompt ?? readParameters(settingsText(file) ?? '')?.prompt;
  const look = { picture, asker: askerOf(c), requestKey: `${requestKeyOf(c)}:look`, scope: 'draw' } as const;
  const prompt = own ?? promptsOf(await describeFor(services, look))[0] ?? '';
  const { strength = VARIATION_STRENGTH } = fields;
  return draw({ ...fields, prompt, strength }, startFrom(picture), { c, services, kind: 'image_edit' });
}
