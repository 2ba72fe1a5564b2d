import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { resizeFloats } from '#renderer/engine/image/float-resize.ts';
import type { Preprocessor } from '#renderer/engine/networks/open-preprocessor.ts';
import { pixelsBy } from '#renderer/engine/preprocess/pixels.ts';
import { greyMap, levelsOf, safeStep } from '#renderer/engine/preprocess/soft-edges.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';

/** What becomes of edge strengths 0 … 1: as they are, in steps of a half, or all or nothing. */
export type EdgeSteps = 'soft' | 'safe' | 'hard';

const STEPS: Readonly<Record<EdgeSteps, (strength: number) => number>> = {
  soft: (strength) => strength,
  safe: safeStep,
  hard: (strength) => (strength > 0.5 ? 1 : 0),
};

/** Soft edges by HED or PiDiNet. */
export async function softEdges(
  picture: ChannelRaster,
  { network, steps }: { readonly network: Preprocessor; readonly steps: EdgeSteps },
): Promise<ChannelRaster> {
  const strengths = network.kind === 'hed' ? await byHed(picture, network) : await byPidinet(picture, network);
  return greyMap(picture, levelsOf(strengths.map(STEPS[steps])));
}

async function byHed(picture: ChannelRaster, network: Preprocessor): Promise<Float64Array> {
  const sides = Object.values(await network.run(pixelsBy(picture, { order: 'rgb', of: (level) => level })));
  const { width, height } = picture;
  const large = sides.map((side: Tensor) => resizeFloats(side, { width, height, mode: 'bilinear' }));
  return Float64Array.from({ length: width * height }, (_, i) => {
    const sum = large.reduce((total, { data }) => Math.fround(total + data[i]!), 0);
    return 1 / (1 + Math.exp(-Math.fround(sum / large.length)));
  });
}

async function byPidinet(picture: ChannelRaster, network: Preprocessor): Promise<Float64Array> {
  const pixels = pixelsBy(picture, { order: 'bgr', of: (level) => level / 255 });
  return Float64Array.from((await network.run(pixels)).edges!.data);
}

/** Lines as a drawing has them: dark on white, as the network gives them. */
export async function drawnLines(picture: ChannelRaster, network: Preprocessor): Promise<ChannelRaster> {
  const { lines } = await network.run(pixelsBy(picture, { order: 'rgb', of: (level) => level / 255 }));
  return greyMap(picture, levelsOf(lines!.data));
}
