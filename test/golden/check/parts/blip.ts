import { captionerWeights } from '#renderer/engine/checkpoint/captioner-names.ts';
import { parseBlipConfig } from '#renderer/engine/graph/nets/blip-config.ts';
import { CLIP_PIXELS, normalisedPixels } from '#renderer/engine/image/normalised-pixels.ts';
import { resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import { type Captioner, openCaptioner } from '#renderer/engine/networks/open-captioner.ts';
import {
  PLAIN_WRITING,
  type WritingOptions,
  type WrittenText,
  writeText,
} from '#renderer/engine/pipeline/write-text.ts';
import { row, type Tensor } from '#renderer/engine/tensor.ts';
import { wordPieces } from '#renderer/engine/text/word-pieces.ts';
import { compareExactly, compareNumbers, compareTensor } from '#test/golden/check/compare.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';
import {
  type Finding,
  type GoldenCase,
  type GoldenFile,
  type GoldenPart,
  recordedAt,
} from '#test/golden/check/part.ts';
import { type GoldenTensor, withParameters } from '#test/renderer/engine/graph/golden.ts';

const RELATIVE = { bound: 1e-4, relative: true };

/** One level of 256, over the smallest spread. */
const LEVEL = 1 / 255 / Math.min(...CLIP_PIXELS.spread) + 1e-5;

type Config = Readonly<Record<string, number>>;
type Shapes = Readonly<Record<string, readonly number[]>>;

interface GoldenBlip {
  readonly config: { readonly vision: Config; readonly text: Config };
  readonly tiny: { readonly keys: Shapes };
  readonly vision: { readonly last_hidden_state: GoldenTensor; readonly pooler: GoldenTensor };
  readonly logits: { readonly ids: readonly (readonly number[])[]; readonly out: GoldenTensor };
  readonly generate?: readonly GoldenText[];
  readonly biased?: { readonly extra: number };
  readonly wordpiece?: {
    readonly vocab: readonly string[];
    readonly encode: readonly { readonly text: string; readonly ids: readonly number[] }[];
    readonly decode: readonly { readonly ids: readonly number[]; readonly clean: string }[];
  };
  readonly preprocess?: readonly {
    readonly picture: string;
    readonly hw: readonly [number, number];
    readonly size: number;
    readonly pil: GoldenTensor;
    readonly torchvision: GoldenTensor;
  }[];
}

interface GoldenText {
  readonly name: string;
  readonly picture: number;
  readonly prompt_ids: readonly number[] | null;
  readonly args: Readonly<Record<string, number>>;
  readonly sequence: readonly number[];
  readonly beam_score: number | null;
}

/** BLIP as transformers has it; control.json. */
export const BLIP_PART: GoldenPart = {
  format: 'control',
  key: 'blip',
  cases(file) {
    const blip = recordedAt<GoldenBlip>(file, 'blip');
    const texts = (name: string, of: readonly GoldenText[], extra: number): GoldenCase => ({
      name,
      run: () => withCaptioner(file, { blip, extra }, (network) => compareTexts(file, { blip, network, of })),
    });
    const isBiased = ({ name }: GoldenText) => name.startsWith('biased_');
    const { wordpiece, preprocess = [], generate = [], biased = { extra: 0 } } = blip;
    const [usual, ended] = [generate.filter((one) => !isBiased(one)), generate.filter(isBiased)];
    return [
      ...(wordpiece ? [{ name: 'wordpiece', run: async () => comparePieces(wordpiece) }] : []),
      ...preprocess.map((one) => ({ name: `preprocess ${one.picture}`, run: () => comparePixels(file, one) })),
      {
        name: 'vision',
        run: () => withCaptioner(file, { blip, extra: 0 }, (network) => compareNetworks(file, { blip, network })),
      },
      ...(usual.length > 0 ? [texts('generate', usual, 0)] : []),
      ...(ended.length > 0 ? [texts('generate biased', ended, biased.extra)] : []),
    ];
  },
};

/** The original program's vision network, under its own keys and with its own ε; control.json. */
export const BLIP_ORIGINAL_PART: GoldenPart = {
  format: 'control',
  key: 'blip_original',
  cases(file) {
    const { keys, out } = recordedAt<{ keys: readonly string[]; out: GoldenTensor }>(file, 'blip_original');
    const { config, tiny } = recordedAt<GoldenBlip>(file, 'blip');
    const text = Object.keys(tiny.keys).filter((key) => key.startsWith('text_decoder.'));
    const names = captionerWeights(new Map([...keys, ...text].map((key) => [key, key])));
    const shapes = new Map([...names].map(([key, original]) => [original, tiny.keys[key]!]));
    const run = async () =>
      withParameters(
        shapes,
        async (weights) => {
          const parsed = parseBlipConfig({ vision_config: config.vision, text_config: config.text });
          const original = { ...parsed, vision: { ...parsed.vision, eps: 1e-6 } };
          const network = await openCaptioner(original, captionerWeights(weights), ON_CPU);
          const { states } = await network.look(pictures(file, config));
          await network.release();
          return [compareTensor('', states, out, RELATIVE)];
        },
        file.recipe.parameter,
      );
    return [{ name: 'vision', run }];
  },
};

function withCaptioner(
  file: GoldenFile,
  { blip, extra }: { readonly blip: GoldenBlip; readonly extra: number },
  use: (network: Captioner) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const { config, tiny } = blip;
  const parsed = parseBlipConfig({ vision_config: config.vision, text_config: config.text });
  const parameter = (key: string, shape: readonly number[]) => {
    const values = file.recipe.parameter(key, shape);
    if (key.endsWith('cls.predictions.bias')) values[parsed.text.endId]! += extra;
    return values;
  };
  return withParameters(
    new Map(Object.entries(tiny.keys)),
    async (weights) => {
      const network = await openCaptioner(parsed, weights, ON_CPU);
      return use(network).finally(() => network.release());
    },
    parameter,
  );
}

function pictures(file: GoldenFile, { vision }: GoldenBlip['config']): Tensor {
  return file.recipe.input('in:blip', [2, 3, vision.image_size!, vision.image_size!]);
}

interface Opened {
  readonly blip: GoldenBlip;
  readonly network: Captioner;
}

async function compareNetworks(file: GoldenFile, { blip, network }: Opened): Promise<readonly Finding[]> {
  const seen = await network.look(pictures(file, blip.config));
  const { logits } = await network.read(blip.logits.ids, { seen, written: null });
  return [
    compareTensor('last_hidden_state', seen.states, blip.vision.last_hidden_state, RELATIVE),
    compareTensor('pooler', pooled(file, { states: seen.states, blip }), blip.vision.pooler, RELATIVE),
    compareTensor('logits', logits, blip.logits.out, RELATIVE),
  ];
}

/** Nothing here reads it: the first token's states, normalised a second time. */
function pooled(file: GoldenFile, { states, blip }: { readonly states: Tensor; readonly blip: GoldenBlip }): Tensor {
  const [batch = 0, tokens = 0, width = 0] = states.dims;
  const [weight, bias] = ['weight', 'bias'].map((name) =>
    file.recipe.parameter(`vision_model.post_layernorm.${name}`, [width]),
  ) as [Float32Array, Float32Array];
  const rows = Array.from({ length: batch }, (_, i) => {
    const first = states.data.subarray(i * tokens * width, i * tokens * width + width);
    const mean = first.reduce((sum, x) => sum + x, 0) / width;
    const spread = Math.sqrt(
      first.reduce((sum, x) => sum + (x - mean) ** 2, 0) / width + blip.config.vision.layer_norm_eps!,
    );
    return first.map((x, at) => ((x - mean) / spread) * weight[at]! + bias[at]!);
  });
  return { dims: [batch, width], data: Float32Array.from(rows.flatMap((one) => [...one])) };
}

async function compareTexts(
  file: GoldenFile,
  { blip, network, of }: Opened & { readonly of: readonly GoldenText[] },
): Promise<readonly Finding[]> {
  const both = pictures(file, blip.config);
  const seen = [await network.look(row(both, 0)), await network.look(row(both, 1))];
  const findings: Finding[] = [];
  for (const { name, picture, sequence, beam_score, ...rest } of of) {
    const { ids, score } = await written(network, seen[picture]!, optionsOf(rest));
    findings.push(compareExactly(name, ids, sequence));
    if (beam_score !== null) findings.push(compareNumbers(`${name} score`, [score], [beam_score], 1e-4));
  }
  return findings;
}

/** As `generate` has it where nothing is said: twenty tokens more than it is given. */
function optionsOf({ prompt_ids, args }: Pick<GoldenText, 'prompt_ids' | 'args'>): WritingOptions {
  const begun = prompt_ids?.slice(1, -1) ?? [];
  return {
    ...PLAIN_WRITING,
    begun,
    beams: args.num_beams ?? 1,
    lengthMax: args.max_length ?? begun.length + 21,
    lengthMin: args.min_length ?? 0,
    repetitionPenalty: args.repetition_penalty ?? 1,
    noRepeat: args.no_repeat_ngram_size ?? 0,
    lengthPenalty: args.length_penalty ?? 1,
    signal: new AbortController().signal,
  };
}

async function written(
  network: Captioner,
  seen: Awaited<ReturnType<Captioner['look']>>,
  options: WritingOptions,
): Promise<WrittenText> {
  for await (const progress of writeText(network, seen, options)) {
    if (progress.kind === 'written') return progress.texts[0]!;
  }
  throw new Error('no text came');
}

function comparePieces(wordpiece: NonNullable<GoldenBlip['wordpiece']>): readonly Finding[] {
  const pieces = wordPieces(wordpiece.vocab);
  return [
    ...wordpiece.encode.map(({ text, ids }) => compareExactly(JSON.stringify(text), pieces.encode(text), ids)),
    ...wordpiece.decode.map(({ ids, clean }) => compareExactly(clean, pieces.decode(ids), clean)),
  ];
}

async function comparePixels(
  file: GoldenFile,
  { picture, hw, size, pil, torchvision }: NonNullable<GoldenBlip['preprocess']>[number],
): Promise<readonly Finding[]> {
  const square = { width: size, height: size, filter: 'bicubic' } as const;
  const pixels = normalisedPixels(await resizeLikePillow(file.recipe.picture(picture, hw), square), CLIP_PIXELS);
  return [
    compareTensor('pil', pixels, pil, { bound: LEVEL }),
    compareTensor('torchvision', pixels, torchvision, { bound: LEVEL }),
  ];
}
