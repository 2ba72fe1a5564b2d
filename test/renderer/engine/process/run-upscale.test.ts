import { open } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ValidUpscale } from '#renderer/engine/contract/upscale-task.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { sourceMark, XMP_TEXT } from '#renderer/engine/image/source-mark.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { engineSettings } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { compactShapes, goldenPicture, rrdbShapes, writeUpscaler } from '#test/renderer/engine/golden-upscalers.ts';
import { pngTexts } from '#test/renderer/engine/image/png-texts.ts';

const scratch = scratchFolder();
const file = join(scratch, 'small.safetensors');
const forever = new AbortController().signal;
let engine: LocalEngine;
let image: Uint8Array;

beforeAll(async () => {
  await writeUpscaler(file, compactShapes(4, 1, 2));
  image = await encodePng(goldenPicture('e', [20, 30]), { parameters: 'a house\nSteps: 4, Version: Easel' });
  engine = new LocalEngine(engineSettings());
  await engine.ready;
});
afterAll(() => engine.close());

function task(change: Partial<ValidUpscale> = {}): ValidUpscale {
  const upscaler = { name: 'small', file, blend: null };
  return { kind: 'upscale', upscaler, image, scale: null, tiles: { side: 16, pad: 4 }, ...change };
}

async function run(change: Partial<ValidUpscale> = {}, signal = forever): Promise<readonly EngineEvent[]> {
  const events: EngineEvent[] = [];
  for await (const event of engine.render(task(change), signal)) events.push(event);
  return events;
}

function pictureOf(events: readonly EngineEvent[]) {
  return events.find((event) => event.kind === 'picture') ?? expect.fail('no picture came');
}

describe('the task upscale', () => {
  it('says its tiles as steps, then gives a larger picture with its settings and what enlarged it', async () => {
    const events = await run();
    expect(events.map(({ kind }) => kind)).toEqual(['started', 'step', 'step', 'step', 'step', 'picture', 'finished']);
    expect(events[0]).toMatchObject({ steps: 4 });
    expect(events[4]).toMatchObject({ step: 4, steps: 4 });
    const picture = pictureOf(events);
    expect(picture).toMatchObject({ width: 60, height: 40, alpha: false, mime: 'image/png' });
    expect(pngTexts(picture.data)).toEqual([
      {
        type: 'tEXt',
        keyword: 'parameters',
        text: 'a house\nSteps: 4, Version: Easel, Postprocess upscale by: 2, Postprocess upscaler: small',
      },
      { type: 'iTXt', keyword: XMP_TEXT, text: sourceMark('algorithmicallyEnhanced') },
    ]);
  });

  it('loads the network once, and gives another scale', async () => {
    await run();
    const events = await run({ scale: 1.5, tiles: null });
    expect(events[0]).toMatchObject({ kind: 'started', loadMs: 0, steps: 1 });
    expect(pictureOf(events)).toMatchObject({ width: 45, height: 30 });
  });

  it('keeps opacity, and grey', async () => {
    const see = {
      create: { width: 6, height: 5, channels: 4 as const, background: { r: 9, g: 99, b: 200, alpha: 0.5 } },
    };
    const clear = pictureOf(await run({ image: await sharp(see).png().toBuffer() }));
    expect(clear.alpha).toBe(true);
    expect(await sharp(clear.data).metadata()).toMatchObject({ channels: 4, width: 12 });
    const grey = await sharp(image).toColourspace('b-w').png().toBuffer();
    expect(await sharp(pictureOf(await run({ image: grey })).data).metadata()).toMatchObject({
      channels: 1,
      width: 60,
    });
  });

  it('blends two files of one network, and no others', async () => {
    const other = join(scratch, 'other.safetensors');
    await writeUpscaler(other, compactShapes(4, 1, 2), 'params.');
    const blend = (share: number, path = other) => ({
      upscaler: { name: 'small', file, blend: { file: path, share } },
    });
    // Both have the same numbers, so every blend of them has.
    const pixels = (data: Uint8Array) => sharp(data).raw().toBuffer();
    const blended = pictureOf(await run(blend(0.75))).data;
    expect(await pixels(blended)).toEqual(await pixels(pictureOf(await run()).data));
    expect(pngTexts(blended)[0]?.text).toMatch(/Postprocess upscaler: small, Postprocess denoise: 0\.25$/);
    await writeUpscaler(other, rrdbShapes(4, 1));
    await expect(run(blend(0.5))).rejects.toThrow(/both must be the same network/);
  });

  it('stops between tiles when it is cancelled', async () => {
    const abort = new AbortController();
    const seen: string[] = [];
    const follow = async () => {
      for await (const event of engine.render(task({ tiles: { side: 16, pad: 0 } }), abort.signal)) {
        seen.push(event.kind);
        if (event.kind === 'step') abort.abort();
      }
    };
    await expect(follow()).rejects.toThrow();
    expect(seen).not.toContain('picture');
  });

  it.each([
    ['more than 8 bits a channel', () => sharp(image).toColourspace('rgb16').png().toBuffer(), /at most 8 bits/],
    ['what is no picture', async () => Buffer.from('hello'), /Cannot decode the picture/],
  ])('refuses %s before it loads anything', async (_, make, sentence) => {
    await expect(run({ image: await make(), upscaler: { name: 'none', file: '/none', blend: null } })).rejects.toThrow(
      sentence,
    );
  });

  it('refuses weights that are not finite by file and key, and keeps nothing of them', async () => {
    const broken = join(scratch, 'broken.safetensors');
    await writeUpscaler(broken, compactShapes(4, 1, 2));
    const handle = await open(broken, 'r+');
    const { size } = await handle.stat();
    await handle.write(Buffer.from(Float32Array.of(Number.NaN).buffer), 0, 4, size - 4);
    await handle.close();
    const work = run({ upscaler: { name: 'broken', file: broken, blend: null } });
    await expect(work).rejects.toThrow(/weight body\.4\.bias holds numbers that are not finite.*broken\.safetensors/);
    expect((await run()).at(-1)?.kind).toBe('finished');
  });
});
