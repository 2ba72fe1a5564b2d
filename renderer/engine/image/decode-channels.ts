import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { decodingPicture } from '#renderer/engine/image/decode-picture.ts';
import { failure } from '#shared/text/failure.ts';

/**
 * Decodes a PNG, JPEG or WebP at its own size with the channels that it has: grey stays grey, opacity stays apart.
 * Turned as its EXIF says, in sRGB. Throws `invalid` for what cannot be decoded, for more than 8 bits a channel, and for more
 * than one frame: half of what a file holds is not dropped in silence.
 */
export function decodeChannels(file: Uint8Array): Promise<ChannelRaster> {
  return decodingPicture('picture', file, async (image, { depth, pages = 1, hasAlpha, space, format }) => {
    if (depth !== 'uchar') throw failure('invalid', 'picture.bits', { limit: 8 });
    if (pages > 1) throw failure('invalid', 'picture.frames', { frames: pages });
    const isGrey = space === 'b-w' && !hasAlpha;
    const shaped = image.rotate().toColourspace(isGrey ? 'b-w' : 'srgb');
    const whole = hasAlpha && format !== 'jpeg' ? shaped.ensureAlpha() : shaped.removeAlpha();
    const { data, info } = await whole.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    if (info.channels === 2) throw failure('internal', 'picture.shape', { dims: [height, width, info.channels] });
    return { width, height, channels: info.channels, data };
  });
}
