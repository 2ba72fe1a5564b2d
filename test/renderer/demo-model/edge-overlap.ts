import { decodeChannels } from '#renderer/engine/image/decode-channels.ts';
import { makeControlPicture } from '#renderer/engine/preprocess/make-control-picture.ts';

const forever = new AbortController().signal;

/** Canny's edges of a picture file, as a set of places of a square of this side. */
export async function edgesOf(picture: Uint8Array): Promise<{ readonly side: number; readonly has: Uint8Array }> {
  const wish = { method: 'canny', side: null, detectSide: null, low: 100, high: 200, signal: forever } as const;
  const { width, channels, data } = (await makeControlPicture(await decodeChannels(picture), wish)).picture;
  return { side: width, has: Uint8Array.from({ length: width * width }, (_, i) => Number(data[i * channels]! > 127)) };
}

/**
 * Intersection over union of the edges of two pictures, 0 … 1; one that is a little off counts, as in tools/demo-model:
 * by a pixel of 128 from side to side.
 */
export async function edgeOverlap(asked: Uint8Array, drawn: Uint8Array): Promise<number> {
  const [a, b] = [await edgesOf(asked), await edgesOf(drawn)];
  const common = (near(a.has, b) + near(b.has, a)) / 2;
  return common / (count(a.has) + count(b.has) - common);
}

function count(has: Uint8Array): number {
  return has.reduce((sum, one) => sum + one, 0);
}

/** How many places of the one have one of the other near. */
function near(has: Uint8Array, other: { readonly side: number; readonly has: Uint8Array }): number {
  const { side } = other;
  const off = Math.max(1, Math.round(side / 128));
  const isNear = (i: number) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    for (let v = Math.max(y - off, 0); v <= Math.min(y + off, side - 1); v++) {
      if (other.has.subarray(v * side + Math.max(x - off, 0), v * side + Math.min(x + off + 1, side)).includes(1))
        return true;
    }
    return false;
  };
  return has.reduce((sum, one, i) => sum + Number(one === 1 && isNear(i)), 0);
}
