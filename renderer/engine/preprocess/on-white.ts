import type { ChannelRaster } from '#renderer/engine/image/channels.ts';

/** A picture in three colours, over white where it is not opaque, as controlnet_aux does it: in 32-bit floats, cut to whole levels. */
export function onWhite(picture: ChannelRaster): ChannelRaster {
  const { width, height, channels, data } = picture;
  if (channels === 3) return picture;
  const result = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const opacity = channels === 4 ? Math.fround(data[4 * i + 3]! / 255) : 1;
    const white = Math.fround(255 * Math.fround(1 - opacity));
    for (let c = 0; c < 3; c++) {
      const colour = data[channels === 4 ? 4 * i + c : i]!;
      result[3 * i + c] = Math.min(255, Math.trunc(Math.fround(Math.fround(colour * opacity) + white)));
    }
  }
  return { width, height, channels: 3, data: result };
}
