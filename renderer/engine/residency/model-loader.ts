import type { Resident } from '#renderer/engine/contract/engine.ts';
import type { ImageAdapterChoice } from '#renderer/engine/contract/image-prompt.ts';
import { adapterUse, type ControlChoice, type ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import type { UpscalerChoice } from '#renderer/engine/contract/upscale-task.ts';
import type { Upscaler } from '#renderer/engine/networks/open-upscaler.ts';
import { controlNeed } from '#renderer/engine/residency/control-need.ts';
import { type ImagePromptNeeds, imagePromptNeeds } from '#renderer/engine/residency/image-prompt-needs.ts';
import { assembleModel, type LoadedControl, type LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import type { LoadOptions } from '#renderer/engine/residency/network-needs.ts';
import { type ModelPlan, networksOf, planModel } from '#renderer/engine/residency/plan-model.ts';
import { type NetworkNeed, ResidentNetworks } from '#renderer/engine/residency/resident-networks.ts';
import { upscalerNeed } from '#renderer/engine/residency/upscaler-need.ts';
import { variantNeeds } from '#renderer/engine/residency/variant-needs.ts';
import { abortable } from '#shared/async/abortable.ts';
import type { Failure } from '#shared/failure.ts';
import { failure } from '#shared/text/failure.ts';

/** What a render needs of one model. */
export interface ModelNeed {
  readonly choice: ModelChoice;
  /** Pictures are made latents of. */
  readonly encodes: boolean;
  /** Its networks see an image's opposite edge beyond its edges: they are others than those of most renders. */
  readonly wraps?: boolean;
  /** IP-Adapters that it has pictures for; none when left out. */
  readonly images?: readonly ImageAdapterChoice[];
  /** What steers its UNet by pictures; one may stand twice. Nothing when left out. */
  readonly controls?: readonly ControlChoice[];
  /** What makes its pictures larger between two passes; nothing when left out. */
  readonly upscaler?: UpscalerChoice | null;
  /** Of the largest picture that it decodes; none when left out. */
  readonly pixels?: number;
}

/** Models that stay loaded until they are given back. */
export interface ModelLease {
  /** As they were asked for. */
  readonly models: readonly LoadedModel[];
  /** Something had to be loaded, or there was no room for it. */
  readonly waited: boolean;
  giveBack(): void;
}

/** A network that stays open until it is given back. */
export interface NetworkUse<Network> {
  readonly network: Network;
  /** It had to be opened, or there was no room for it. */
  readonly waited: boolean;
  giveBack(): void;
}

/** A network by itself; `name` is for sentences. */
export interface LoneNeed<Network> {
  readonly name: string;
  plan(options: LoadOptions): Promise<NetworkNeed<Network>>;
}

export interface ModelLoaderOptions {
  /** Networks of one kind that stay loaded, at least 1: so many models, where they share nothing. */
  readonly modelsMax: number;
  /** MiB that all networks may take together; 0 = any amount. */
  readonly memoryMib: number;
  /** Known when a provider has been chosen. */
  readonly options: Promise<LoadOptions>;
  readonly onChange: () => void;
}

/** What one need comes to. */
interface Planned {
  readonly plan: ModelPlan;
  readonly images: readonly ImagePromptNeeds[];
  readonly controls: readonly NetworkNeed<LoadedControl>[];
  readonly upscaler: NetworkNeed<Upscaler> | null;
  readonly networks: readonly NetworkNeed[];
}

/** Plans that are remembered; one holds the places of a model's weights, not the weights. */
const PLANS_MAX = 32;

/**
 * Loads models by their networks: what two models have in common (a VAE, text encoders that no adapter touches, a UNet
 * under two names) is there once. All networks of a lease are acquired in one step.
 */
export class ModelLoader {
  readonly #options: ModelLoaderOptions;
  readonly #networks: ResidentNetworks;
  /** Models that were loaded, in the order of their last use. */
  readonly #plans = new Map<string, ModelPlan>();
  readonly #planning = new Map<string, Promise<ModelPlan>>();

  constructor(options: ModelLoaderOptions) {
    this.#options = options;
    this.#options.options.catch(() => {});
    this.#networks = new ResidentNetworks({
      perKind: options.modelsMax,
      mib: options.memoryMib === 0 ? Number.POSITIVE_INFINITY : options.memoryMib,
      onChange: () => options.onChange(),
    });
  }

  /** Models whose networks for text to image are all there, with the time of their UNet's steps. */
  get resident(): readonly Resident[] {
    return [...this.#plans.values()]
      .filter((plan) => !plan.wraps && this.#isLoaded(plan))
      .map((plan) => ({
        model: plan.choice.name,
        adapters: plan.choice.adapters.map(adapterUse),
        stepMs: this.#networks.peek(plan.unet)?.speed.stepMs ?? 0,
      }));
  }

  /**
   * Groups of the needs that can be loaded together: all of them, or each alone where all are more than the bounds
   * allow at once.
   */
  async groupsThatFit(needs: readonly ModelNeed[], signal: AbortSignal): Promise<readonly (readonly ModelNeed[])[]> {
    if (needs.length === 1) return [needs];
    const planned = await this.#plannedOf(needs, signal);
    return this.#networks.fits(planned.flatMap(({ networks }) => networks)) ? [needs] : needs.map((need) => [need]);
  }

  /**
   * Loads what is not there and waits for room, with everything at once. Throws what `planModel` throws, `invalid` for
   * models that are larger than the bounds by themselves, and what opening a network throws.
   */
  async acquire(needs: readonly ModelNeed[], signal: AbortSignal): Promise<ModelLease> {
    const arePlanned = needs.every((need) => this.#known(need) !== null);
    const planned = await this.#plannedOf(needs, signal);
    const networks = planned.flatMap((one) => one.networks);
    if (!this.#networks.fits(networks))
      throw this.#tooLarge(
        planned.map(({ plan }) => plan.choice.name),
        networks.reduce((sum, { mib }) => sum + mib, 0),
      );
    const lease = await this.#networks.acquire(networks, signal, { scratchMib: scratchOf(planned, needs) });
    for (const [i, { plan }] of planned.entries()) this.#remember(plan, needs[i]!);
    const models = planned.map(({ plan, images, controls, upscaler }, i) =>
      assembleModel(plan, lease, { ...needs[i]!, images, controls, upscaler }),
    );
    return { models, waited: lease.waited || !arePlanned, giveBack: () => lease.giveBack() };
  }

  /** Opens a network of no model, or finds it open, by the same bounds. Throws what planning and opening it throw. */
  async acquireNetwork<Network>(lone: LoneNeed<Network>, signal: AbortSignal): Promise<NetworkUse<Network>> {
    const need = await abortable(this.#options.options.then(lone.plan), signal);
    if (!this.#networks.fits([need])) throw this.#tooLarge([lone.name], need.mib);
    const lease = await this.#networks.acquire([need], signal);
    return { network: lease.get(need), waited: lease.waited, giveBack: () => lease.giveBack() };
  }

  async close(): Promise<void> {
    await this.#networks.close();
  }

  #isLoaded(plan: ModelPlan): boolean {
    return networksOf(plan, { encodes: false }).every((need) => this.#networks.peek(need) !== null);
  }

  #plannedOf(needs: readonly ModelNeed[], signal: AbortSignal): Promise<readonly Planned[]> {
    return abortable(Promise.all(needs.map((need) => this.#plannedFor(need))), signal);
  }

  async #plannedFor(need: ModelNeed): Promise<Planned> {
    const { choice, encodes, wraps = false, images: wanted = [], controls: steering = [] } = need;
    const plan = await this.#planOf(need);
    const options = await this.#options.options;
    const drawing = { model: choice.name, unet: plan.weights.unet };
    const planning = wanted.map((adapter, place) => imagePromptNeeds(adapter, { ...drawing, place }, options));
    const images = await Promise.all(planning);
    const controls = await Promise.all(
      steering.map((one, place) => controlNeed(one, { plan, place, options: { ...options, ...(wraps && { wraps }) } })),
    );
    const upscaler = need.upscaler ? await upscalerNeed(need.upscaler, options) : null;
    // Before the UNet, which costs most to load again.
    const networks = [
      ...images.flatMap(({ encoder, adapter }) => [encoder, adapter]),
      ...controls,
      ...(upscaler ? [upscaler] : []),
      ...networksOf(plan, { encodes }),
      ...variantNeeds(plan.unet, {
        images: images.length > 0,
        controls: controls.length > 0,
        options,
        unetOf: () => this.#networks.peek(plan.unet),
      }),
    ];
    return { plan, images, controls, upscaler, networks };
  }

  async #planOf({ choice, wraps = false }: PlanNeed): Promise<ModelPlan> {
    const known = this.#known({ choice, wraps });
    if (known) return known;
    const key = keyOf({ choice, wraps });
    const plan = (options: LoadOptions) => planModel(choice, { ...options, ...(wraps && { wraps }) });
    const planning = this.#planning.get(key) ?? this.#options.options.then(plan);
    this.#planning.set(key, planning);
    try {
      return await planning;
    } finally {
      this.#planning.delete(key);
    }
  }

  /** A model whose UNet was released is looked at anew: its files may be others by now. */
  #known(need: PlanNeed): ModelPlan | null {
    const plan = this.#plans.get(keyOf(need));
    return plan && this.#networks.peek(plan.unet) ? plan : null;
  }

  #remember(plan: ModelPlan, need: PlanNeed): void {
    const key = keyOf(need);
    this.#plans.delete(key);
    this.#plans.set(key, plan);
    for (const [other, { unet }] of this.#plans) {
      if (this.#plans.size > PLANS_MAX || !this.#networks.peek(unet)) this.#plans.delete(other);
    }
    this.#options.onChange();
  }

  #tooLarge(names: readonly string[], mib: number): Failure {
    const model = names.join(' + ');
    return failure('invalid', 'network.too-large', { model, limit: this.#options.memoryMib, mib });
  }
}

type PlanNeed = Pick<ModelNeed, 'choice' | 'wraps'>;

/** Of the picture that needs most: others are made before it or after it. */
function scratchOf(planned: readonly Planned[], needs: readonly ModelNeed[]): number {
  const bytes = planned.map(({ plan }, i) => plan.bytesPerPixel * (needs[i]!.pixels ?? 0));
  return Math.ceil(Math.max(0, ...bytes) / 2 ** 20);
}

function keyOf({ choice: { name, files, adapters }, wraps = false }: PlanNeed): string {
  return JSON.stringify([name, files, adapters.map(({ file, weight }) => [file, weight]), wraps]);
}
