import { realpath } from 'node:fs/promises';
import { type CatalogAnimator, createAnimatorFinder } from '#renderer/models/animators.ts';
import type { CatalogPlaces } from '#renderer/models/candidates.ts';
import { type Controls, createControlFinder } from '#renderer/models/controls.ts';
import type { Roots } from '#renderer/models/find-location.ts';
import { createImagePromptFinder, type ImagePromptParts } from '#renderer/models/image-adapters.ts';
import { type CatalogPreprocessor, createPreprocessorFinder } from '#renderer/models/preprocessors.ts';
import { type CatalogRestorer, createRestorerFinder } from '#renderer/models/restorers.ts';
import { type CatalogSeer, createSeerFinder } from '#renderer/models/seers.ts';
import { createTimelyLooks } from '#renderer/models/timely-looks.ts';
import { type CatalogUpscaler, createUpscalerFinder } from '#renderer/models/upscalers.ts';
import type { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** Networks that are used alone, not with a model that draws; of each kind the smallest first. */
export interface LoneNetworks {
  /** What makes pictures larger. */
  readonly upscalers: readonly CatalogUpscaler[];
  /** What mends faces. */
  readonly restorers: readonly CatalogRestorer[];
  /** What says what is in pictures, and what finds things in them. */
  readonly describers: readonly CatalogSeer[];
  readonly segmenters: readonly CatalogSeer[];
  /** What finds what control pictures show. */
  readonly preprocessors: readonly CatalogPreprocessor[];
  /** What makes pictures move. */
  readonly animators: readonly CatalogAnimator[];
}

/** None of them. */
export const NO_NETWORKS: LoneNetworks = {
  upscalers: [],
  restorers: [],
  describers: [],
  segmenters: [],
  preprocessors: [],
  animators: [],
};

/** Everything that lies in the models folder, or was pulled, beside models. */
export interface BesideModels {
  readonly imagePrompts: ImagePromptParts;
  readonly controls: Controls;
  readonly networks: LoneNetworks;
  /** Why something cannot be used, by its name. */
  readonly refused: ReadonlyMap<string, Failure>;
}

/** Looks for all of it. What does not answer in time is not there. */
export type FindBeside = (places: Pick<CatalogPlaces, 'modelsFolder' | 'hubFolder'>) => Promise<BesideModels>;

const NONE: ReadonlyMap<string, Failure> = new Map();
const NO_ADAPTERS: ImagePromptParts = { adapters: [], refused: NONE };
const NOTHING = { usable: [], refused: NONE };
const NO_SEERS = { describers: [], segmenters: [], refused: NONE };

/** A finder that has seen nothing yet. What is left out is logged, once. */
export function createBesideFinder(log: Log): FindBeside {
  const imagePrompts = inTime(createImagePromptFinder(log), NO_ADAPTERS);
  const controls = inTime(createControlFinder(log), NOTHING);
  const preprocessors = inTime(createPreprocessorFinder(log), NOTHING);
  const animators = inTime(createAnimatorFinder(log), NOTHING);
  const seers = inTime(createSeerFinder(log), NO_SEERS);
  const [upscalersIn, restorersIn] = [createUpscalerFinder(log), createRestorerFinder(log)];
  const upscalers = inTime(({ modelsFolder }) => upscalersIn(modelsFolder), NOTHING);
  const restorers = inTime(({ modelsFolder }) => restorersIn(modelsFolder), NOTHING);
  return async ({ modelsFolder, hubFolder }) => {
    // Where there is no such folder yet, there can be what was pulled all the same.
    const root = modelsFolder && (await realpath(modelsFolder).catch(() => modelsFolder));
    const roots = root ? { modelsFolder: root, hubFolder: hubFolder ?? root } : null;
    const prompts = await imagePrompts(roots);
    const control = await controls(roots);
    const larger = await upscalers(roots);
    const mending = await restorers(roots);
    const seeing = await seers(roots);
    const prepared = await preprocessors(roots);
    const moving = await animators(roots);
    const all = [moving, larger, mending, prompts, control, seeing, prepared];
    return {
      imagePrompts: prompts,
      controls: control,
      networks: {
        upscalers: larger.usable,
        restorers: mending.usable,
        describers: seeing.describers,
        segmenters: seeing.segmenters,
        preprocessors: prepared.usable,
        animators: moving.usable,
      },
      refused: new Map(all.flatMap(({ refused }) => [...refused])),
    };
  };
}

/**
 * Both together, the operator's first: where a network is not named it is the first that is taken. What has the name of
 * one of the operator's is hidden by it.
 */
export function withBundled(own: BesideModels, bundled: BesideModels): BesideModels {
  const { networks, imagePrompts, controls } = own;
  return {
    imagePrompts: { ...imagePrompts, adapters: behind(imagePrompts.adapters, bundled.imagePrompts.adapters) },
    controls: { ...controls, usable: behind(controls.usable, bundled.controls.usable) },
    networks: {
      ...networks,
      upscalers: behind(networks.upscalers, bundled.networks.upscalers),
      describers: behind(networks.describers, bundled.networks.describers),
    },
    refused: new Map([...bundled.refused, ...own.refused]),
  };
}

function behind<Named extends { readonly name: string }>(
  own: readonly Named[],
  bundled: readonly Named[],
): readonly Named[] {
  return [...own, ...bundled.filter(({ name }) => own.every((each) => each.name !== name))];
}

function inTime<Found>(look: (roots: Roots) => Promise<Found>, none: Found): (roots: Roots | null) => Promise<Found> {
  const looks = createTimelyLooks<Found>();
  return async (roots) => (roots && (await looks.at('', () => look(roots)))) ?? none;
}
