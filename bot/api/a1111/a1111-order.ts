import { controlOf } from '#bot/api/a1111/control-units.ts';
import { type Body, bodyOf, numberIn, switchIn, textIn, textsIn } from '#bot/api/a1111/read-request.ts';
import {
  checkFields,
  IMG2IMG_RULES,
  MASKLESS_RULES,
  SETTING_RULES,
  TWICE_RULES,
  TXT2IMG_RULES,
} from '#bot/api/a1111/request-fields.ts';
import { anyRefiner, apiOrder } from '#bot/api/api-order.ts';
import type { ApiServices } from '#bot/api/door.ts';
import { pictureIn, startFrom } from '#bot/api/given-pictures.ts';
import type { Order, StartPicture } from '#bot/domain/job.ts';
import { invertedMask } from '#bot/image/alpha-mask.ts';
import { failure, failureOf, say } from '#bot/text/say.ts';
import { hiresSize } from '#shared/contract/hires-size.ts';
import type { Message } from '#shared/text/message.ts';

/** An order, and what of the request was decided by other means. */
export interface A1111Order {
  readonly order: Order;
  readonly notices: readonly Message[];
}

/** What A1111 takes where a request says nothing (its modules/processing.py). */
const USUAL = { side: 512, denoising: 0.75, hiresScale: 2 };

/** Samplers whose usual noise levels here are Karras', and so cannot lie otherwise. */
const ALWAYS_KARRAS = /^dpm\+\+ 2m$/i;

/** The order that a request of A1111's API asks for. Throws `invalid` with everything that cannot be had. */
export async function a1111Order(
  body: Body,
  way: 'txt2img' | 'img2img',
  services: Pick<ApiServices, 'intake' | 'presets'>,
): Promise<A1111Order> {
  const notices = checkFields(body, rulesFor(body, way));
  const settings = bodyOf(body.override_settings ?? {});
  const settingNotices = checkFields(settings, SETTING_RULES);
  const start = way === 'img2img' ? await startOf(body, services) : undefined;
  const { control, isGuess } = await controlOf(bodyOf(body.alwayson_scripts ?? {}), services);
  const model = modelNamed(textIn(settings, 'sd_model_checkpoint'));
  const order = apiOrder({
    prompt: textIn(body, 'prompt'),
    ...filled('negative', textIn(body, 'negative_prompt')),
    ...filled('model', model),
    ...styleOf(body),
    ...samplerOf(body),
    ...numbersOf(body),
    ...(way === 'txt2img' ? hiresOf(body) : { strength: numberIn(body, 'denoising_strength') ?? USUAL.denoising }),
    ...(await refinerOf(body, services)),
    ...(start && { start }),
    ...(control.length > 0 && { control }),
    ...(isGuess && { controlGuess: true }),
  });
  const said = [...notices, ...settingNotices, ...sizeNotices(body)];
  return { order, notices: isIdlePass(body, way) ? [...said, say('a1111.same-size')] : said };
}

/** By what a request asks for: fields about what it leaves out say nothing. */
function rulesFor(body: Body, way: 'txt2img' | 'img2img'): Parameters<typeof checkFields>[1] {
  if (way === 'img2img') return maskIn(body) === '' ? MASKLESS_RULES : IMG2IMG_RULES;
  return switchIn(body, 'enable_hr') === true && !isIdlePass(body, way) ? TWICE_RULES : TXT2IMG_RULES;
}

/** Whether a second pass is asked for that enlarges nothing, as AIYA does: its numbers say nothing then. */
function isIdlePass(body: Body, way: 'txt2img' | 'img2img'): boolean {
  return way === 'txt2img' && switchIn(body, 'enable_hr') === true && hiresScale(body) === 1;
}

/** Empty where there is none. */
function maskIn(body: Body): string {
  const mask = textIn(body, 'mask');
  return mask === 'string' ? '' : mask;
}

/** `name.safetensors [0123456789]` as A1111 titles it, or the name alone. */
export function modelNamed(title: string): string {
  return title
    .replace(/\s*\[[0-9a-f]+\]$/, '')
    .replace(/\.(safetensors|ckpt)$/, '')
    .trim();
}

function numbersOf(body: Body) {
  const seed = numberIn(body, 'seed') ?? -1;
  const guidance = numberIn(body, 'cfg_scale');
  const steps = numberIn(body, 'steps');
  return {
    seed,
    ...sizeOf(body),
    count: (numberIn(body, 'batch_size') ?? 1) * (numberIn(body, 'n_iter') ?? 1),
    ...(guidance !== null && { guidance }),
    ...(steps !== null && steps > 0 && { steps }),
  };
}

/** Painting programs send the size of a selection; A1111 takes what of it latents can show, and so is it here. */
function sizeOf(body: Body): { readonly width: number; readonly height: number } {
  const side = (name: string) => {
    const given = numberIn(body, name) ?? USUAL.side;
    return given < SIDE_MULTIPLE ? given : Math.floor(given / SIDE_MULTIPLE) * SIDE_MULTIPLE;
  };
  return { width: side('width'), height: side('height') };
}

