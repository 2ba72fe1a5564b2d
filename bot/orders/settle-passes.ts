import type { Order } from '#bot/domain/job.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import type { PictureSize, SettledSize } from '#bot/orders/settle-size.ts';
import { unknownName } from '#bot/presets/names.ts';
import { REFINER_FAMILY } from '#bot/presets/offer.ts';
import type { Flags } from '#bot/prompt/syntax.ts';
import { say } from '#bot/text/say.ts';
import { hiresSize } from '#shared/contract/hires-size.ts';
import type { Limits, Model } from '#shared/contract/messages.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message } from '#shared/text/message.ts';

/** What follows on the first pass of a picture, and what is wrong with what was asked. */
export interface SettledPasses extends Pick<TaskOf<'draw'>, 'hires' | 'refiner'> {
  readonly problems: readonly Message[];
}

/** Sides may become this many times longer in a second pass (proto, Hires.scale). */
export const HIRES_SCALE_MAX = 4;

/**
 * How much of an enlarged picture is drawn anew: enlarged latents are blurred and need more of it than pixels, as the
 * hires fix of A1111 is used.
 */
export const HIRES_STRENGTH = { latent: 0.65, pixels: 0.45, upscaler: 0.45 };

/** Whose latents a refiner reads. */
const REFINED_FAMILIES: readonly string[] = ['sdxl', 'ssd1b', 'vega'];

/** A second pass at a larger size, and the model that takes over before the end. */
export function settlePasses(
  order: Order,
  {
    flags,
    ...asked
  }: {
    readonly flags: Flags;
    readonly model: Model;
    readonly models: readonly Model[];
    /** A size that cannot be drawn is told about by itself. */
    readonly size: SettledSize;
    readonly steps: number;
    readonly count: number;
    readonly limits: Limits;
    readonly upscalers?: readonly string[];
  },
): SettledPasses {
  const { size } = asked;
  if ('problems' in size) return { problems: [] };
  const drawn = { ...asked, size: size.size };
  const scale = order.hires ?? flags.hires;
  const named = order.refiner ?? flags.refiner;
  const hires = scale === undefined ? null : settleHires(order, { ...drawn, flags, scale });
  const refiner = named === undefined ? null : settleRefiner(order, { ...drawn, named, flags });
  const both = hires && refiner ? [say('order.hires-refiner')] : [];
  const isStray = hires === null && (order.hiresBy ?? flags.hiresBy) !== undefined;
  return {
    ...(hires && 'scale' in hires ? { hires } : {}),
    ...(refiner && 'model' in refiner ? { refiner } : {}),
    problems: [
      ...both,
      ...(isStray ? [say('order.hires-by-alone')] : []),
      ...(hires && 'problems' in hires ? hires.problems : []),
      ...(refiner && 'problems' in refiner ? refiner.problems : []),
    ],
  };
}

type Problems = { readonly problems: readonly Message[] };

function settleHires(
  { hiresBy, start }: Order,
  {
    scale,
    flags,
    upscalers = [],
    size,
    steps,
    count,
    limits,
  }: {
    readonly scale: number;
    readonly flags: Flags;
    readonly upscalers?: readonly string[];
    readonly size: PictureSize;
    readonly steps: number;
    readonly count: number;
    readonly limits: Limits;
  },
): NonNullable<TaskOf<'draw'>['hires']> | Problems {
  const way = enlargedBy(hiresBy ?? flags.hiresBy ?? 'pixels', upscalers);
  const problems = [
    ...(start ? [say('order.hires-start')] : []),
    ...scaleProblems(scale, { size, count, limits }),
    ...('problems' in way ? way.problems : []),
  ];
  if ('problems' in way || problems.length > 0) return { problems };
  const strength = HIRES_STRENGTH[way.by];
  return { scale, steps: 0, strength: Math.max(strength, Math.ceil(1000 / steps) / 1000), ...way };
}

function scaleProblems(
  scale: number,
  { size, count, limits }: { readonly size: PictureSize; readonly count: number; readonly limits: Limits },
): readonly Message[] {
  if (!(scale > 1 && scale <= HIRES_SCALE_MAX))
    return [say('order.hires-scale', { max: HIRES_SCALE_MAX, given: scale })];
  const { width, height } = hiresSize(size, scale);
  const { sideMax, pixelsMax } = limits;
  const isLarge = Math.max(width, height) > sideMax || width * height * count > pixelsMax;
  return isLarge ? [say('order.hires-size', { width, height, count, sideMax, pixelsMax })] : [];
}

/** Latents, pixels, or the network of a name; `upscaler` is the first of them. */
function enlargedBy(
  asked: string,
  upscalers: readonly string[],
): { readonly by: keyof typeof HIRES_STRENGTH; readonly upscaler?: string } | Problems {
  const wanted = asked.trim().toLowerCase();
  if (wanted === 'latent' || wanted === 'pixels') return { by: wanted };
  const upscaler = wanted === 'upscaler' ? upscalers[0] : upscalers.find((name) => name.toLowerCase() === wanted);
  if (upscaler !== undefined) return { by: 'upscaler', upscaler };
  return {
    problems: [
      say('order.hires-by', { given: cut(asked, GIVEN_SHOWN_MAX), known: ['pixels', 'latent', ...upscalers] }),
    ],
  };
}

/** Characters of a name that is not there which a sentence shows. */
const GIVEN_SHOWN_MAX = 60;

function settleRefiner(
  { refiner, handover, start }: Order,
  {
    named,
    flags,
    model,
    models,
  }: { readonly named: string; readonly flags: Flags; readonly model: Model; readonly models: readonly Model[] },
): NonNullable<TaskOf<'draw'>['refiner']> | Problems {
  const refiners = models.filter(({ family }) => family === REFINER_FAMILY);
  if (refiners.length === 0) return { problems: [say('order.no-refiner')] };
  const wanted = (refiner ?? named).trim().toLowerCase();
  const found = refiners.find(({ name }) => name.toLowerCase() === wanted);
  if (!found) return { problems: [unknownName('model', { name: named, known: refiners })] };
  const highNoiseFraction = handover ?? flags.handover ?? 0;
  const problems = [
    ...(REFINED_FAMILIES.includes(model.family) ? [] : [say('order.refiner-family', { model: model.name })]),
    ...(start?.mask || start?.margins ? [say('order.refiner-part')] : []),
    ...(highNoiseFraction >= 0 && highNoiseFraction < 1 ? [] : [say('order.handover', { given: highNoiseFraction })]),
  ];
  return problems.length > 0 ? { problems } : { model: found.name, highNoiseFraction };
}
