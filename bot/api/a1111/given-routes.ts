import type { Context } from 'hono';
import { type Body, bodyOf, numberIn, textIn, textsIn } from '#bot/api/a1111/read-request.ts';
import {
  checkFields,
  DETECT_RULES,
  EXTRA_BATCH_RULES,
  EXTRA_RULES,
  INTERROGATE_RULES,
  PNG_INFO_RULES,
} from '#bot/api/a1111/request-fields.ts';
import { askerOf, requestKeyOf } from '#bot/api/asker.ts';
import { describeFor } from '#bot/api/describe-for.ts';
import type { ApiServices } from '#bot/api/door.ts';
import { askFor, picturesOf, resultFor } from '#bot/api/draw-for.ts';
import { bytesIn, pictureIn } from '#bot/api/given-pictures.ts';
import type { JobView } from '#bot/domain/job.ts';
import { settingsText } from '#bot/image/settings-text.ts';
import { seenIn } from '#bot/prompt/described.ts';
import { infotextFields } from '#bot/prompt/infotext.ts';
import { failure } from '#bot/text/say.ts';
import { preprocessMethod } from '#shared/contract/preprocess-methods.ts';

/** The one upscaler, by the name that `/upscalers` lists: which network it is, is up to the renderer. */
export const UPSCALER = 'Easel';

/** `POST /extra-single-image`: a picture made larger, or with its faces mended. */
export async function enlarge(body: Body, c: Context, services: ApiServices): Promise<object> {
  checkFields(body, EXTRA_RULES);
  return {
    html_info: '',
    image: await enlarged(textIn(body, 'image'), body, { c, services, requestKey: requestKeyOf(c) }),
  };
}

/** `POST /extra-batch-images`: the same with several, one after the other, as A1111 does. */
export async function enlargeAll(body: Body, c: Context, services: ApiServices): Promise<object> {
  checkFields(body, EXTRA_BATCH_RULES);
  const given: unknown = body.imageList ?? [];
  const list = Array.isArray(given) ? given.map(bodyOf) : [bodyOf(given)];
  if (list.length === 0 || list.length > BATCH_MAX)
    throw failure('invalid', 'a1111.batch', { max: BATCH_MAX, given: list.length });
  const requestKey = requestKeyOf(c);
  const images: string[] = [];
  for (const [at, { data }] of list.entries())
    images.push(await enlarged(textIn({ data }, 'data'), body, { c, services, requestKey: `${requestKey} ${at}` }));
  return { html_info: '', images };
}

/** Pictures of one request: all are held until the last of them is done. */
const BATCH_MAX = 16;

async function enlarged(
  given: string,
  body: Body,
  { c, services, requestKey }: { readonly c: Context; readonly services: ApiServices; readonly requestKey: string },
): Promise<string> {
  const picture = await pictureIn('image', given, services.intake);
  const upscaler = textIn(body, 'upscaler_1') || 'None';
  const mends = (numberIn(body, 'codeformer_visibility') ?? 0) > 0;
  if ((upscaler === 'None') !== mends) throw failure('invalid', 'a1111.extras');
  if (!mends && upscaler !== UPSCALER)
    throw failure('invalid', 'a1111.upscaler', { given: upscaler.slice(0, 40), known: ['None', UPSCALER] });
  const { image } = picture;
  const done = await finished({ c, services, requestKey }, (request) =>
    mends
      ? services.jobs.restore({ fidelity: numberIn(body, 'codeformer_weight') ?? 0.5, image, words: '' }, request)
      : services.jobs.upscale({ scale: numberIn(body, 'upscaling_resize') ?? 2, image, words: '' }, request),
  );
  const [first] = await picturesOf(done, services);
  return first ? Buffer.from(first.data).toString('base64') : '';
}

/** `POST /interrogate`: a caption for `clip`, tags for `deepdanbooru`. */
export async function interrogate(body: Body, c: Context, services: ApiServices): Promise<object> {
  checkFields(body, INTERROGATE_RULES);
  const model = textIn(body, 'model') || 'clip';
  const picture = await pictureIn('image', textIn(body, 'image'), services.intake);
  const texts = await describeFor(services, { picture, asker: askerOf(c), requestKey: requestKeyOf(c) });
  const [tags, captions] = [seenIn(texts).filter(({ isTag }) => isTag), texts.filter(({ isTag }) => !isTag)];
  const wanted = model === 'clip' ? captions.slice(0, 1) : tags;
  if (wanted.length === 0) throw failure('unsupported', 'a1111.interrogator', { given: model.slice(0, 40) });
  return { caption: wanted.map(({ text }) => text).join(', ') };
}

/** `POST /png-info`: what a picture says that it was drawn with. */
export function pngInfo(body: Body): object {
  checkFields(body, PNG_INFO_RULES);
  const info = settingsText(bytesIn('image', textIn(body, 'image'))) ?? '';
  return info === ''
    ? { info, items: {}, parameters: {} }
    : { info, items: { parameters: info }, parameters: infotextFields(info) };
}

/** `POST /controlnet/detect`: control pictures of pictures. */
export async function detect(body: Body, c: Context, services: ApiServices): Promise<object> {
  checkFields(body, DETECT_RULES);
  const [text, ...others] = [...textsIn(body, 'controlnet_input_images'), ...textsIn(body, 'controlnet_images')];
  if (text === undefined || others.length > 0)
    throw failure('invalid', 'a1111.one-picture', { given: others.length + (text === undefined ? 0 : 1) });
  const named = textIn(body, 'controlnet_module');
  const method = preprocessMethod(named);
  if (method === null) throw failure('invalid', 'a1111.module', { given: named.slice(0, 40) });
  const picture = await pictureIn('controlnet_input_images', text, services.intake);
  const thresholds = {
    low: numberIn(body, 'controlnet_threshold_a') ?? 0,
    high: numberIn(body, 'controlnet_threshold_b') ?? 0,
  };
  const done = await finished({ c, services, requestKey: requestKeyOf(c) }, (request) =>
    services.jobs.preprocess({ picture, method, ...(method === 'canny' ? thresholds : { low: 0, high: 0 }) }, request),
  );
  const images = (await picturesOf(done, services)).map(({ data }) => Buffer.from(data).toString('base64'));
  return { images, info: 'Success', ...bodyOf({}) };
}

async function finished(
  { c, services, requestKey }: { readonly c: Context; readonly services: ApiServices; readonly requestKey: string },
  ask: Parameters<typeof askFor>[2],
): Promise<JobView> {
  const asker = askerOf(c);
  return resultFor(await askFor(services, { asker, requestKey }, ask), { services, asker });
}
