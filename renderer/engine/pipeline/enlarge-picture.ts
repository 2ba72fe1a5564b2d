import { resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import type { Raster } from '#renderer/engine/image/raster.ts';
import type { Upscaler } from '#renderer/engine/networks/open-upscaler.ts';
import { tilesOf, USUAL_TILES, upscale } from '#renderer/engine/pipeline/upscale.ts';

interface PixelArea {
  readonly width: number;
  readonly height: number;
}

/** As often as A1111 calls a network at most, however much larger a picture shall be (modules/upscaler.py). */
const PASSES_MAX = 3;

/**
 * A picture brought to a size as A1111 does it: through the network as often as it takes to be large enough, tile by
 * tile, then by Pillow's Lanczos to the size that was asked for. Yields once for each tile.
 */
export async function* enlargePicture(
  picture: Raster,
  network: Upscaler,
  { size, signal }: { readonly size: PixelArea; readonly signal: AbortSignal },
): AsyncGenerator<void, Raster, undefined> {
  let enlarged = picture;
  for (let pass = passesTo(size, picture, network.scale); pass > 0; pass--) {
    const options = { ...USUAL_TILES, scale: null, signal };
    for await (const progress of upscale({ ...enlarged, channels: 3 }, network, options)) {
      if (progress.kind === 'tile') yield;
      if (progress.kind === 'enlarged') enlarged = progress.picture;
    }
  }
  return resizeLikePillow({ ...enlarged, channels: 3 }, { ...size, filter: 'lanczos', signal });
}

/** How many tiles that will take. */
export function tilesTo(size: PixelArea, from: PixelArea, { scale }: Pick<Upscaler, 'scale'>): number {
  let tiles = 0;
  for (let pass = 0; pass < passesTo(size, from, scale); pass++)
    tiles += tilesOf(times(from, scale ** pass), scale, USUAL_TILES);
  return tiles;
}

/** A network that keeps the size (it cleans up) is called once. */
function passesTo(size: PixelArea, from: PixelArea, scale: number): number {
  if (scale === 1) return 1;
  for (let passes = 1; passes < PASSES_MAX; passes++) {
    const { width, height } = times(from, scale ** passes);
    if (width >= size.width && height >= size.height) return passes;
  }
  return PASSES_MAX;
}

function times({ width, height }: PixelArea, scale: number): PixelArea {
  return { width: width * scale, height: height * scale };
}
