/** What the first bytes of a picture file say. */
export interface PictureHeader {
  readonly format: 'png' | 'jpeg' | 'webp';
  /** Pixels, before any rotation. */
  readonly width: number;
  readonly height: number;
  /** Of a channel. */
  readonly bits: number;
  /** More than one frame. */
  readonly isAnimated: boolean;
}

/**
 * Reads the header of a PNG, JPEG or WebP file, without decoding anything: this process must not open what strangers
 * send. Null for anything else, also for a file that ends too early.
 */
export function readPictureHeader(file: Uint8Array): PictureHeader | null {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  try {
    return readPng(view) ?? readWebp(view) ?? readJpeg(view);
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

/** The signature's eight bytes, then the IHDR chunk: length, name, width, height. */
function readPng(view: DataView): PictureHeader | null {
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a || textAt(view, 12) !== 'IHDR') return null;
  const [width, height, bits] = [view.getUint32(16), view.getUint32(20), view.getUint8(24)];
  return { format: 'png', width, height, bits, isAnimated: isAnimatedPng(view) };
}

/** A chunk acTL before the first of the picture's data says so (APNG); chunks: length, name, data, checksum. */
function isAnimatedPng(view: DataView): boolean {
  for (let at = 8; at + 8 <= view.byteLength; at += 12 + view.getUint32(at)) {
    const name = textAt(view, at + 4);
    if (name === 'IDAT') return false;
    if (name === 'acTL') return true;
  }
  return false;
}

const STILL_WEBP = { format: 'webp', bits: 8, isAnimated: false } as const;

/** A RIFF container with a lossy, lossless or extended first chunk. */
function readWebp(view: DataView): PictureHeader | null {
  if (textAt(view, 0) !== 'RIFF' || textAt(view, 8) !== 'WEBP') return null;
  switch (textAt(view, 12)) {
    case 'VP8 ':
      return {
        ...STILL_WEBP,
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
      };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { ...STILL_WEBP, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X': {
      const isAnimated = (view.getUint8(20) & 2) !== 0;
      return { ...STILL_WEBP, width: uint24(view, 24) + 1, height: uint24(view, 27) + 1, isAnimated };
    }
    default:
      return null;
  }
}

/** Segments until the one that starts a frame: SOF0 … SOF15 without the three that are something else. */
function readJpeg(view: DataView): PictureHeader | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const startsFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (startsFrame) {
      const [width, height, bits] = [view.getUint16(at + 7), view.getUint16(at + 5), view.getUint8(at + 4)];
      return { format: 'jpeg', width, height, bits, isAnimated: false };
    }
    at += 2 + Math.max(2, view.getUint16(at + 2));
  }
}

function textAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 2 ** 16;
}
