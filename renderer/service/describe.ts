import { offeredAnimators } from '#renderer/admission/valid-animate.ts';
import { offeredPreprocessors } from '#renderer/admission/valid-preprocess.ts';
import type { Admission } from '#renderer/admission/valid-request.ts';
import type { OfferedSampler } from '#renderer/admission/valid-sampling.ts';
import { neededBesidesWords } from '#renderer/admission/valid-source.ts';
import { admittedTasks } from '#renderer/admission/valid-task.ts';
import { NEWER_FIELDS } from '#renderer/admission/valid-variation.ts';
import type { Engine } from '#renderer/engine/contract/engine.ts';
import type { CatalogModel, Listing } from '#renderer/models/model.ts';
import { pullableModels } from '#renderer/models/pullable.ts';
import { type CatalogSeer, firstCaptioner } from '#renderer/models/seers.ts';
import type { Defaults, Description, Model, SamplerInfo, SeerInfo } from '#shared/contract/messages.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { message } from '#shared/text/failure.ts';
import { toWire } from '#shared/text/wire.ts';

/** The answer of Describe: what a request will be measured against, and on what device it will run. */
export function describe(
  { models, samplers, limits }: Admission,
  renderer: { readonly name: string; readonly version: string; readonly engine: Engine },
): Description {
  const { name, version, engine } = renderer;
  const starting = { provider: '', reason: sharedEnglish.say(message('device.starting')), threads: 0 };
  const device = engine.state.device ?? starting;
  return {
    name,
    version,
    device,
    models: models.usable.map(toModel),
    samplers: samplers.map(toSampler),
    limits,
    tasks: admittedTasks({ models }),
    draws: NEWER_FIELDS,
    preprocessors: offeredPreprocessors(models),
    upscalers: models.upscalers.map(({ name, scale, licence, noisy }) => ({
      ...{ name, scale, licence: licence ?? '', denoises: noisy !== null },
    })),
    describers: models.describers.map(toSeer),
    segmenters: models.segmenters.map((each) => ({ ...toSeer(each), words: firstCaptioner(models) !== null })),
    restorers: models.restorers.map(({ name, licence }) => ({ name, kind: 'faces', licence })),
    pullable: pullableModels(models),
    animators: offeredAnimators(models),
  };
}

function toSeer({ name, kind, licence }: CatalogSeer): SeerInfo {
  return { name, kind, licence: licence ?? '' };
}

function toSampler({ name, hasKarras, stepsMax = 0, hasSpacing = false }: OfferedSampler): SamplerInfo {
  return { name, hasKarras, stepsMax, hasSpacing };
}

// Paths stay here.
function toModel(described: CatalogModel): Model {
  const { files: _f, traits, spacing, tokenizer: _t, textLayers: _l, listed, words = [], notes, ...rest } = described;
  const { imageAdapters = [], controls = [], ...model } = rest;
  const adapters = model.adapters.map(({ name, kind, weight = 1, standing, triggers = [], notes = [] }) => {
    return { name, kind, weight, switchable: !standing, triggers, notes: notes.map(toWire) };
  });
  // A file that says trailing means it: such a model is not drawn rightly with levels of another rule.
  const own = spacing === 'trailing' ? { spacing } : null;
  const defaults = listed || own ? toDefaults({ ...own, ...listed?.defaults }) : null;
  const offered = imageAdapters.map(({ name, kind, licence }) => ({ name, kind, licence: licence ?? '' }));
  const controlNetworks = controls.map(({ name, kind, licence }) => ({
    name,
    kind: kind === 'adapter' ? 't2i-adapter' : kind,
    licence: licence ?? '',
  }));
  const said = { words, notes: notes.map(toWire), imageAdapters: offered, controlNetworks };
  return { ...model, adapters, defaults, needs: neededBesidesWords(traits), ...said };
}

// Guidance 0 and 1 are the same, and 0 is what says nothing.
function toDefaults({ guidance = 0, ...said }: Listing['defaults']): Defaults {
  const { sampler = '', karras = false, steps = 0, clipSkip = 0, spacing = '' } = said;
  return { sampler, karras, steps, guidance: guidance === 0 ? 0 : Math.max(guidance, 1), clipSkip, spacing };
}
