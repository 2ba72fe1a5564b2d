import { PLAIN_STYLE, type Preset, type PresetSettings } from '#bot/domain/preset.ts';
import { readAdapters } from '#bot/presets/adapters.ts';
import { readNetworks } from '#bot/presets/control-networks.ts';
import { readSamplerName, unknownName, unknownSpacing } from '#bot/presets/names.ts';
import type { ClusterOffer } from '#bot/presets/offer.ts';
import { guidanceIn, type RangedNumber, sayable, sideProblems, stepsIn } from '#bot/presets/ranges.ts';
import { readTemplate } from '#bot/presets/template.ts';
import { problemNotice } from '#bot/prompt/problems.ts';
import { readWords } from '#bot/prompt/read-prompt.ts';
import { say } from '#bot/text/say.ts';
import {
  CONTROL_UNITS_MAX,
  CONTROL_WEIGHT_MAX,
  type TimestepSpacing,
  timestepSpacing,
} from '#shared/contract/bounds.ts';
import type { AdapterUse, Limits } from '#shared/contract/messages.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message } from '#shared/text/message.ts';

/** Characters of something typed that a sentence repeats. */
const SHOWN_MAX = 40;

/**
 * A preset as a member gives it. Absent, null and empty mean "not said". An edit is the old preset with what changed.
 */
export interface TypedPreset {
  readonly name: string;
  readonly description?: string | null;
  readonly template?: string | null;
  readonly negative?: string | null;
  readonly model?: string | null;
  /** `detail:0.8, other`, or a list. */
  readonly adapters?: string | readonly AdapterUse[] | null;
  readonly sampler?: string | null;
  readonly karras?: boolean | null;
  /** Of timesteps, also in A1111's word. */
  readonly spacing?: string | null;
  readonly steps?: number | null;
  readonly guidance?: number | null;
  /** `512x768`; goes before width and height. */
  readonly size?: string | null;
  readonly width?: number | null;
  readonly height?: number | null;
  readonly clipSkip?: number | null;
  /** `canny:0.8:0:0.5, depth, guess`. */
  readonly control?: string | null;
  readonly likeStrength?: number | null;
  /** In no list; see PresetAccess. */
  readonly hidden?: boolean | null;
}

/** The checked preset and what was changed on the way, or sentences that say what is wrong. */
export type ValidPreset =
  | { readonly ok: true; readonly preset: NamedSettings; readonly notices: readonly Message[] }
  | { readonly ok: false; readonly problems: readonly Message[] };

/** A preset without owner, roles and dates. */
export type NamedSettings = PresetSettings & Pick<Preset, 'name' | 'description' | 'hidden'>;

const NAME_MAX = 32;
const DESCRIPTION_MAX = 100;
const NEGATIVE_MAX = 1000;
const CLIP_SKIP_MAX = 4;

/** Of a picture beside the words; more than this is noise. */
export const LIKE_STRENGTH_MAX = 2;

/**
 * Checks all that a member typed for a style, and says everything that is wrong at once. As long as no renderer has
 * said what it offers (null), names are taken on trust, and ranges are wide. Never throws.
 */
export function validPreset(typed: TypedPreset, known: ClusterOffer | null): ValidPreset {
  const said: Said = { problems: [], notices: [] };
  const offer = known ?? { models: [], samplers: [], limits: WIDE_LIMITS };
  const { limits } = offer;
  const name = presetName(typed.name, said);
  const description = (typed.description ?? '').replace(/\s+/g, ' ').trim();
  checkLength('preset.description-length', { text: description, max: DESCRIPTION_MAX, said });
  const template = take(readTemplate(typed.template ?? ''), said) ?? '{prompt}';
  const negative = (typed.negative ?? '').trim();
  checkLength('preset.negative-length', { text: negative, max: NEGATIVE_MAX, said });
  said.notices.push(...readWords(negative).problems.map((problem) => problemNotice(negative, problem)));
  const model = knownModel(typed.model ?? null, { offer, said });
  const adapters =
    take(readAdapters(typed.adapters ?? [], { offer, model, adaptersMax: limits.adaptersMax }), said) ?? [];
  const sampler = knownSampler(typed, { offer, said });
  const spacing = knownSpacing(typed.spacing ?? null, said);
  const steps = ranged(typed.steps, { range: (given) => stepsIn(given, limits), said });
  const guidance = ranged(typed.guidance, { range: (given) => guidanceIn(given, limits), said });
  const size = sizeOf(typed, { limits, said });
  const clipSkip = clipSkipOf(typed.clipSkip ?? null, said);
  const pictures = ofPictures(typed, said);
  if (said.problems.length > 0) return { ok: false, problems: said.problems };
  const settings = {
    template,
    negative,
    model,
    adapters,
    ...sampler,
    spacing,
    steps,
    guidance,
    ...size,
    clipSkip,
    ...pictures,
  };
  const hidden = typed.hidden ?? false;
  return { ok: true, preset: { name, description, hidden, ...settings }, notices: said.notices };
}

/** What is found out on the way. */
interface Said {
  readonly problems: Message[];
  readonly notices: Message[];
}

/** Bounds for as long as no renderer has told its own. */
const WIDE_LIMITS: Limits = {
  sideMin: 64,
  sideMax: 4096,
  sideMultiple: 8,
  pixelsMax: 2 ** 26,
  stepsMax: 1000,
  countMax: 4,
  guidanceMax: 100,
  promptCharsMax: 4000,
  adaptersMax: 8,
  queueMax: 0,
  graceMs: 0,
};

