import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { pictureTexts } from '#bot/studio/page/app/picture-texts.ts';

const SETTINGS = 'a häuschen 家\nSteps: 4, Seed: 7';
const blank = () => sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } });

describe('what a picture says of itself', () => {
  it.each(['jpeg', 'webp'] as const)('is found in the Exif of a %s', async (format) => {
    const comment = Buffer.from(SETTINGS, 'utf16le').swap16();
    const UserComment = Buffer.concat([Buffer.from('UNICODE\0'), comment]).toString('latin1');
    const IFD0 = { Make: 'prompt:{"3":{}}', Model: 'workflow:{}' };
    const file = await blank()
      .withExif({ IFD0, IFD2: { UserComment: 'x' } })
      .toFormat(format)
      .toBuffer();
    const texts = pictureTexts(file);
    expect(texts).toMatchObject({ prompt: '{"3":{}}', workflow: '{}' });
    expect(UserComment).toHaveLength(8 + comment.length);
  });

  it('is read from a comment in either order of bytes', () => {
    for (const swap of [false, true]) expect(pictureTexts(jpegWith(SETTINGS, swap)).parameters).toBe(SETTINGS);
  });

  it('is nothing in what is cut off or no picture', () => {
    const whole = jpegWith(SETTINGS, false);
    for (let length = 0; length < whole.length; length += 7) pictureTexts(whole.subarray(0, length));
    expect(pictureTexts(new Uint8Array([1, 2, 3]))).toEqual({});
  });
});

/** A JPEG of one Exif segment: a directory that leads to another with the comment. */
function jpegWith(text: string, isBig: boolean): Uint8Array {
  const words = Buffer.from(text, 'utf16le');
  const data = Buffer.concat([Buffer.from('UNICODE\0'), isBig ? words.swap16() : words]);
  const entry = (tag: number, count: number, value: number) => {
    const made = Buffer.alloc(12);
    made.writeUInt16LE(tag, 0);
    made.writeUInt16LE(7, 2);
    made.writeUInt32LE(count, 4);
    made.writeUInt32LE(value, 8);
    return made;
  };
  const directory = (made: Buffer) => Buffer.concat([Buffer.from([1, 0]), made, Buffer.alloc(4)]);
  const tiff = Buffer.concat([
    Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0]),
    directory(entry(0x8769, 1, 26)),
    directory(entry(0x9286, data.length, 44)),
    data,
  ]);
  const body = Buffer.concat([Buffer.from('Exif\0\0'), tiff]);
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 4);
  return new Uint8Array(Buffer.concat([head, body, Buffer.from([0xff, 0xd9])]));
}
