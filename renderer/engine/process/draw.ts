import type { EngineEvent, EngineTimings } from '#renderer/engine/contract/events.ts';
import type { ModelChoice } from '#renderer/engine/contract/model-choice.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { type PictureSettings, parametersText } from '#renderer/engine/image/parameters.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { rasterOf } from '#renderer/engine/image/raster.ts';
import { createPreviews, type Previews } from '#renderer/engine/pipeline/previews.ts';
import type { RenderProgress } from '#renderer/engine/pipeline/progress.ts';
import { followRecipe } from '#renderer/engine/pipeline/recipe.ts';
import type { LoadedModel } from '#renderer/engine/residency/load-model.ts';
import type { Borrowed } from '#renderer/engine/residency/resident-models.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';

export interface DrawOptions {
  /** Waits for a model, which then stays loaded until it is given back. */
  readonly borrow: (choice: ModelChoice) => Promise<Borrowed>;
  readonly emit: (event: EngineEvent) => void;
  /** Is given the final latents (count, 4, h, w). */
  readonly onLatents?: ((latents: Tensor) => void) | undefined;
  readonly signal: AbortSignal;
}

/** Follows the recipe and says what happens: times, previews, finished files. */
export async function draw(render: ValidRender, options: DrawOptions): Promise<void> {
  const drawing = new Drawing(render, options);
  try {
    const models = { acquire: (choice: ModelChoice) => drawing.take(choice), signal: options.signal };
    for await (const progress of followRecipe(models, render)) await drawing.tell(progress);
  } finally {
    await drawing.clear();
  }
  drawing.finish();
}

/** What one render has in its hands: at most one model, its previews, its clock. */
class Drawing {
  readonly #render: ValidRender;
  readonly #options: DrawOptions;
  readonly #lap = createLaps();
  readonly #timings: { -readonly [Name in keyof EngineTimings]: EngineTimings[Name] } = {
    loadMs: 0,
    encodeMs: 0,
    denoiseMs: 0,
    decodeMs: 0,
    unetCalls: 0,
  };
  #held: { readonly choice: ModelChoice; readonly loan: Borrowed; readonly previews: Previews | null } | null = null;
  #steps = 0;

  constructor(render: ValidRender, options: DrawOptions) {
    this.#render = render;
    this.#options = options;
  }

  /** Time that was spent waiting for a model counts as nothing else. */
  async take(choice: ModelChoice): Promise<LoadedModel> {
    if (this.#held?.choice === choice) return this.#held.loan.model;
    await this.clear();
    this.#lap();
    const loan = await this.#options.borrow(choice);
    this.#held = { choice, loan, previews: this.#previewsWith(loan.model) };
    const waitedMs = this.#lap();
    if (loan.waited) this.#timings.loadMs += waitedMs;
    return loan.model;
  }

  async tell(progress: RenderProgress): Promise<void> {
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
        await this.#held?.previews?.show(denoised, { step, isLast, stepMs, alone });
        timings.denoiseMs += stepMs;
        timings.unetCalls += calls;
        return;
      }
      case 'denoised':
        void this.#held?.previews?.stop();
        onLatents?.(progress.latents);
        return;
      case 'picture': {
        const { index, seed, pixels } = progress;
        timings.decodeMs += this.#lap();
        const editsByInstruction = this.#held?.loan.model.traits.imageInput === 'image';
        const parameters = parametersText(settingsOf(this.#render, { seed, editsByInstruction }));
        const data = await encodePng(rasterOf(pixels), { parameters });
        emit({ kind: 'picture', index, seed, data });
        this.#lap();
      }
    }
  }

  /** Gives the model back when nothing uses it any more. */
  async clear(): Promise<void> {
    const held = this.#held;
    this.#held = null;
    await held?.previews?.stop();
    held?.loan.giveBack();
  }

  finish(): void {
    this.#options.emit({ kind: 'finished', timings: this.#timings });
  }

  #previewsWith(model: LoadedModel): Previews | null {
    const { previews: wish, width, hires } = this.#render;
    if (!wish) return null;
    return createPreviews({
      decoder: model.preview,
      wish,
      width: hires?.width ?? width,
      emit: (step, picture) => this.#options.emit({ kind: 'preview', step, mime: 'image/webp', ...picture }),
    });
  }
}

function settingsOf(
  render: ValidRender,
  { seed, editsByInstruction }: { seed: number; editsByInstruction: boolean },
): PictureSettings {
  const { model, parameters, source, refiner, ...rest } = render;
  return {
    ...rest,
    ...parameters,
    seed,
    model: model.name,
    adapters: [...model.adapters, ...render.styleLoras],
    source: source && { ...source, imageGuidance: editsByInstruction ? source.imageGuidance : null },
    refiner: refiner && { ...refiner, model: refiner.model.name },
  };
}

function createLaps(): () => number {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const ms = now - last;
    last = now;
    return ms;
  };
}
