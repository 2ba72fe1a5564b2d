import { namingFiles } from '#renderer/engine/checkpoint/naming-files.ts';
import { readSafetyChecker } from '#renderer/engine/checkpoint/safety-files.ts';
import { clipPixels } from '#renderer/engine/image/clip-pixels.ts';
import type { Raster } from '#renderer/engine/image/raster.ts';
import { openSafetyChecker, type SafetyChecker } from '#renderer/engine/networks/open-safety-checker.ts';
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

/**
 * A check by the safety checker in this folder. It is opened at the first picture and stays, beside what models may
 * take: a render that holds its model never waits for room here.
 */
export function createPictureCheck(folder: string, options: Promise<LoadOptions>): PictureCheck {
  let opening: Promise<Opened<SafetyChecker>> | null = null;
  const open = () => {
    opening ??= openChecker(folder, options);
    // A failure is not remembered: the next picture tries again.
    opening.catch(() => {
      opening = null;
    });
    return opening;
  };
  async function isShowable(picture: Raster, signal: AbortSignal): Promise<boolean> {
    const checker = await open();
    const pixels = await clipPixels({ ...picture, channels: 3 }, { side: checker.side, signal });
    const [verdict] = await checker.judge(pixels);
    return !verdict?.isBad;
  }
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

async function openChecker(folder: string, options: Promise<LoadOptions>): Promise<Opened<SafetyChecker>> {
  const { config, weights } = await readSafetyChecker(folder);
  const settled = await options;
  return namingFiles(weights, () => openSafetyChecker(config, weights, settled));
}
