import type { Context } from 'hono';
import type { Asker } from '#bot/api/asker.ts';
import type { ApiServices } from '#bot/api/door.ts';
import { type DrawnPicture, followed, picturesOf, resultFor } from '#bot/api/draw-for.ts';
import { eventAnswer, serverEvent } from '#bot/api/event-answer.ts';
import type { ImageFields } from '#bot/api/openai/image-fields.ts';
import { linkTo } from '#bot/api/plain/job-answer.ts';
import type { JobView } from '#bot/domain/job.ts';
import { inFormat } from '#bot/image/in-format.ts';
import { writerOf } from '#bot/text/languages.ts';
import { Failure } from '#shared/failure.ts';

/** What an answer of OpenAI's images API is made of. */
export interface ImageAnswer {
  readonly c: Context;
  readonly services: ApiServices;
  readonly asker: Asker;
  readonly fields: ImageFields;
  /** What its events begin with. */
  readonly kind: 'image_generation' | 'image_edit';
}

/** Waits for the job's pictures, or streams them with those on the way, as was asked. */
export async function answerImages(view: JobView, answer: ImageAnswer): Promise<Response> {
  const { c, services, asker, fields } = answer;
  if (fields.stream) return eventAnswer(imageEvents(view, answer), services);
  const done = await resultFor(view, { services, asker });
  const pictures = await picturesOf(done, services);
  const { notices } = done.job.settled;
  const data = await Promise.all(
    pictures.map(async (drawn) => ({ ...(await imageOf(drawn, view.job.id, answer)), seed: drawn.picture.seed })),
  );
  return c.json({
    ...{ created: secondsOf(done), data, ...described(pictures[0], fields) },
    ...(notices.length > 0 && { notices: notices.map(writerOf('en').say) }),
  });
}

/** As base64, or behind a link that holds for an hour; a link where nothing is said, as OpenAI's own. */
async function imageOf(
  { picture, data }: DrawnPicture,
  id: string,
  { c, services, fields }: ImageAnswer,
): Promise<{ readonly url: string } | { readonly b64_json: string }> {
  const { response_format: wanted = fields.output_format ? 'b64_json' : 'url', output_format: format = 'png' } = fields;
  if (wanted === 'url') return { url: linkTo(c, services.links.sign(id, picture.index)) };
  return { b64_json: Buffer.from(await inFormat(data, { format, signed: services.jobs.signed })).toString('base64') };
}

/** Pictures on the way, as many as were asked for, then each picture as it is. A failure is an event, too. */
async function* imageEvents(view: JobView, answer: ImageAnswer): AsyncGenerator<string, void, undefined> {
  const { services, asker, fields, kind } = answer;
  const partials = fields.partial_images ?? 0;
  let shown = 0;
  try {
    for await (const now of followed(view, { services, asker })) {
      const { preview, step, steps } = now.progress;
      // Spread over the steps: the second of three not before a half is drawn.
      if (preview && shown < partials && step >= (steps * (shown + 1)) / (partials + 1)) {
        const data = { b64_json: Buffer.from(preview.data).toString('base64'), partial_image_index: shown++ };
        yield imageEvent(`${kind}.partial_image`, data, { now, format: formatOf(preview.mime), fields });
      }
      if (now.job.state.kind === 'queued' || now.job.state.kind === 'rendering') continue;
      for (const { data } of await picturesOf(now, services)) {
        const format = fields.output_format ?? 'png';
        const b64_json = Buffer.from(await inFormat(data, { format, signed: services.jobs.signed })).toString('base64');
        yield imageEvent(`${kind}.completed`, { b64_json, usage: NO_TOKENS }, { now, format, fields });
      }
    }
  } catch (thrown) {
    const { code, said } = Failure.from(thrown);
    yield serverEvent('error', {
      type: 'error',
      error: { type: code, code, message: writerOf('en').say(said), param: null },
    });
  }
}

function imageEvent(
  type: string,
  data: object,
  { now, format, fields }: { readonly now: JobView; readonly format: string; readonly fields: ImageFields },
): string {
  const common = { created_at: secondsOf(now), background: 'opaque', output_format: format, quality: 'auto' };
  return serverEvent(type, { type, ...data, ...common, size: fields.size ?? 'auto' });
}

function described(drawn: DrawnPicture | undefined, { output_format = 'png' }: ImageFields): object {
  if (!drawn) return {};
  const { width, height } = drawn.picture;
  return { background: 'opaque', output_format, quality: 'auto', size: `${width}x${height}` };
}

function formatOf(mime: string): string {
  return mime.replace('image/', '');
}

function secondsOf({ job }: JobView): number {
  return Math.floor((job.finishedAt ?? job.createdAt) / 1000);
}

/** Nothing is counted in tokens here. */
const NO_TOKENS = {
  ...{ input_tokens: 0, output_tokens: 0, total_tokens: 0 },
  input_tokens_details: { image_tokens: 0, text_tokens: 0 },
};
