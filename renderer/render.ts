// The engine alone, from the command line: for scripts, and for comparing with other programs.

import { randomInt } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { limitsFrom } from '#renderer/admission/limits.ts';
import { validRender } from '#renderer/admission/valid-request.ts';
import { requireMaskFile } from '#renderer/cli/given-picture.ts';
import { type RenderArguments, readArguments } from '#renderer/cli/render-arguments.ts';
import { USAGE } from '#renderer/cli/render-options.ts';
import { requireEnding, requireWritable, runCommand, writeLatents, writeNamed } from '#renderer/cli/run-command.ts';
import { spelledWeightsNote } from '#renderer/cli/spelled-weights.ts';
import type { BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import { readAdapter } from '#renderer/engine/adapters/adapters.ts';
import { readControl, requireFit } from '#renderer/engine/checkpoint/control-file.ts';
import { describeModel, type ModelDescription } from '#renderer/engine/checkpoint/describe-model.ts';
import { type NamedUNet, requireImagePrompt } from '#renderer/engine/checkpoint/fit-image-adapter.ts';
import { readUpscaler } from '#renderer/engine/checkpoint/upscaler-file.ts';
import type { Engine } from '#renderer/engine/contract/engine.ts';
import type { EngineTimings } from '#renderer/engine/contract/events.ts';
import { adapterUse, type ModelFiles, modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { SAMPLERS } from '#renderer/engine/samplers/samplers.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { NO_NETWORKS } from '#renderer/models/lone-networks.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { type RendererConfig, readRendererConfig } from '#shared/config/renderer.ts';
import { DEFAULT_GUIDANCE, DEFAULT_STEPS, SEEDS } from '#shared/contract/bounds.ts';
import type { DrawTask } from '#shared/contract/tasks.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { failure } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

const DEMO = fileURLToPath(new URL('./demo-model', import.meta.url));
const DEFAULT_SAMPLER = 'dpmpp_2m';
const DEFAULTS = { steps: DEFAULT_STEPS, guidance: DEFAULT_GUIDANCE };
const DEFAULTS_LCM = { steps: 4, guidance: 1 };

await runCommand(async () => {
  const asked = readArguments(process.argv.slice(2));
  return asked ? render(asked) : USAGE;
});

async function render(asked: RenderArguments): Promise<string> {
  const began = performance.now();
  loadEnvFile();
  const config = readRendererConfig(process.env);
  requireEnding(asked.out, '.png');
  await requireWritable(asked.out, asked.latents);
  const { valid, family, notes } = await settle(asked, config);
  for (const note of notes) process.stderr.write(`Note: ${sharedEnglish.say(note)}\n`);
  // Loaded only now: who mistypes a word need not wait for the runtime.
  const { LocalEngine } = await import('#renderer/engine/process/local-engine.ts');
  let latents: Tensor | null = null;
  const hooks = {
    onLatents: (final: Tensor) => (latents = final),
    onTrouble: (trouble: Message) => process.stderr.write(`Note: ${sharedEnglish.say(trouble)}\n`),
  };
  const engine = new LocalEngine(config, hooks);
  try {
    const { provider } = await engine.ready;
    const { files, timings } = await follow(valid, { engine, out: asked.out });
    if (asked.latents && latents) await writeLatents(asked.latents, latents);
    const totalMs = performance.now() - began;
    const report = { files, seed: valid.seed, model: valid.model.name, family, provider, ...timings, totalMs };
    return asked.json ? JSON.stringify(report) : inWords(report);
  } finally {
    await engine.close();
  }
}

interface Settled {
  readonly valid: ValidRender;
  readonly family: string;
  /** What of the files nothing is drawn with. */
  readonly notes: readonly Message[];
}

/** Fills in defaults, then checks what was asked for as a request over the network is checked. */
async function settle(asked: RenderArguments, config: RendererConfig): Promise<Settled> {
  const { refinement } = asked;
  const checkpoint = resolve(asked.model ?? DEMO);
  const { vae, embeddings, prediction } = asked;
  const files = { ...modelFilesAt(checkpoint), vae, embeddings, ...(prediction && { prediction }) };
  const { model, weights } = await describe(asked.model === null ? 'demo' : basename(checkpoint), files);
  const refiner =
    refinement && (await describe(`refiner ${basename(refinement.path)}`, modelFilesAt(refinement.path))).model;
  const adapters = [
    ...asked.adapters.map(({ name, file }) => ({ name, file, kind: 'lora' as const, standing: true })),
    ...asked.styles.map(({ name, file }) => ({ name, file, kind: 'lora' as const, standing: false })),
  ];
  const sampler = asked.sampler ?? DEFAULT_SAMPLER;
  const usual = sampler === 'lcm' ? DEFAULTS_LCM : DEFAULTS;
  const spec: DrawTask = {
    ...asked,
    model: model.name,
    adapters: [...asked.adapters, ...asked.styles].map(adapterUse),
    refiner: refiner && { model: refiner.name, highNoiseFraction: refinement!.highNoiseFraction },
    sampler,
    steps: asked.steps ?? usual.steps,
    guidance: asked.guidance ?? usual.guidance,
    width: asked.width ?? model.defaultWidth,
    height: asked.height ?? model.defaultHeight,
    seed: asked.seed ?? randomInt(SEEDS),
    previews: null,
    parametersPrompt: asked.promptText,
    parametersNegative: asked.negativeText,
  };
  const imageAdapters = await imageAdaptersOf(asked, { model: model.name, unet: weights.unet });
  const offer = {
    models: {
      usable: [
        { ...model, adapters, imageAdapters, controls: await controlsOf(asked, model) },
        ...(refiner ? [{ ...refiner, adapters: [] }] : []),
      ],
      refused: new Map(),
      ...NO_NETWORKS,
      upscalers: await upscalersOf(asked),
    },
    samplers: SAMPLERS,
    limits: limitsFrom(config),
  };
  for (const file of asked.imageMasks) requireMaskFile(file, spec);
  const valid = validRender(spec, offer);
  const { prompt, negative, prompt2, negative2 } = asked;
  const notes = [...spelledWeightsNote([prompt, negative, prompt2, negative2]), ...model.notes];
  return { valid, family: model.family, notes: [...notes, ...(await adapterNotes(asked, weights))] };
}

/** What admission has to know of a model, and what adapters have to fit. */
async function describe(name: string, files: ModelFiles) {
  const { weights, ...model } = await describeModel(name, files);
  return { model: { ...model, demonstration: false }, weights };
}

/** Those that were named; one for another family, or beside an encoder that it does not read, is refused before anything is loaded. */
async function imageAdaptersOf({ imagePrompts, imageEncoder }: RenderArguments, drawing: NamedUNet) {
  const encoder = imageEncoder ?? '';
  return Promise.all(
    imagePrompts.map(async ({ adapter: file }) => {
      const { kind } = await requireImagePrompt({ file, encoder }, drawing);
      return { kind, encoder, licence: null, name: file, file };
    }),
  );
}

/** Those that were named; one for another family is refused before anything is loaded. */
async function controlsOf({ control }: RenderArguments, model: Pick<ModelDescription, 'name' | 'steered'>) {
  const paths = new Set(control?.units.map(({ network }) => network));
  return Promise.all(
    [...paths].map(async (path) => {
      const file = await readControl({ name: basename(path), path });
      requireFit(basename(path), file, { name: model.name, shape: model.steered });
      return { name: path, path, kind: file.kind, fits: file.fits, licence: null };
    }),
  );
}

/** The one that enlarges between two passes, if one was named. */
async function upscalersOf({ hires }: RenderArguments) {
  if (!hires?.upscaler) return [];
  const { network, scale } = await readUpscaler(hires.upscaler);
  return [
    { name: hires.upscaler, file: hires.upscaler, kind: network.kind, scale, bytes: 0, licence: null, noisy: null },
  ];
}

/** What of the adapters' files does not act. */
async function adapterNotes({ adapters, styles }: RenderArguments, weights: BaseWeights): Promise<readonly Message[]> {
  const acting = [...adapters, ...styles].filter(({ weight }) => weight !== 0);
  const read = await Promise.all(acting.map((file) => readAdapter(file, weights)));
  return read.flatMap(({ notes }) => notes);
}

/** Runs the render and writes each picture as it comes. */
async function follow(
  render: ValidRender,
  { engine, out }: { engine: Engine; out: string },
): Promise<{ files: string[]; timings: EngineTimings }> {
  const files: string[] = [];
  for await (const event of engine.render(render, new AbortController().signal)) {
    if (event.kind === 'picture') {
      const file = event.index === 0 ? out : out.replace(/(\.[^./]*)?$/, `-${event.index}$1`);
      await writeNamed(file, event.data);
      files.push(file);
    }
    if (event.kind === 'finished') return { files, timings: event.timings };
  }
  throw failure('internal', 'render.no-picture');
}

function inWords(report: { files: readonly string[]; seed: number; totalMs: number }): string {
  const { files, seed, totalMs, ...rest } = report;
  return `${files.join(' ')}  seed ${seed}  ${Math.round(totalMs)} ms\n${JSON.stringify(rest, rounded)}`;
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value) : value;
}