function presetName(typed: string, said: Said): string {
  const name = typed
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  const isName = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u.test(name) && name.length <= NAME_MAX;
  if (!isName) {
    said.problems.push(say('preset.name', { max: NAME_MAX, given: cut(typed, SHOWN_MAX) }));
  } else if (name === PLAIN_STYLE) {
    said.problems.push(say('preset.name-taken', { name: PLAIN_STYLE }));
  } else if (name !== typed.trim()) {
    said.notices.push(say('preset.name-written', { name }));
  }
  return name;
}

function knownModel(typed: string | null, { offer, said }: { offer: ClusterOffer; said: Said }): string | null {
  const name = (typed ?? '').trim();
  if (name === '') return null;
  const model = offer.models.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (model === undefined && offer.models.length > 0) {
    said.problems.push(unknownName('model', { name, known: offer.models }));
  }
  return model?.name ?? name;
}

function knownSampler(
  typed: TypedPreset,
  { offer, said }: { offer: ClusterOffer; said: Said },
): Pick<PresetSettings, 'sampler' | 'karras'> {
  if ((typed.sampler ?? '').trim() === '') return { sampler: null, karras: typed.karras ?? null };
  const { name, karras } = readSamplerName(typed.sampler!);
  const sampler = offer.samplers.find((each) => each.name === name);
  if (sampler === undefined && offer.samplers.length > 0) {
    said.problems.push(unknownName('sampler', { name: typed.sampler!.trim(), known: offer.samplers }));
  }
  const wantsKarras = karras || (typed.karras ?? null);
  if (wantsKarras && sampler?.hasKarras === false) {
    said.notices.push(say('preset.no-karras', { sampler: name }));
    return { sampler: name, karras: false };
  }
  return { sampler: name, karras: wantsKarras };
}

function knownSpacing(typed: string | null, said: Said): TimestepSpacing | null {
  if ((typed ?? '').trim() === '') return null;
  const spacing = timestepSpacing(typed!);
  if (spacing === null) said.problems.push(unknownSpacing(typed!));
  return spacing;
}

function ranged(
  given: number | null | undefined,
  { range, said }: { range: (given: number) => RangedNumber; said: Said },
): number | null {
  if (given == null) return null;
  const number = range(given);
  if ('problem' in number) {
    said.problems.push(number.problem);
    return null;
  }
  if (number.notice !== undefined) said.notices.push(number.notice);
  return number.value;
}

function sizeOf(
  typed: TypedPreset,
  { limits, said }: { limits: Limits; said: Said },
): Pick<PresetSettings, 'width' | 'height'> {
  const size = (typed.size ?? '').trim();
  const match = /^(\d{1,6})\s*[x×]\s*(\d{1,6})$/i.exec(size);
  if (size !== '' && match === null) {
    said.problems.push(say('preset.size', { given: cut(size, SHOWN_MAX) }));
  }
  const width = match === null ? (typed.width ?? null) : Number(match[1]);
  const height = match === null ? (typed.height ?? null) : Number(match[2]);
  if (width !== null) said.problems.push(...sideProblems('width', { value: width, limits }));
  if (height !== null) said.problems.push(...sideProblems('height', { value: height, limits }));
  return { width, height };
}

function clipSkipOf(given: number | null, said: Said): number | null {
  if (given === null || (Number.isInteger(given) && given >= 0 && given <= CLIP_SKIP_MAX)) return given;
  said.problems.push(say('preset.clip-skip', { max: CLIP_SKIP_MAX, given: sayable(given) }));
  return null;
}

/** What acts on pictures that are given beside the words. Whether a model has such networks is seen when it draws. */
function ofPictures(
  { control: typed, likeStrength: given }: TypedPreset,
  said: Said,
): Pick<PresetSettings, 'control' | 'likeStrength'> {
  const control = (typed ?? '').trim() || null;
  const { networks, problems } = readNetworks(control ?? '');
  said.problems.push(...problems);
  if (networks.length > CONTROL_UNITS_MAX)
    said.problems.push(say('imagine.controls-max', { max: CONTROL_UNITS_MAX, given: networks.length }));
  for (const { weight = 1, from = 0, to = 1 } of networks) {
    if (!(weight > 0 && weight <= CONTROL_WEIGHT_MAX))
      said.problems.push(say('order.control-weight', { max: CONTROL_WEIGHT_MAX, given: weight }));
    if (!(from >= 0 && from < to && to <= 1)) said.problems.push(say('order.control-span', { from, to }));
  }
  if (given != null && !(given > 0 && given <= LIKE_STRENGTH_MAX))
    said.problems.push(say('order.like-strength', { max: LIKE_STRENGTH_MAX, given }));
  return { control, likeStrength: given ?? null };
}

function checkLength(
  key: 'preset.description-length' | 'preset.negative-length',
  { text, max, said }: { text: string; max: number; said: Said },
): void {
  if (text.length > max) said.problems.push(say(key, { max, given: text.length }));
}

function take<T>(read: { readonly value: T | null } & Said, said: Said): T | null {
  said.problems.push(...read.problems);
  said.notices.push(...read.notices);
  return read.value;
}
