import { PLAIN_STYLE } from '#bot/domain/preset.ts';
import { readSamplerName, unknownName, unknownSpacing } from '#bot/presets/names.ts';
import { drawsFromWords, hasAdapters } from '#bot/presets/offer.ts';
import { fitToModel } from '#bot/presets/starters.ts';
import { isListed, type StyleReader, styleDenial } from '#bot/presets/style-access.ts';
import type { VisiblePreset } from '#bot/presets/visible-presets.ts';
import { presetNamed } from '#bot/presets/visible-presets.ts';
import { say } from '#bot/text/say.ts';
import { timestepSpacing, WEIGHTINGS, type Weighting } from '#shared/contract/bounds.ts';
import { isNamed } from '#shared/contract/civitai-name.ts';
import type { Model, SamplerInfo } from '#shared/contract/messages.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message } from '#shared/text/message.ts';

/** What there is to draw with. */
export interface StyleSources {
  /** The server's own presets and the ready-made ones. */
  readonly presets: readonly VisiblePreset[];
  /** The style used where a member names none; null = plain. */
  readonly defaultStyle: string | null;
  /** Who asks: a style that is for others is refused. Somebody without roles where left out. */
  readonly reader?: StyleReader;
  /** All models of all renderers, each name once. */
  readonly models: readonly Model[];
  readonly samplers: readonly SamplerInfo[];
}

/** What was named, in an option or a flag. */
export interface Named {
  readonly style: string | undefined;
  readonly model: string | undefined;
}

/** A style with a model that can draw it, or sentences that say why there is none. */
export type StyleChoice =
  | {
      readonly kind: 'chosen';
      readonly preset: VisiblePreset | null;
      readonly model: Model;
      readonly notices: readonly Message[];
    }
  | { readonly kind: 'refused'; readonly problem: Message };

/** A style that was named must be drawn as it is; one that is only the default gives way, with a notice. */
export function chooseStyle(offer: StyleSources, named: Named): StyleChoice {
  const model = named.model === undefined ? null : findNamed(offer.models, named.model);
  if (model === undefined) return refused(unknownName('model', { name: named.model!, known: offer.models }));
  const wanted = named.style ?? offer.defaultStyle ?? PLAIN_STYLE;
  if (wanted.trim().toLowerCase() === PLAIN_STYLE) return plain(model ?? defaultModel(offer.models));
  const preset = presetNamed(offer.presets, wanted);
  const drawn =
    preset === undefined
      ? refused(unknownName('style', { name: wanted, known: [{ name: PLAIN_STYLE }, ...listed(offer)] }))
      : withPreset(offer, { preset, model });
  if (drawn.kind === 'chosen' || named.style !== undefined) return drawn;
  const notice = say('order.without-style', { style: wanted, why: drawn.problem });
  return plain(model ?? defaultModel(offer.models), [notice]);
}

/** The first real model that draws from words; the demonstration only when there is nothing else. There is a model. */
export function defaultModel(models: readonly Model[]): Model {
  return models.find((model) => !model.demonstration && drawsFromWords(model)) ?? models[0]!;
}

/** A preset that names no model is drawn with the first that has its adapters, real ones before the demonstration. */
function modelFor(models: readonly Model[], preset: VisiblePreset): Model {
  const realFirst = models.toSorted((a, b) => Number(a.demonstration) - Number(b.demonstration));
  return realFirst.find((model) => drawsFromWords(model) && hasAdapters(model, preset)) ?? defaultModel(models);
}

/** A sampler with its spacing of noise levels, or a sentence that says why there is none. */
export type SamplerChoice = { readonly name: string; readonly karras: boolean } | { readonly problem: Message };

/** `named` is a flag's word, also as A1111 writes it ("DPM++2M-Karras"). */
export function chooseSampler(
  { samplers }: StyleSources,
  {
    named,
    preset,
    model,
  }: { readonly named: string | undefined; readonly preset: VisiblePreset | null; readonly model?: Model },
): SamplerChoice {
  if (named !== undefined) {
    const { name, karras } = readSamplerName(named);
    const sampler = samplers.find((candidate) => candidate.name === name);
    if (sampler === undefined) return { problem: unknownName('sampler', { name: named, known: samplers }) };
    return { name, karras: sampler.hasKarras && (karras || name === DEFAULT_SAMPLER) };
  }
  const usual = usualSampler(samplers, model);
  const name = preset?.sampler ?? usual?.name;
  const sampler = samplers.find((candidate) => candidate.name === name);
  if (sampler === undefined) return { problem: unknownName('sampler', { name: name ?? '', known: samplers }) };
  const usualKarras = name === usual?.name ? usual?.karras : name === DEFAULT_SAMPLER;
  return { name: sampler.name, karras: sampler.hasKarras && (preset?.karras ?? usualKarras ?? false) };
}

