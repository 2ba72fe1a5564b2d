import { basename } from 'node:path';
import type { EngineEvent, EngineTimings } from '#renderer/engine/contract/events.ts';
import type { ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { comfyTexts } from '#renderer/engine/image/comfy-graph.ts';
import { type PictureSettings, parametersText } from '#renderer/engine/image/parameters.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { type Raster, rasterOf } from '#renderer/engine/image/raster.ts';
import { sourceMark, XMP_TEXT } from '#renderer/engine/image/source-mark.ts';
import { sigmaSpacing } from '#renderer/engine/pipeline/denoise.ts';
import { modelNeeds } from '#renderer/engine/pipeline/needs.ts';
import { createPreviews, type Previews } from '#renderer/engine/pipeline/previews.ts';
import type { DecodedPicture, RenderProgress } from '#renderer/engine/pipeline/progress.ts';
import { followRecipe } from '#renderer/engine/pipeline/recipe.ts';
import { comfyDrawing } from '#renderer/engine/process/comfy-drawing.ts';
import { createLaps } from '#renderer/engine/process/laps.ts';
import type { PictureCheck } from '#renderer/engine/process/picture-check.ts';
import type { LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import type { ModelLease, ModelLoader, ModelNeed } from '#renderer/engine/residency/model-loader.ts';
import { createNoise } from '#renderer/engine/samplers/random.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { FileHashes } from '#renderer/engine/weights/file-hashes.ts';
import { within } from '#shared/async/timer.ts';
import { systemClock } from '#shared/clock.ts';
import { SEEDS } from '#shared/contract/bounds.ts';
import { putMark } from '#shared/watermark/watermark.ts';

/** How long a picture waits for the hash of a file that has not been read before. */
const HASH_WAIT_MS = 1000;

export interface RunOptions {
  readonly loader: Pick<ModelLoader, 'acquire' | 'groupsThatFit'>;
  /** What files are called by in a picture's settings. */
  readonly hashes: Pick<FileHashes, 'of' | 'weightsOf'>;
  /** Looks at finished pictures; null = nobody does. Without previews then: they would show what is withheld. */
  readonly check?: PictureCheck | null;
  /** Whether finished pictures get the mark that `findMark` finds. */
  readonly watermark?: boolean;
  readonly emit: (event: EngineEvent) => void;
  /** Is given the final latents (count, 4, h, w). */
  readonly onLatents?: ((latents: Tensor) => void) | undefined;
  readonly signal: AbortSignal;
}

/** Runs a render's recipe with the models it needs, and emits its events: steps, previews, finished files, times. */
export async function runRecipe(render: ValidRender, options: RunOptions): Promise<void> {
  const run = new RecipeRun(render, options);
  try {
    const acquire = (choice: ModelChoice) => run.acquire(choice);
    const models = { acquire, noise: createNoise, signal: options.signal };
    for await (const progress of followRecipe(models, render)) await run.report(progress);
  } finally {
    await run.release();
  }
  run.finish();
}

/** The state of one render: the models that it holds, the previews of the one in use, its timings. */
class RecipeRun {
  readonly #render: ValidRender;
  readonly #options: RunOptions;
  readonly #lap = createLaps();
  readonly #timings: { -readonly [Name in keyof EngineTimings]: EngineTimings[Name] } = {
    loadMs: 0,
    encodeMs: 0,
    denoiseMs: 0,
    decodeMs: 0,
    unetCalls: 0,
  };
  #groups: readonly (readonly ModelNeed[])[] | null = null;
  #lease: ModelLease | null = null;
  #current: { readonly model: LoadedModel; readonly previews: Previews | null } | null = null;
  #steps = 0;

  constructor(render: ValidRender, options: RunOptions) {
    this.#render = render;
    this.#options = options;
  }

  /** The model, with all others of the render that fit beside it. Time spent waiting for it counts as nothing else. */
  async acquire(choice: ModelChoice): Promise<LoadedModel> {
    if (this.#current?.model.choice === choice) return this.#current.model;
    const model = this.#held(choice) ?? (await this.#load(choice));
    await this.#current?.previews?.stop();
    this.#current = { model, previews: this.#previewsWith(model) };
    return model;
  }

  #held(choice: ModelChoice): LoadedModel | undefined {
    return this.#lease?.models.find((model) => model.choice === choice);
  }

  async #load(choice: ModelChoice): Promise<LoadedModel> {
    const { loader, signal } = this.#options;
    await this.release();
    this.#lap();
    this.#groups ??= await loader.groupsThatFit(modelNeeds(this.#render), signal);
    void this.#options.hashes.of(choice.files.checkpoint);
    const group = this.#groups.find((needs) => needs.some((need) => need.choice === choice))!;
    this.#lease = await loader.acquire(group, signal);
    const waitedMs = this.#lap();
    if (this.#lease.waited) this.#timings.loadMs += waitedMs;
    return this.#held(choice)!;
  }

  async report(progress: RenderProgress): Promise<void> {
    const { emit, onLatents } = this.#options;
    const timings = this.#timings;
    switch (progress.kind) {
      case 'planned':
        this.#steps = progress.steps;
        return emit({ kind: 'started', steps: progress.steps, loadMs: timings.loadMs });
      case 'encoded':
        timings.encodeMs += this.#lap();
        return;
      case 'step': {
        const { step, denoised, alone, calls } = progress;
        const stepMs = this.#lap();
        emit({ kind: 'step', step, steps: this.#steps, stepMs });
        const isLast = step === this.#steps;
        await this.#current?.previews?.show(denoised, { step, isLast, stepMs, alone });
        timings.denoiseMs += stepMs;
        timings.unetCalls += calls;
        return;
      }
      case 'tile':
        timings.denoiseMs += this.#lap();
        // No time is said: it tells nothing of how long the model's steps take.
        return emit({ kind: 'step', step: progress.step, steps: this.#steps, stepMs: 0 });
      case 'denoised':
        void this.#current?.previews?.stop();
        onLatents?.(progress.latents);
        return;
      case 'picture':
        timings.decodeMs += this.#lap();
        emit(await this.#finished(progress));
        this.#lap();
    }
  }

  async #finished({ index, seed, pixels, drawn }: DecodedPicture): Promise<EngineEvent> {
    const made = { seed, index, model: this.#current?.model ?? null, named: await this.#named() };
    const parameters = parametersText(settingsOf(this.#render, made));
    const raster = rasterOf(pixels);
    const flagged = await this.#isFlagged(raster);
    if (this.#options.watermark) putMark({ ...raster, channels: 3 }, drawn?.data);
    const { width, height } = raster;
    const source = this.#render.source ? 'compositeWithTrainedAlgorithmicMedia' : 'trainedAlgorithmicMedia';
    const drawing = this.#current && comfyDrawing(this.#render, { seed, model: this.#current.model });
    const graph = drawing ? comfyTexts(drawing) : {};
    const data = await encodePng(raster, { parameters, ...graph, [XMP_TEXT]: sourceMark(source) });
    const file = { data, mime: 'image/png', width, height, alpha: false } as const;
    return { kind: 'picture', index, seed, ...file, ...(flagged && { flagged }) };
  }

  /** Throws `invalid` for a picture that is withheld, unless the render wants those, too. */
  async #isFlagged(picture: Raster): Promise<boolean> {
    const { check, signal } = this.#options;
    if (!check) return false;
    if (this.#render.giveFlagged) return !(await check.isShowable(picture, signal));
    await check.requireShowable(picture, signal);
    return false;
  }

  /** Gives the models back when nothing uses them any more. */
  async release(): Promise<void> {
    const [current, lease] = [this.#current, this.#lease];
    this.#current = null;
    this.#lease = null;
    await current?.previews?.stop();
    lease?.giveBack();
  }

  finish(): void {
    this.#options.emit({ kind: 'finished', timings: this.#timings });
  }

  /** A first picture waits a little for the hashes of its files; from then on they are known. */
  async #named(): Promise<NamedFiles> {
    const { model, styleLoras } = this.#render;
    const { checkpoint, vae } = model.files;
    const { hashes } = this.#options;
    const inTime = async (hash: Promise<string | null>) =>
      (await within(hash, { ms: HASH_WAIT_MS, clock: systemClock })) ? hash : null;
    const adapters = [...model.adapters, ...styleLoras].map(async ({ file, ...use }) => {
      const [hash, weightsHash] = await Promise.all([inTime(hashes.of(file)), inTime(hashes.weightsOf(file))]);
      return { ...use, hash, weightsHash };
    });
    return {
      modelHash: await inTime(hashes.of(checkpoint)),
      vae: vae === null ? null : { name: basename(vae), hash: await inTime(hashes.of(vae)) },
      adapters: await Promise.all(adapters),
    };
  }

  #previewsWith(model: LoadedModel): Previews | null {
    const { previews: wish, width, hires } = this.#render;
    if (!wish || this.#options.check) return null;
    return createPreviews({
      decoder: model.preview,
      wish,
      width: hires?.width ?? width,
      emit: (step, picture) => this.#options.emit({ kind: 'preview', step, mime: 'image/webp', ...picture }),
    });
  }
}

/** Files of a picture's settings, by the names and hashes that other programs know them under. */
type NamedFiles = Pick<PictureSettings, 'modelHash' | 'vae' | 'adapters'>;

function settingsOf(
  render: ValidRender,
  {
    seed,
    index,
    model: drawn,
    named,
  }: {
    seed: number;
    index: number;
    model: LoadedModel | null;
    named: NamedFiles;
  },
): PictureSettings {
  const { model, parameters, source, hires, refiner, sigmas, variation = null, ...rest } = render;
  const editsByInstruction = drawn?.traits.imageInput === 'image';
  return {
    ...rest,
    ...parameters,
    seed,
    variation: variation && { ...variation, seed: (variation.seed + index) % SEEDS },
    sigmas: drawn ? sigmaSpacing(drawn, render) : (sigmas ?? 'default'),
    model: model.name,
    ...named,
    imagePrompts: render.imagePrompts.map(({ adapter, pictures, scope }) => {
      // From the command line adapters are called by their paths, which are nobody else's business.
      return { adapter: basename(adapter.name), strengths: pictures.map(({ strength }) => strength), scope };
    }),
    controls: render.control.units.map(({ network, preparation, weight, start, end }) => {
      const method = preparation?.method ?? null;
      return { network: basename(network.name), method, weight, start, end, guess: render.control.guess };
    }),
    source: source && { ...source, imageGuidance: editsByInstruction ? source.imageGuidance : null },
    hires: hires && { ...hires, upscaler: hires.upscaler ? basename(hires.upscaler.name) : null },
    refiner: refiner && { ...refiner, model: refiner.model.name },
  };
}
