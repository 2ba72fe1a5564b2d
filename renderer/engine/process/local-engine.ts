import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Engine, EngineState } from '#renderer/engine/contract/engine.ts';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import type { EngineSettings } from '#renderer/engine/contract/settings.ts';
import type { ValidTask } from '#renderer/engine/contract/task.ts';
import { createTrainingSteer, type TrainingSteer } from '#renderer/engine/contract/training-steer.ts';
import { CPU_WEIGHT_OPTIONS, GPU_WEIGHT_OPTIONS } from '#renderer/engine/networks/unet-weights.ts';
import { blameDevice } from '#renderer/engine/process/blame-device.ts';
import { createPictureCheck, type PictureCheck } from '#renderer/engine/process/picture-check.ts';
import { runTask } from '#renderer/engine/process/run-task.ts';
import type { TrainOptions } from '#renderer/engine/process/run-train.ts';
import { warmUp } from '#renderer/engine/process/warm-up.ts';
import type { LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import { ModelLoader } from '#renderer/engine/residency/model-loader.ts';
import type { LoadOptions } from '#renderer/engine/residency/network-needs.ts';
import { chooseProvider, type ProviderChoice } from '#renderer/engine/runtime/choose-provider.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { createFileHashes, type FileHashes } from '#renderer/engine/weights/file-hashes.ts';
import { createLiveValue } from '#shared/async/live-value.ts';
import { createMailbox } from '#shared/async/mailbox.ts';
import { stoppedBy } from '#shared/async/stop-scope.ts';
import { type GpuWeights, PROVIDERS, type Provider } from '#shared/contract/bounds.ts';
import type { Device } from '#shared/contract/messages.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

export interface LocalEngineHooks {
  /** Is given the final latents (count, 4, h, w) of every render: to compare with other programs. */
  readonly onLatents?: (latents: Tensor) => void;
  /** Is told, once each, what is not as it should be and keeps nobody from drawing. */
  readonly onTrouble?: (trouble: Message) => void;
  /** What a failed render ends with, by what was thrown and where it computed; `blameDevice` when left out. */
  readonly blame?: (thrown: unknown, provider: Provider) => Promise<unknown>;
}

/** Events of one render that may wait for their reader; a render of the most steps says fewer. */
const UNREAD_MAX = 100_000;

/** For tasks that nobody pauses or ends early. */
const { steer: UNSTEERED } = createTrainingSteer();

/**
 * The engine in this process. Networks run on threads of their own where ONNX Runtime's C API is to be had; else their
 * calls block this one, one at a time, and between them messages get through.
 */
export class LocalEngine implements Engine {
  readonly ready: Promise<Device>;
  readonly #hooks: LocalEngineHooks;
  readonly #settings: EngineSettings;
  /** Runs that are no trainings: those give way to them. */
  readonly #drawing = createLiveValue(0);
  readonly #state = createLiveValue<EngineState>({ device: null, resident: [], memoryMib: 0, starts: 1 });
  readonly #choosing: Promise<ProviderChoice>;
  readonly #loader: ModelLoader;
  readonly #hashes: FileHashes;
  readonly #check: PictureCheck | null;
  readonly #blame: NonNullable<LocalEngineHooks['blame']>;
  readonly #closing = new AbortController();

  constructor(settings: EngineSettings, hooks: LocalEngineHooks = {}) {
    this.#hooks = hooks;
    this.#blame = hooks.blame ?? blameDevice;
    this.#settings = settings;
    this.#hashes = createFileHashes({ record: join(settings.cacheFolder, 'file-hashes.json') });
    const choosing = chooseProvider(settings.provider, undefined, settings.setAside);
    this.#choosing = choosing;
    this.ready = choosing.then((choice) => this.#become(toDevice(choice, settings)));
    this.ready.catch(() => {});
    const warn = once(hooks.onTrouble);
    const options = choosing.then((choice) => ({ ...loadOptions(settings, choice), warn }));
    const { safetyChecker: path = null, safetyPercent: percent = null } = settings;
    this.#check = path === null ? null : createPictureCheck({ path, percent }, options);
    this.#loader = new ModelLoader({
      modelsMax: settings.residentModels,
      memoryMib: settings.memoryMib ?? 0,
      options,
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
    const stop = AbortSignal.any([signal, this.#closing.signal]);
    const lease = await this.#loader.acquire([{ choice, encodes: false }], stop);
    try {
      if (lease.waited) await this.#warmUp(lease.models[0]!, stop);
    } finally {
      lease.giveBack();
      this.#refresh();
    }
  }

  async *render(
    task: ValidTask,
    signal: AbortSignal,
    _jobId?: string,
    steer: TrainingSteer = UNSTEERED,
  ): AsyncGenerator<EngineEvent, void, undefined> {
    await this.ready;
    const left = new AbortController();
    const stop = AbortSignal.any([signal, left.signal, this.#closing.signal]);
    const box = createMailbox<EngineEvent>(UNREAD_MAX);
    const emit = (event: EngineEvent) => box.put(event, event.kind === 'preview' ? 'preview' : undefined);
    // The run does not wait for its reader, or a slow one would leave the batch that it shares with others.
    const done = this.#run(task, { emit, signal: stop, steer }).then(
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
    this.#hashes.close();
    await this.#loader.close();
    await this.#check?.close();
  }

  async #run(
    task: ValidTask,
    { emit, signal, steer }: { emit: (event: EngineEvent) => void; signal: AbortSignal; steer: TrainingSteer },
  ): Promise<void> {
    const isDrawing = task.kind !== 'train';
    if (isDrawing) this.#drawing.set(this.#drawing.now + 1);
    try {
      const training = { ...(await this.#trainOptions()), steer };
      const [loader, hashes, check] = [this.#loader, this.#hashes, this.#check];
      const { onLatents } = this.#hooks;
      const finishing = { check, watermark: this.#settings.watermark ?? false };
      await stoppedBy(signal, () =>
        runTask(task, { loader, hashes, emit, onLatents, signal, ...finishing, ...training }),
      );
    } catch (thrown) {
      throw await this.#blame(thrown, (await this.#choosing).provider);
    } finally {
      if (isDrawing) this.#drawing.set(this.#drawing.now - 1);
      this.#refresh();
    }
  }

  /** The CPU has nothing to compile. */
  async #warmUp(model: LoadedModel, signal: AbortSignal): Promise<void> {
    const { provider } = await this.#choosing;
    if (provider === 'cpu') return;
    try {
      const { warmRatios: ratios = [] } = this.#settings;
      const how = { loader: this.#loader, hashes: this.#hashes, ratios, signal };
      await stoppedBy(signal, () => warmUp(model, how));
    } catch (thrown) {
      throw await this.#blame(thrown, provider);
    }
  }

  async #trainOptions(): Promise<Omit<TrainOptions, 'steer'>> {
    const { provider, attention } = await this.#choosing;
    const { threads, cacheFolder } = this.#settings;
    const idle = async (signal: AbortSignal) => {
      for await (const count of this.#drawing.changes(signal)) if (count === 0) return;
    };
    return { network: { provider, attention, threads }, cacheFolder, idle };
  }

  #become(device: Device): Device {
    this.#state.set({ ...this.#state.now, device, memoryMib: memoryMib() });
    return device;
  }

  #refresh(): void {
    this.#state.set({ ...this.#state.now, resident: this.#loader.resident, memoryMib: memoryMib() });
  }
}

/** Providers with an operator that widens such weights. */
const WIDEN: Readonly<Record<GpuWeights, readonly Provider[]>> = {
  stored: PROVIDERS,
  int8: ['cuda', 'webgpu'],
  fp8: ['cuda'],
};

function toDevice({ provider, reason }: ProviderChoice, { threads, gpuWeights = 'stored' }: EngineSettings): Device {
  const known = WIDEN[gpuWeights];
  const inVain = message('device.other-weights', { reason, weights: gpuWeights, providers: known.join(', ') });
  return {
    provider,
    reason: sharedEnglish.say(known.includes(provider) ? reason : inVain),
    threads: provider === 'cpu' ? threads || availableParallelism() : 0,
  };
}

function loadOptions(settings: EngineSettings, { reason: _, ...found }: ProviderChoice): LoadOptions {
  const { provider } = found;
  const options = { ...settings, ...found };
  if (provider === 'cpu') return { ...options, ...CPU_WEIGHT_OPTIONS[settings.cpuWeights ?? 'mapped'] };
  const { gpuWeights = 'stored' } = settings;
  return WIDEN[gpuWeights].includes(provider) ? { ...options, ...GPU_WEIGHT_OPTIONS[gpuWeights] } : options;
}

/** The same sentence is told once; there are few. */
function once(tell: LocalEngineHooks['onTrouble']): (trouble: Message) => void {
  const told = new Set<string>();
  return (trouble) => {
    const sentence = sharedEnglish.say(trouble);
    if (told.has(sentence)) return;
    told.add(sentence);
    tell?.(trouble);
  };
}

function memoryMib(): number {
  return Math.round(process.memoryUsage.rss() / 2 ** 20);
}
