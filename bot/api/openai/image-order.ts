import { apiOrder } from '#bot/api/api-order.ts';
import type { ImageFields } from '#bot/api/openai/image-fields.ts';
import type { Order, StartPicture } from '#bot/domain/job.ts';
import { failure } from '#bot/text/say.ts';

/** Words of OpenAI's that ask for what happens anyway. */
const NO_STYLE: ReadonlySet<string> = new Set(['vivid', 'natural']);

/** The order that fields of OpenAI's images API ask for. Throws `invalid` for a size that is none. */
export function imageOrder(fields: ImageFields, start?: StartPicture): Order {
  const { style = 'natural' } = fields;
  return apiOrder({
    prompt: fields.prompt,
    ...sizeOf(fields.size ?? 'auto'),
    ...(fields.negative_prompt !== undefined && { negative: fields.negative_prompt }),
    ...(fields.model !== undefined && { model: fields.model }),
    ...(fields.sampler !== undefined && { sampler: fields.sampler }),
    ...(fields.steps !== undefined && { steps: fields.steps }),
    ...(fields.guidance !== undefined && { guidance: fields.guidance }),
    ...(fields.seed !== undefined && { seed: fields.seed }),
    ...(fields.n !== undefined && { count: fields.n }),
    ...(fields.strength !== undefined && { strength: fields.strength }),
    ...(NO_STYLE.has(style) ? {} : { style }),
    ...(start && { start }),
  });
}

/** `1024x1024`, or `auto` for the model's own. */
function sizeOf(size: string): { readonly width: number; readonly height: number } | Record<string, never> {
  if (size === 'auto' || size === '') return {};
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(size) ?? [];
  if (width === undefined || height === undefined) throw failure('invalid', 'api.size', { given: size.slice(0, 40) });
  return { width: Number(width), height: Number(height) };
}
