import type { ChannelRaster } from '#renderer/engine/image/channels.ts';

/** How light pixels are (ITU-R 601), as cv2.cvtColor and Pillow's convert('L') reckon it in whole numbers. Opacity is dropped. */
export function greyOf({ width, height, channels, data }: ChannelRaster): ChannelRaster {
  if (channels === 1) return { width, height, channels, data };
  const grey = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < grey.length; i++, at += channels) {
    grey[i] = (data[at]! * 9798 + data[at + 1]! * 19235 + data[at + 2]! * 3735 + 16384) >> 15;
  }
  return { width, height, channels: 1, data: grey };
}
