import { type FitOptions, type FittedPicture, fitPicture, standInFor } from '#bot/image/fit-picture.ts';

/** A stored picture as it can be sent. */
export interface ReadyPicture {
  readonly data: Uint8Array;
  readonly mime: 'image/png' | FittedPicture['mime'];
  /** Of the PNG in the store; null = it lies there as it is sent. */
  readonly pngBytes: number | null;
  /** It stands in for one that fits in no quality: it has fewer pixels. */
  readonly isSmaller?: true;
}

/** A request may be this large, with a little room for the rest of it. */
export const REQUEST_BYTES_MAX = 24 * 1024 * 1024;

/** As many pictures as one message shows. */
export const GALLERY_MAX = 10;

/**
 * The PNGs as one message can carry them, by file name: as they are, else at full size in fewer bytes. The largest give
 * way first, until all of them together fit; what fits in no quality has a smaller one stand in. What cannot be made to
 * fit even so stays as it is.
 */
export async function readyPictures(
  stored: readonly { readonly file: string; readonly data: Uint8Array }[],
  options: FitOptions,
): Promise<ReadonlyMap<string, ReadyPicture>> {
  const { bytesMax } = options;
  const ready = new Map<string, ReadyPicture>();
  for (const { file, data } of stored) {
    ready.set(file, { data, mime: 'image/png', pngBytes: data.length });
    if (data.length > bytesMax) await shrink(ready, file, options);
  }
  const shown = stored.slice(0, GALLERY_MAX).map(({ file }) => file);
  const share = Math.min(bytesMax, Math.floor(REQUEST_BYTES_MAX / Math.max(1, shown.length)));
  const largestFirst = shown.toSorted((a, b) => ready.get(b)!.data.length - ready.get(a)!.data.length);
  for (const file of largestFirst) {
    const together = shown.reduce((sum, each) => sum + ready.get(each)!.data.length, 0);
    if (together <= REQUEST_BYTES_MAX) break;
    await shrink(ready, file, { ...options, bytesMax: share });
  }
  return ready;
}

async function shrink(ready: Map<string, ReadyPicture>, file: string, options: FitOptions): Promise<void> {
  const { data, pngBytes, mime } = ready.get(file)!;
  if (mime !== 'image/png') return;
  const fitted = options.bytesMax > 0 ? await fitPicture(data, options) : null;
  if (fitted) return void ready.set(file, { ...fitted, pngBytes });
  const standIn = await standInFor(data, options);
  if (standIn) ready.set(file, { ...standIn, pngBytes, isSmaller: true });
}
