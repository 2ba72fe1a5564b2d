import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ValidSegment } from '#renderer/engine/contract/segment-task.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { engineSettings } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { writeTinyCaptioner } from '#test/fakes/tiny-captioner.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';
import { type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import type { GoldenSam } from '#test/golden/check/parts/sam.ts';
import { SAM_PREDICTOR_PART } from '#test/golden/check/parts/sam-predictor.ts';

const golden = storedGolden('control');
const scratch = scratchFolder();
const file = join(scratch, 'sam.safetensors');
const forever = new AbortController().signal;
let engine: LocalEngine;
let image: Uint8Array;

beforeAll(async () => {
  const { keys } = recordedAt<GoldenSam>(golden, 'sam').tiny;
  const sources = Object.entries(keys).map(([key, shape]) => {
    const bytes = () => new Uint8Array(golden.recipe.parameter(key, shape).buffer);
    return { key, dtype: 'F32' as const, shape, bytes };
  });
  await writeSafetensors(file, sources);
  await writeTinyCaptioner(golden, scratch);
  image = await encodePng(golden.recipe.picture('sam', [90, 140]), {});
  engine = new LocalEngine(engineSettings());
  await engine.ready;
});
afterAll(() => engine.close());

async function run(change: Partial<ValidSegment> = {}): Promise<readonly EngineEvent[]> {
  const task: ValidSegment = {
    kind: 'segment',
    segmenter: { name: 'sam', file, heads: 4 },
    image,
    points: [{ x: 56, y: 36, outside: false }],
    box: null,
    wanted: 'several',
    masksMax: 3,
    ...change,
  };
  const events: EngineEvent[] = [];
  for await (const event of engine.render(task, forever)) events.push(event);
  return events;
}

function masksIn(events: readonly EngineEvent[]) {
  return events.filter((event) => event.kind === 'mask');
}

describe('the task segment', () => {
  it('gives masks of the picture’s size, the best first, with the areas of the authors’ program', async () => {
    const events = await run();
    expect(events.map(({ kind }) => kind)).toEqual(['started', 'step', 'step', 'mask', 'mask', 'mask', 'finished']);
    const masks = masksIn(events);
    expect(masks.map(({ place, area, label }) => ({ place, area, label }))).toEqual([
      { place: 3, area: 876, label: '' },
      { place: 2, area: 754, label: '' },
      { place: 1, area: 360, label: '' },
    ]);
    const [best] = masks;
    const { data, info } = await sharp(best!.data).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 140, height: 90, channels: 1 });
    expect(data.filter((level) => level === 255)).toHaveLength(876);
    expect(new Set(data)).toEqual(new Set([0, 255]));
    expect(best!.box).toEqual([0, 3, 131, 82]);
  });

  it('looks at a picture once, however often it is asked about it', async () => {
    await run();
    const box = { left: 28, top: 9, right: 112, bottom: 63 };
    const masks = masksIn(await run({ points: [], box, wanted: 'one', masksMax: 1 }));
    expect(masks.map(({ area, place }) => [area, place])).toEqual([[864, 0]]);
  });

  it('says so where nothing stands out: no mask, and no failure', async () => {
    const events = await run({ points: [], wanted: 'all', masksMax: 16 });
    expect(masksIn(events)).toEqual([]);
    expect(events.filter(({ kind }) => kind === 'step')).toHaveLength(17);
  });

  it('puts the thing first that a captioner finds likeliest for the words, and leaves the order where it knows none', async () => {
    const captioner = { name: 'blip', kind: 'captions' as const, path: scratch };
    const meant = { text: 'the red cat', captioner };
    const events = await run({ meant });
    expect(events.map(({ kind }) => kind).filter((kind) => kind === 'step')).toHaveLength(5);
    const masks = masksIn(events);
    expect(masks.map(({ label }) => label)).toEqual(['the red cat', '2', '3']);
    expect(masks.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 5);
    expect(masks.map(({ score }) => score)).toEqual(masks.map(({ score }) => score).sort((a, b) => b - a));
    expect(masks.map(({ area }) => area).sort()).toEqual([360, 754, 876]);
    const unknown = masksIn(await run({ meant: { ...meant, text: 'the xylophone' } }));
    expect(unknown.map(({ area, label }) => [area, label])).toEqual([876, 754, 360].map((area) => [area, '']));
  });

  it('refuses a file that is another network, by its first key', async () => {
    const other = join(scratch, 'other.safetensors');
    const bytes = () => new Uint8Array(4);
    await writeSafetensors(other, [{ key: 'conv_in.bias', dtype: 'F32', shape: [1], bytes }]);
    await expect(run({ segmenter: { name: 'other', file: other, heads: null } })).rejects.toThrow(
      'Cannot load segmenter other.safetensors: it must be a Segment Anything (sam_vit_b, _l or _h) with the weight ' +
        'image_encoder.pos_embed, given a file whose first key is "conv_in.bias"',
    );
  });
});

describe('questions about pictures', () => {
  it.each(['sam', 'sam2'])('are answered as the authors’ program does, pixel for pixel: %s', async (name) => {
    const part: GoldenPart = SAM_PREDICTOR_PART;
    const found = await part
      .cases(golden)
      .find((one) => one.name === name)!
      .run();
    const wrong = found.filter(({ error, bound }) => error > bound).map(({ what }) => what);
    expect(wrong).toEqual([]);
    expect(found.length).toBeGreaterThan(20);
  });
});
