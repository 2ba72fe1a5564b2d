/** Pixels with as many channels as their file has: 1 grey, 3 red green blue, 4 with how opaque they are. 8 bits each. */
export interface ChannelRaster {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  /** Row by row from the top, channels side by side. */
  readonly data: Uint8Array;
}

/** The picture as it looks on white, without opacity; one that has none is given back as it is. */
export function onWhite(picture: ChannelRaster): ChannelRaster {
  const { width, height, channels, data } = picture;
  if (channels !== 4) return picture;
  const result = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < result.length; from += 4) {
    const opacity = data[from + 3]! / 255;
    for (let c = 0; c < 3; c++) result[to++] = Math.round(255 + (data[from + c]! - 255) * opacity);
  }
  return { width, height, channels: 3, data: result };
}

/** Whether some pixel is not wholly opaque. */
export function isTransparent({ channels, data }: ChannelRaster): boolean {
  if (channels !== 4) return false;
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return true;
  return false;
}
