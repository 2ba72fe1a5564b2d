import { anyRefiner, apiOrder } from '#bot/api/api-order.ts';
import type { ApiServices } from '#bot/api/door.ts';
import { pictureIn, startFrom } from '#bot/api/given-pictures.ts';
import type { DrawFields } from '#bot/api/plain/draw-fields.ts';
import type { Order, StartPicture } from '#bot/domain/job.ts';
import { PLAIN_STYLE } from '#bot/domain/preset.ts';
import { failure } from '#bot/text/say.ts';

/** What others call drawing with no style. */
const NO_STYLE: ReadonlySet<string> = new Set(['base', 'none', PLAIN_STYLE]);

/** The order that the fields of the plain API ask for. Throws `invalid` for what has nothing to act on. */
export async function plainOrder(
  fields: DrawFields,
  { intake, presets }: Pick<ApiServices, 'intake' | 'presets'>,
): Promise<Order> {
  const { refiner = false, high_noise_fraction: handover, style } = fields;
  if (handover !== undefined && !refiner)
    throw failure('invalid', 'api.needs', { name: 'high_noise_fraction', needed: 'refiner' });
  const start = await startOf(fields, intake);
  return apiOrder({
    prompt: fields.prompt,
    ...said('negative', fields.negative_prompt),
    ...said('model', fields.model),
    ...said('sampler', fields.scheduler),
    ...said('steps', fields.num_inference_steps),
    ...said('guidance', fields.guidance_scale),
    ...said('strength', fields.strength),
    ...said('seed', fields.seed),
    ...said('width', fields.img_width),
    ...said('height', fields.img_height),
    ...said('count', fields.samples),
    ...(style === undefined ? {} : { style: NO_STYLE.has(style.toLowerCase()) ? PLAIN_STYLE : style }),
    ...(refiner && { refiner: anyRefiner(await presets.offer()), ...said('handover', handover) }),
    ...(start && { start }),
  });
}

async function startOf({ image, mask }: DrawFields, intake: ApiServices['intake']): Promise<StartPicture | null> {
  if (image === undefined) {
    if (mask !== undefined) throw failure('invalid', 'api.needs', { name: 'mask', needed: 'image' });
    return null;
  }
  const picture = await pictureIn('image', image, intake);
  return startFrom(picture, mask === undefined ? undefined : await pictureIn('mask', mask, intake));
}

function said<Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]: Value });
}
