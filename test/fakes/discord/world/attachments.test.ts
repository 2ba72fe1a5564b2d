import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { systemClock } from '#shared/clock.ts';
import { attachmentAt, attachmentsAfter, storeFile } from '#test/fakes/discord/world/attachments.ts';
import { createWorld } from '#test/fakes/discord/world/world.ts';

const world = createWorld(systemClock);
const about = { channelId: '1', ephemeral: false };
const picture = sharp({ create: { width: 37, height: 21, channels: 3, background: '#123' } });

describe('a stored file', () => {
  it.each(['png', 'jpeg', 'gif', 'webp'] as const)('of type %s has its width and height', async (format) => {
    const { width, height } = storeFile(world, { name: 'a', bytes: await picture.toFormat(format).toBuffer() }, about);
    expect([width, height]).toEqual([37, 21]);
  });

  it('of lossless webp too', async () => {
    const bytes = await picture.webp({ lossless: true }).toBuffer();
    expect(storeFile(world, { name: 'a.webp', bytes }, about)).toMatchObject({ width: 37, height: 21 });
  });

  it('that is no picture has none, and its name loses what Discord does not keep', () => {
    const file = storeFile(world, { name: 'my näme (1).txt', bytes: Buffer.from('x') }, about);
    expect(file).toMatchObject({ filename: 'my_nme_1.txt', width: null, contentType: 'text/plain; charset=utf-8' });
  });
});

describe('the files of an edited message', () => {
  const old = ['a.png', 'b.png'].map((name) => storeFile(world, { name, bytes: Buffer.from(name) }, about));
  const upload = { n: '0', name: 'c.png', contentType: 'image/png', bytes: Buffer.from('c') };
  const after = (body: object, files = [upload]) =>
    attachmentsAfter(world, { ...about, body: { ...body }, files, before: old }).map((one) => one.filename);

  it.each<[string, object, string[]]>([
    ['all stay without a list', {}, ['a.png', 'b.png', 'c.png']],
    ['none stays with an empty list', { attachments: [] }, ['c.png']],
    ['the listed ones stay', { attachments: [{ id: old[1]!.id }, { id: '0' }] }, ['b.png', 'c.png']],
    ['a placeholder renames', { attachments: [{ id: '0', filename: 'd.png' }] }, ['d.png']],
  ])('%s', (_title, body, expected) => {
    expect(after(body)).toEqual(expected);
  });

  it('are found by name and by address', () => {
    expect(attachmentAt('attachment://b.png', old)).toBe(old[1]);
    expect(attachmentAt(old[0]!.url, old)).toBe(old[0]);
    expect(attachmentAt('attachment://none.png', old)).toBeUndefined();
  });
});
