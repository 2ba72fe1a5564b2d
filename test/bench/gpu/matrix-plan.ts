import { join } from 'node:path';
import { factorDims } from '#renderer/engine/derive/lora-factors-graph.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { lowRankInputs } from '#renderer/engine/graph/layers/low-rank-inputs.ts';
import { buildTaesdDecoder } from '#renderer/engine/graph/nets/taesd.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { buildVaeDecoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { createDeviceWeights } from '#renderer/engine/networks/device-weights.ts';
import type { LoraFactors } from '#renderer/engine/networks/network.ts';
import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import { openPromptProducts } from '#renderer/engine/networks/prompt-products.ts';
import { openDevicePlaces } from '#renderer/engine/runtime/device-places.ts';
import type { GraphInput, InputNumbers } from '#renderer/engine/runtime/open-graph.ts';
import { elements, scale, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { meantShape, type WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { GRAPH_VARIANTS, type GraphVariant } from '#test/bench/gpu/graph-variants.ts';
import { leadingCase, noise, STEP_CASES, type StepCase, stepFeeds } from '#test/bench/gpu/unet-steps.ts';
import { writtenUNet, writtenWeights } from '#test/bench/gpu/written-weights.ts';
import { VAE, writeRandomTaesd, writeRandomVae } from '#test/bench/random-checkpoint.ts';
import { TRANSFORMERS } from '#test/bench/random-lora.ts';

/** A network with what goes into it. */
export interface Measured {
  readonly graph: BuiltGraph;
  /** Inputs for so many samples. */
  feeds(rows: number): Readonly<Record<string, GraphInput>>;
  /** Calls that make one picture; 1 where left out. */
  readonly steps?: number;
  /** Called once after them. */
  readonly last?: Measured;
  /** What changing to another LoRA took, where that is no part of a step. */
  readonly switchMs?: number;
  /** Gives back what lies on the device beside the graph. */
  release?(): Promise<void>;
}

export type MatrixLora = 'none' | 'rank 16' | 'none, merged' | 'rank 16, merged';

/** Something to measure by some ways, at some numbers of samples. */
export interface MatrixUnit {
  readonly name: string;
  /** How one comes: as factors, or merged on the device (`none, merged` = with that graph, and no LoRA). */
  readonly lora: MatrixLora;
  /** Names of runtime-ways.ts; all where left out. */
  readonly ways?: readonly string[];
  readonly rows: readonly number[];
  /** Ways of which it is also found out what computes attention; none where left out. */
  readonly kernelWays?: readonly string[];
  /** How its graph differs from the usual one; not at all where left out. */
  readonly variant?: GraphVariant;
  /** Work of one sample, in GFLOP; null = nobody counted it. */
  readonly gflop: number | null;
  /** Writes random weights below the folder where they are not there yet. */
  load(folder: string, options: NetworkOptions): Promise<Measured>;
}

const USUAL = 'C API';
const RECORDED = 'bound, recorded';
const FUSED = 'bound, recorded, nhwc, conv + bias';
const ATTENTION_WAYS = ['attention: flash', 'attention: cuDNN', 'attention: memory-efficient'] as const;

/** Of the plan, what people wait for most: the step of each family. */
export const LEADING_UNITS = 3;

/** Everything, the most important first: a card may be lent for minutes. */
export function matrixPlan(cases: readonly StepCase[] = STEP_CASES): readonly MatrixUnit[] {
  const [sd15, vega, sdxl] = [cases.at(0)!, cases.at(1) ?? cases.at(0)!, cases.at(2) ?? cases.at(0)!];
  const isFull = cases.length > 1;
  const leading = { ways: [USUAL, RECORDED, FUSED], lora: 'none' } as const;
  if (!isFull)
    return [
      step(sd15, { lora: 'none', rows: [1, 2], kernelWays: [USUAL, ...ATTENTION_WAYS] }),
      step(sd15, { lora: 'rank 16', rows: [1] }),
      mergedStep(sd15, { lora: 'rank 16, merged', ways: [USUAL, 'bound'], rows: [1] }),
      step(sd15, { lora: 'none', ways: [USUAL], rows: [1] }, GRAPH_VARIANTS.int8),
      step(sd15, { lora: 'none', ways: [USUAL], rows: [1] }, GRAPH_VARIANTS.fp8),
      step(sd15, { lora: 'none', ways: [USUAL], rows: [1] }, GRAPH_VARIANTS.blocks),
      // Here it says nothing but that a process of its own measures, too.
      step(sd15, { lora: 'none', ways: [USUAL], rows: [1] }, { ...GRAPH_VARIANTS.halfSums, on: ['cpu'] }),
    ];
  return [
    // The cold start tells it of SD 1.5; the heads of Vega are as wide as these.
    step(sdxl, { ...leading, rows: [2, 1, 8], kernelWays: [USUAL] }),
    step(sd15, { ...leading, rows: [1, 8, 2] }),
    step(vega, { ...leading, rows: [1, 2] }),
    decoder('taesd 1024×1024', { ways: [USUAL, RECORDED], lora: 'none', rows: [1] }),
    wholePicture(vega),
    step(sdxl, { lora: 'rank 16', ways: [USUAL, 'bound', RECORDED], rows: [2] }),
    mergedStep(sdxl, { lora: 'rank 16, merged', ways: [USUAL, 'bound', RECORDED], rows: [2, 1] }),
    mergedStep(sdxl, { lora: 'none, merged', ways: [RECORDED], rows: [2] }),
    step(sdxl, { lora: 'none', ways: [USUAL, RECORDED], rows: [2, 1] }, GRAPH_VARIANTS.int8),
    step(sdxl, { lora: 'none', ways: [USUAL, RECORDED], rows: [2] }, GRAPH_VARIANTS.fp8),
    step(sdxl, { lora: 'none', ways: [USUAL, RECORDED], rows: [2] }, GRAPH_VARIANTS.halfSums),
    step(sdxl, { lora: 'none', ways: [USUAL, RECORDED], rows: [2] }, GRAPH_VARIANTS.packed),
    step(sdxl, { lora: 'none', ways: [USUAL, RECORDED], rows: [2] }, GRAPH_VARIANTS.blocks),
    step(sdxl, { lora: 'none', ways: [USUAL, RECORDED], rows: [2] }, GRAPH_VARIANTS.single),
    step(sd15, { lora: 'none', rows: [2], kernelWays: ATTENTION_WAYS }),
    decoder('vae 1024×1024', { ways: [USUAL, RECORDED], lora: 'none', rows: [1] }),
    step(sd15, { lora: 'rank 16', ways: [USUAL, 'bound', RECORDED], rows: [2] }),
    mergedStep(sd15, { lora: 'rank 16, merged', ways: [USUAL, 'bound', RECORDED], rows: [2] }),
    step(sd15, { lora: 'none', ways: [RECORDED], rows: [2] }, GRAPH_VARIANTS.packed),
    step(sd15, { lora: 'none', ways: [USUAL, RECORDED], rows: [2] }, GRAPH_VARIANTS.blocks),
    step(sd15, { lora: 'none', ways: [USUAL, RECORDED], rows: [2] }, GRAPH_VARIANTS.single),
    step(sd15, { lora: 'none', ways: [RECORDED], rows: [4, 16] }),
    step(sdxl, { lora: 'none', rows: [2], kernelWays: ATTENTION_WAYS }),
  ];
}

/** One sample of the leading case. */
export function leadingUnit(size: 'full' | 'quick'): MatrixUnit {
  return step(leadingCase(size), { lora: 'none', rows: [1] });
}

type Wish = Pick<MatrixUnit, 'lora' | 'rows' | 'ways' | 'kernelWays'>;

function step(one: StepCase, wish: Wish, variant?: GraphVariant): MatrixUnit {
  const { name, config, side, gflop } = one;
  return {
    ...wish,
    name: variant ? `${name}, ${variant.name}` : name,
    ...(variant && { variant }),
    gflop,
    async load(folder, options) {
      const stored = await read(writtenUNet(folder, one));
      const { weights, options: varied } = (await variant?.make(stored, folder)) ?? { weights: stored, options: {} };
      const adaptable = wish.lora !== 'none' && ((key: string) => TRANSFORMERS.test(key));
      const graph = buildUNet(parseUNetConfig(config), weights, { ...graphOptions(options), ...varied, adaptable });
      const factors = adaptable ? loraFeeds(stored, graph) : {};
      return { graph, feeds: (rows) => ({ ...feedsFor(graph, stepFeeds(config, { batch: rows, side })), ...factors }) };
    },
  };
}

/** The same with weights and the prompt's products on the device, where the LoRA is merged twice: the second is timed. */
function mergedStep(one: StepCase, wish: Wish): MatrixUnit {
  const { name, config, side, gflop } = one;
  return {
    ...wish,
    name,
    gflop,
    async load(folder, options) {
      const stored = await read(writtenUNet(folder, one));
      const apart = { weightsApart: () => true, promptApart: true };
      const graph = buildUNet(parseUNetConfig(config), stored, { ...graphOptions(options), ...apart });
      const device = await openDevicePlaces(options.provider);
      if (!device) throw new Error("values cannot stay on the device: the C API isn't to be had here");
      const weights = createDeviceWeights(stored, device, options);
      const prompt = await openPromptProducts(stored, options, { device, shared: weights });
      const release = async () => {
        await prompt.release();
        await weights.release();
        await device.release();
      };
      const inputs = graph.weightInputs!;
      const [first, second] = [1, 2].map((seed) => (wish.lora === 'none, merged' ? null : someLora(stored, seed)));
      // The same for every way, so that their results can be compared.
      const context = (rows: number) => waves(stepFeeds(config, { batch: rows, side }).encoder_hidden_states!.dims);
      const placed = new Map<number, Awaited<ReturnType<typeof prompt.of>>>();
      const fed = (loras: LoraFactors | null) =>
        weights.use(loras, async (all) => {
          for (const rows of wish.rows) placed.set(rows, await prompt.of(context(rows), { weights: all, loras }));
          return Object.fromEntries(inputs.map(({ name: input }) => [input, all[input] as GraphInput]));
        });
      const switching = async () => {
        await weights.hold(inputs);
        await fed(first!);
        const began = performance.now();
        return { all: await fed(second!), switchMs: performance.now() - began };
      };
      const { all, switchMs } = await switching().catch(async (thrown: unknown) => {
        await release();
        throw thrown;
      });
      return {
        graph,
        switchMs,
        feeds: (rows) => ({
          ...feedsFor(graph, stepFeeds(config, { batch: rows, side })),
          ...all,
          ...(placed.get(rows) as Readonly<Record<string, GraphInput>>),
        }),
        release,
      };
    },
  };
}

/** Factors of rank 16 for what trainers adapt. */
function someLora(weights: WeightMap, seed: number): LoraFactors {
  const entries = [...weights].filter(([key]) => TRANSFORMERS.test(key));
  return new Map(
    entries.map(([key, entry]) => {
      const dims = factorDims(meantShape(entry), 16);
      const at = (sizes: readonly number[]) => scale(seed / 100, waves(sizes));
      return [key, { down: at(dims.down), up: at(dims.up) }];
    }),
  );
}

function waves(dims: readonly number[]): Tensor {
  return tensor(
    dims,
    Float32Array.from({ length: elements(dims) }, (_, at) => Math.sin(at * 12.9898) * 0.9),
  );
}

/** Four steps of an LCM without guidance and the tiny decoder: a picture from its first step to its pixels. */
function wholePicture(one: StepCase): MatrixUnit {
  const wish = { ways: [USUAL, RECORDED, FUSED], lora: 'none', rows: [1] } as const;
  const [steps, pixels] = [step(one, wish), decoder('taesd 1024×1024', wish)];
  return {
    ...wish,
    name: `${one.name}, 4 steps and taesd`,
    gflop: null,
    async load(folder, options) {
      const [network, last] = [await steps.load(folder, options), await pixels.load(folder, options)];
      return { ...network, steps: 4, last };
    },
  };
}

/** Latents of 128×128. */
function decoder(name: 'taesd 1024×1024' | 'vae 1024×1024', wish: Wish): MatrixUnit {
  const [write, build] = name.startsWith('taesd')
    ? [writeRandomTaesd, (weights: WeightMap, how: Options) => buildTaesdDecoder(weights, how)]
    : [
        writeRandomVae,
        (weights: WeightMap, how: Options) => buildVaeDecoder(parseVaeConfig(VAE), weights, { ...how, latents: 'raw' }),
      ];
  return {
    ...wish,
    name,
    gflop: null,
    async load(folder, options) {
      const graph = build(await read(writtenWeights(folder, name, write)), graphOptions(options));
      return { graph, feeds: (rows) => feedsFor(graph, { latents: noise([rows, 4, 128, 128]) }) };
    },
  };
}

type Options = ReturnType<typeof graphOptions>;

async function read(folder: Promise<string>): Promise<WeightMap> {
  return readSafetensors(join(await folder, 'diffusion_pytorch_model.safetensors'));
}

/** Those that the graph has. */
function feedsFor(graph: BuiltGraph, feeds: ReturnType<typeof stepFeeds>): Readonly<Record<string, InputNumbers>> {
  const known = Object.entries(feeds).filter(([name]) => graph.inputs.includes(name));
  return Object.fromEntries(known.map(([name, { dims, data }]) => [name, { dims, numbers: data }]));
}

/** Factors of rank 16 for what trainers adapt; nothing else has inputs, as in the engine. */
function loraFeeds(weights: WeightMap, graph: BuiltGraph): Readonly<Record<string, InputNumbers>> {
  const inputs = new Set(graph.inputs);
  const keys = [...weights.keys()].filter((key) => inputs.has(lowRankInputs(key).down));
  return Object.fromEntries(
    keys.flatMap((key) => {
      const dims = factorDims(meantShape(weights.get(key)!), 16);
      const names = lowRankInputs(key);
      return (['down', 'up'] as const).map((half) => {
        const numbers = noise(dims[half]).data.map((_, at) => Math.sin(at) / 100);
        return [names[half], { dims: dims[half], numbers, areLasting: true }];
      });
    }),
  );
}
