import { availableParallelism } from 'node:os';
import { readCheckpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import { namingFiles } from '#renderer/engine/checkpoint/naming-files.ts';
import type { Engine, EngineState } from '#renderer/engine/contract/engine.ts';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import type { EngineSettings } from '#renderer/engine/contract/settings.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { tiledConvolutions } from '#renderer/engine/networks/open-unet.ts';
import { CPU_WEIGHT_OPTIONS } from '#renderer/engine/networks/unet-weights.ts';
import { draw } from '#renderer/engine/process/draw.ts';
import { type LoadOptions, loadModel } from '#renderer/engine/residency/load-model.ts';
import { modelMib } from '#renderer/engine/residency/model-memory.ts';
import { type MemoryBudget, ResidentModels } from '#renderer/engine/residency/resident-models.ts';
import { chooseProvider, type ProviderChoice } from '#renderer/engine/runtime/choose-provider.ts';
import { graphTargetOf } from '#renderer/engine/runtime/graph-target.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { createLiveValue } from '#shared/async/live-value.ts';
import { createMailbox } from '#shared/async/mailbox.ts';
import type { Device } from '#shared/contract/messages.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { failure } from '#shared/text/failure.ts';

export interface LocalEngineHooks {
  /** Is given the final latents (count, 4, h, w) of every render: to compare with other programs. */
  readonly onLatents?: (latents: Tensor) => void;
}

/** Events of one render that may wait for their reader; a render of the most steps says fewer. */
const UNREAD_MAX = 10_000;

/** The engine in this process. Its calls block the thread, but only one at a time: between them messages get through. */
export class LocalEngine implements Engine {
  readonly ready: Promise<Device>;
  readonly #hooks: LocalEngineHooks;
  readonly #state = createLiveValue<EngineState>({ device: null, resident: [], memoryMib: 0, starts: 1 });
  readonly #residents: ResidentModels;
  readonly #closing = new AbortController();

  constructor(settings: EngineSettings, hooks: LocalEngineHooks = {}) {
    this.#hooks = hooks;
    const choosing = chooseProvider(settings.provider);
    this.ready = choosing.then((choice) => this.#become(toDevice(choice, settings.threads)));
    this.ready.catch(() => {});
    this.#residents = new ResidentModels({
      max: settings.residentModels,
      ...memoryBudget(settings, choosing),
      load: async (choice) => loadModel(choice, networkOptions(settings, await choosing)),
      onChange: () => this.#refresh(),
    });
  }

  get state(): EngineState {
    return this.#state.now;
  }

  changes(signal: AbortSignal): AsyncGenerator<EngineState, void, undefined> {
    return this.#state.changes(signal);
  }

  async load(choice: ModelChoice, signal: AbortSignal): Promise<void> {
    await this.ready;
    const { giveBack } = await this.#residents.borrow(choice, AbortSignal.any([signal, this.#closing.signal]));
    giveBack();
  }

  async *render(render: ValidRender, signal: AbortSignal): AsyncGenerator<EngineEvent, void, undefined> {
    await this.ready;
    const left = new AbortController();
    const stop = AbortSignal.any([signal, left.signal, this.#closing.signal]);
    const box = createMailbox<EngineEvent>(UNREAD_MAX);
    const emit = (event: EngineEvent) => box.put(event, event.kind === 'preview' ? 'preview' : undefined);
    // The drawing does not wait for its reader, or one who is slow would leave the others' batch.
    const done = this.#draw(render, { emit, signal: stop }).then(
      () => box.close(),
      (thrown) => box.close(thrown),
    );
    try {
      yield* box.read(stop);
    } finally {
      left.abort();
      await done;
    }
  }

  async close(): Promise<void> {
    this.#closing.abort(failure('unavailable', 'engine.stopping'));
    await this.#residents.close();
  }

  async #draw(
    render: ValidRender,
    { emit, signal }: { emit: (event: EngineEvent) => void; signal: AbortSignal },
  ): Promise<void> {
    const borrow = (choice: ModelChoice) => this.#residents.borrow(choice, signal);
    try {
      await draw(render, { borrow, emit, onLatents: this.#hooks.onLatents, signal });
    } finally {
      this.#refresh();
    }
  }

  #become(device: Device): Device {
    this.#state.set({ ...this.#state.now, device, memoryMib: memoryMib() });
    return device;
  }

  #refresh(): void {
    const resident = this.#residents.loaded.map(({ choice, pace }) => ({
      model: choice.name,
      adapters: choice.adapters.map(({ name, weight }) => ({ name, weight })),
      stepMs: pace.stepMs,
    }));
    this.#state.set({ ...this.#state.now, resident, memoryMib: memoryMib() });
  }
}

function toDevice({ provider, reason }: ProviderChoice, threads: number): Device {
  return {
    provider,
    reason: sharedEnglish.say(reason),
    threads: provider === 'cpu' ? threads || availableParallelism() : 0,
  };
}

function networkOptions(settings: EngineSettings, { provider, attention }: ProviderChoice): LoadOptions {
  const options = { ...settings, provider, attention };
  if (provider !== 'cpu') return options;
  return { ...options, ...CPU_WEIGHT_OPTIONS[settings.cpuWeights ?? 'mapped'] };
}

function memoryBudget(settings: EngineSettings, choosing: Promise<ProviderChoice>): { readonly memory?: MemoryBudget } {
  const { memoryMib: mib = 0 } = settings;
  if (mib === 0) return {};
  const measure = async ({ files }: ModelChoice) => {
    const options = networkOptions(settings, await choosing);
    const usual = graphTargetOf(options.provider, options.attention);
    const checkpoint = await readCheckpoint(files);
    const { config, weights } = checkpoint.unet;
    const find = () => (options.kernels === 'transformed' ? tiledConvolutions(config, weights, options) : []);
    const tiled = await namingFiles(weights, find);
    return modelMib(checkpoint, { ...usual, residency: options.residency ?? usual.residency, tiled });
  };
  return { memory: { mib, measure } };
}

function memoryMib(): number {
  return Math.round(process.memoryUsage.rss() / 2 ** 20);
}
