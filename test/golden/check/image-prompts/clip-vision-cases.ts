import { readImageEncoder } from '#renderer/engine/checkpoint/image-encoder-file.ts';
import { buildClipVision } from '#renderer/engine/graph/nets/clip-vision.ts';
import { clipPixels } from '#renderer/engine/image/clip-pixels.ts';
import { graphOptions } from '#renderer/engine/networks/options.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { compareExactly, compareTensor } from '#test/golden/check/compare.ts';
import { writeGoldenEncoder } from '#test/golden/check/image-prompts/golden-adapters.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';
import { type GoldenCase, type GoldenFile, isRecorded, recordedAt } from '#test/golden/check/part.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

/** A recorded CLIP vision model. */
export interface RecordedEncoder {
  readonly config: Readonly<Record<string, unknown>>;
  readonly n_keys: number;
  readonly image_embeds: GoldenTensor;
  readonly last_hidden_state: GoldenTensor;
  readonly hidden_m2: GoldenTensor;
}

interface RecordedPixels {
  readonly picture: string;
  readonly hw: readonly [number, number];
  readonly size: number;
  readonly torchvision: GoldenTensor;
  readonly pil: GoldenTensor;
}

const BOUND = { bound: 1e-4, relative: true };

/** A level is 1/255, and the narrowest deviation 0.2612: a pixel that is off by one level is off by 0.015. */
const PIXELS_BOUND = { bound: 1e-5 };

/** CLIP vision models, and what of a picture they are given. */
export function clipVisionCases(file: GoldenFile): GoldenCase[] {
  const has = (name: string) => isRecorded(file, `ipadapter.${name}`);
  const encoders = ['clip_vision_h_gelu', 'clip_vision_l_quick_gelu']
    .filter(has)
    .map((name) => encoderCase(name, file));
  const key = 'clip_preprocess';
  const pixels = has(key) ? recordedAt<readonly RecordedPixels[]>(file, `ipadapter.${key}`) : [];
  return [...encoders, ...pixels.map((one) => pixelsCase(one, file))];
}

function encoderCase(name: string, file: GoldenFile): GoldenCase {
  const recorded = recordedAt<RecordedEncoder>(file, `ipadapter.${name}`);
  const run = async (folder: string) => {
    const { weights, parsed } = await readImageEncoder(await writeGoldenEncoder(folder, recorded.config, { file }));
    const session = await openSession(buildClipVision(parsed, weights, graphOptions(ON_CPU)), ON_CPU);
    const pixels = file.recipe.input('in:pixels', [2, 3, parsed.side, parsed.side]);
    const { embeds, last, penultimate } = await session.run({ pixels });
    await session.release();
    return [
      compareExactly('keys', weights.size, recorded.n_keys),
      compareTensor('image_embeds', embeds!, recorded.image_embeds, BOUND),
      compareTensor('last_hidden_state', last!, recorded.last_hidden_state, BOUND),
      compareTensor('hidden_m2', penultimate!, recorded.hidden_m2, BOUND),
    ];
  };
  return { name, run: () => withFolder(run) };
}

function pixelsCase({ picture, hw, size, torchvision, pil }: RecordedPixels, { recipe }: GoldenFile): GoldenCase {
  return {
    name: `clip_preprocess ${picture}`,
    async run() {
      const given = recipe.picture(picture, hw);
      const [usual, classic] = [
        await clipPixels(given, { side: size }),
        await clipPixels(given, { side: size, resizer: 'pillow' }),
      ];
      return [
        compareTensor('torchvision', usual, torchvision, PIXELS_BOUND),
        compareTensor('pil', classic, pil, PIXELS_BOUND),
      ];
    },
  };
}
