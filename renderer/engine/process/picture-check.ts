import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { namingFiles } from '#renderer/engine/checkpoint/naming-files.ts';
import { OPEN_NSFW_FILE, readOpenNsfw } from '#renderer/engine/checkpoint/open-nsfw-file.ts';
import { readSafetyChecker } from '#renderer/engine/checkpoint/safety-files.ts';
import { clipPixels } from '#renderer/engine/image/clip-pixels.ts';
import { nsfwPixels } from '#renderer/engine/image/nsfw-pixels.ts';
import type { Raster } from '#renderer/engine/image/raster.ts';
import { openNsfwClassifier } from '#renderer/engine/networks/open-nsfw.ts';
import { openSafetyChecker } from '#renderer/engine/networks/open-safety-checker.ts';
import type { Opened } from '#renderer/engine/networks/options.ts';
import type { LoadOptions } from '#renderer/engine/residency/network-needs.ts';
import { failure } from '#shared/text/failure.ts';

/** Looks at finished pictures before anybody else does. */
export interface PictureCheck {
  isShowable(picture: Raster, signal: AbortSignal): Promise<boolean>;
  /** Throws `invalid` with a sentence for the member where the picture is not to be shown. */
  requireShowable(picture: Raster, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** What looks at pictures. */
export interface PictureCheckOptions {
  /** A folder with Stable Diffusion's safety checker, or with open_nsfw.onnx; or that file itself. */
  readonly path: string;
  /** How sure open_nsfw.onnx may be of a picture that is shown; null = 80. The other one has limits of its own. */
  readonly percent: number | null;
}

/** Above it, says who packed the network, its numbers mean a pornographic picture. */
const USUAL_PERCENT = 80;

/** What says of one picture whether it may be shown. */
type Judge = Opened<{ isShowable(picture: Raster, signal: AbortSignal): Promise<boolean> }>;

/**
 * A check by the network at this place. It is opened at the first picture and stays, beside what models may take: a
 * render that holds its model never waits for room here.
 */
export function createPictureCheck(asked: PictureCheckOptions, options: Promise<LoadOptions>): PictureCheck {
  let opening: Promise<Judge> | null = null;
  const open = () => {
    opening ??= openJudge(asked, options);
    // A failure is not remembered: the next picture tries again.
    opening.catch(() => {
      opening = null;
    });
    return opening;
  };
  const isShowable = async (picture: Raster, signal: AbortSignal) => (await open()).isShowable(picture, signal);
  return {
    isShowable,
    async requireShowable(picture, signal) {
      if (!(await isShowable(picture, signal))) throw failure('invalid', 'safety.withheld');
    },
    async close() {
      await (await opening?.catch(() => null))?.release();
    },
  };
}

async function openJudge({ path, percent }: PictureCheckOptions, options: Promise<LoadOptions>): Promise<Judge> {
  const file = path.endsWith('.onnx') ? path : join(path, OPEN_NSFW_FILE);
  const isThere = await stat(file).catch(() => null);
  if (isThere || file === path)
    return openClassifier(file, { percent: percent ?? USUAL_PERCENT, options: await options });
  if (percent !== null) throw failure('invalid', 'safety.percent', { folder: basename(path), file: OPEN_NSFW_FILE });
  return openChecker(path, await options);
}

async function openChecker(folder: string, options: LoadOptions): Promise<Judge> {
  const { config, weights } = await readSafetyChecker(folder);
  const checker = await namingFiles(weights, () => openSafetyChecker(config, weights, options));
  return {
    async isShowable(picture, signal) {
      const pixels = await clipPixels({ ...picture, channels: 3 }, { side: checker.side, signal });
      const [verdict] = await checker.judge(pixels);
      return !verdict?.isBad;
    },
    release: () => checker.release(),
  };
}

async function openClassifier(
  file: string,
  { percent, options }: { readonly percent: number; readonly options: LoadOptions },
): Promise<Judge> {
  const { config, weights } = await readOpenNsfw(file);
  const classifier = await namingFiles(weights, () => openNsfwClassifier(config, weights, options));
  return {
    async isShowable(picture, signal) {
      const pixels = await nsfwPixels({ ...picture, channels: 3 }, { side: classifier.side, signal });
      const [score = 1] = await classifier.judge(pixels);
      return score * 100 <= percent;
    },
    release: () => classifier.release(),
  };
}