function sizeNotices(body: Body): readonly Message[] {
  const { width, height } = sizeOf(body);
  const isCut = (numberIn(body, 'width') ?? width) !== width || (numberIn(body, 'height') ?? height) !== height;
  return isCut ? [say('a1111.size', { width, height })] : [];
}

/** Pixels of a latent's side (the VAE's factor). */
const SIDE_MULTIPLE = 8;

/** One style at most: here they are whole settings, not texts that add up. */
function styleOf(body: Body): { readonly style?: string } {
  // What clients send that have a list of styles, and none of them chosen.
  const styles = textsIn(body, 'styles').filter((name) => name !== 'None');
  if (styles.length > 1) throw failure('invalid', 'a1111.one-style', { given: styles });
  return styles.length === 1 ? { style: styles[0]! } : {};
}

/** `scheduler` says how noise levels or timesteps lie; older clients say it in the sampler's name. */
function samplerOf(body: Body): { readonly sampler?: string; readonly spacing?: string } {
  const named = textIn(body, 'sampler_name') || textIn(body, 'sampler_index');
  const sampler = named === 'string' ? '' : named;
  const scheduler = textIn(body, 'scheduler').trim();
  const own = sampler === '' ? {} : { sampler };
  switch (scheduler.toLowerCase().replace(/[ _-]+/g, ' ')) {
    case '':
    case 'automatic':
    case 'string':
      return own;
    case 'karras':
      return sampler === '' || /karras$/i.test(sampler) ? own : { sampler: `${sampler} Karras` };
    case 'sgm uniform':
      return { ...own, spacing: 'trailing' };
    case 'normal':
    case 'uniform':
      if (!ALWAYS_KARRAS.test(sampler)) return own;
  }
  throw failureOf('invalid', [say('a1111.scheduler', { given: scheduler.slice(0, 40), known: SCHEDULERS })]);
}

/** Schedule types that can be asked for, by A1111's labels. */
export const SCHEDULERS = ['Automatic', 'Uniform', 'Karras', 'SGM Uniform'] as const;

/** Without its switch, or without anything to enlarge, the second pass' numbers say nothing. */
function hiresOf(body: Body): Partial<Pick<Order, 'hires' | 'hiresBy'>> {
  if (!switchIn(body, 'enable_hr') || hiresScale(body) === 1) return {};
  const upscaler = textIn(body, 'hr_upscaler') || 'Latent';
  const hiresBy = /^latent/i.test(upscaler) ? 'latent' : 'pixels';
  if (hiresBy === 'pixels' && !/^(none|lanczos|nearest)$/i.test(upscaler))
    throw failure('invalid', 'a1111.hires-upscaler', { given: upscaler.slice(0, 40) });
  return { hires: hiresScale(body), hiresBy };
}

/** Either how many times as large, or a size: one side of it, or both where the picture need not be cut for it. */
function hiresScale(body: Body): number {
  const { width, height } = sizeOf(body);
  const [x, y] = [numberIn(body, 'hr_resize_x') || null, numberIn(body, 'hr_resize_y') || null];
  if (x === null && y === null) return numberIn(body, 'hr_scale') ?? USUAL.hiresScale;
  const scale = x === null ? y! / height : x / width;
  const isCut = x !== null && y !== null && Math.abs(hiresSize({ width, height }, scale).height - y) > SIDE_SLACK;
  if (isCut) throw failureOf('invalid', [say('a1111.unsupported', { name: 'hr_resize_y', given: String(y) })]);
  return scale;
}

/** Sides are rounded to as much, before a second pass and after it. Pixels. */
const SIDE_SLACK = 16;

async function refinerOf(
  body: Body,
  { presets }: Pick<ApiServices, 'presets'>,
): Promise<Partial<Pick<Order, 'refiner' | 'handover'>>> {
  const named = modelNamed(textIn(body, 'refiner_checkpoint'));
  if (named === '' || named === 'None') return {};
  const handover = numberIn(body, 'refiner_switch_at');
  const refiner = named === 'refiner' ? anyRefiner(await presets.offer()) : named;
  return { refiner, ...(handover !== null && { handover }) };
}

async function startOf(body: Body, { intake }: Pick<ApiServices, 'intake'>): Promise<StartPicture> {
  const pictures = textsIn(body, 'init_images');
  if (pictures.length !== 1) throw failure('invalid', 'a1111.one-picture', { given: pictures.length });
  const picture = await pictureIn('init_images', pictures[0]!, intake);
  const mask = maskIn(body);
  if (mask === '') return startFrom(picture);
  const given = await pictureIn('mask', mask, intake);
  const isInverted = switchIn(body, 'inpainting_mask_invert') === true;
  if (!isInverted) return startFrom(picture, given);
  return startFrom(picture, await intake.keep(await invertedMask((await intake.look(given.image.sha256))!)));
}

function filled<Name extends string>(name: Name, text: string): { [Key in Name]?: string } {
  return text === '' ? {} : ({ [name]: text } as { [Key in Name]: string });
}
