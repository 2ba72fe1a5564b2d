/** Pixels with as many channels as their file has: 1 grey, 3 red green blue, 4 with how opaque they are. 8 bits each. */
export interface ChannelRaster {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  /** Row by row from the top, channels side by side. */
  readonly data: Uint8Array;
}

/** Whether some pixel is not wholly opaque. */
export function isTransparent({ channels, data }: ChannelRaster): boolean {
  if (channels !== 4) return false;
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return true;
  return false;
}