/** The spacing of timesteps; '' = as the model likes it. A sentence where it was asked for and cannot be had. */
export interface SpacingChoice {
  readonly spacing: string;
  readonly problems: readonly Message[];
  readonly notices: readonly Message[];
}

/** `named` is a flag's word, also A1111's. A sampler with timesteps of its own goes on without, and that is said. */
export function chooseSpacing({
  named,
  preset,
  model,
  sampler,
}: {
  readonly named: string | undefined;
  readonly preset: VisiblePreset | null;
  readonly model: Model;
  readonly sampler: SamplerInfo | undefined;
}): SpacingChoice {
  const flag = named === undefined ? null : timestepSpacing(named);
  if (named !== undefined && flag === null) return { spacing: '', problems: [unknownSpacing(named)], notices: [] };
  const asked = flag ?? preset?.spacing ?? null;
  if (sampler?.hasSpacing) return { spacing: asked ?? (model.defaults?.spacing || ''), problems: [], notices: [] };
  const notices = asked === null ? [] : [say('order.no-spacing', { sampler: sampler?.name ?? '', spacing: asked })];
  return { spacing: '', problems: [], notices };
}

/** How weights act, as a flag's word says; null = as usual, which is A1111's way. */
export function chooseWeighting(named: string | undefined): {
  readonly weighting: Weighting | null;
  readonly problems: readonly Message[];
} {
  const weighting = WEIGHTINGS.find((one) => one === named?.toLowerCase()) ?? null;
  if (named === undefined || weighting) return { weighting, problems: [] };
  return { weighting, problems: [say('order.weighting', { given: cut(named, NAMED_SHOWN_MAX), known: WEIGHTINGS })] };
}

const NAMED_SHOWN_MAX = 40;

/** What the model's operator says, as far as every renderer has it; otherwise this program's own. */
function usualSampler(
  samplers: readonly SamplerInfo[],
  model: Model | undefined,
): { readonly name: string; readonly karras: boolean } | undefined {
  const said = model?.defaults;
  if (said && samplers.some(({ name }) => name === said.sampler)) return { name: said.sampler, karras: said.karras };
  const own = samplers.find(({ name }) => name === DEFAULT_SAMPLER) ?? samplers[0];
  return own && { name: own.name, karras: own.name === DEFAULT_SAMPLER };
}

/** Good at 20 steps with Karras spacing (Lu et al. 2022, Karras et al. 2022). */
const DEFAULT_SAMPLER = 'dpmpp_2m';

function plain(model: Model, notices: readonly Message[] = []): StyleChoice {
  return { kind: 'chosen', preset: null, model, notices };
}

const WITHOUT_ROLES: StyleReader = { isModerator: false };

function listed({ presets, reader = WITHOUT_ROLES }: StyleSources): readonly VisiblePreset[] {
  return presets.filter((preset) => isListed(preset, reader));
}

function withPreset(
  offer: StyleSources,
  { preset, model }: { preset: VisiblePreset; model: Model | null },
): StyleChoice {
  const denial = styleDenial(preset, offer.reader ?? WITHOUT_ROLES);
  if (denial) return refused(denial);
  const own = preset.model === null ? modelFor(offer.models, preset) : findNamed(offer.models, preset.model);
  const used = model ?? own;
  if (used === undefined) {
    return refused(say('order.style-model-gone', { style: preset.name, model: preset.model ?? '' }));
  }
  if (preset.model !== null && used !== own) {
    return refused(say('order.style-other-model', { style: preset.name, model: preset.model, other: used.name }));
  }
  if (hasAdapters(used, preset)) return { kind: 'chosen', preset: fitToModel(preset, used), model: used, notices: [] };
  const missing = preset.adapters.find((use) => !used.adapters.some((adapter) => adapter.name === use.name))!;
  return refused(say('order.style-adapter', { style: preset.name, adapter: missing.name, model: used.name }));
}

function refused(problem: Message): { readonly kind: 'refused'; readonly problem: Message } {
  return { kind: 'refused', problem };
}

function findNamed<T extends { readonly name: string }>(all: readonly T[], name: string): T | undefined {
  return all.find((each) => each.name === name) ?? all.find((each) => isNamed(each.name, name));
}
