import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { validDescribe } from '#renderer/admission/valid-describe.ts';
import { validSegment } from '#renderer/admission/valid-segment.ts';
import { admittedTasks } from '#renderer/admission/valid-task.ts';
import type { CatalogSeer } from '#renderer/models/seers.ts';
import type { DescribeTask, SegmentTask } from '#shared/contract/tasks.ts';
import { someOffer } from '#test/renderer/admission/some-request.ts';

const seer = (name: string, kind: CatalogSeer['kind']): CatalogSeer => {
  return { name, kind, path: `/models/${name}`, bytes: 1, licence: null };
};
const describers = [seer('blip', 'captions'), seer('wd', 'tags'), seer('blip-large', 'captions')];
const offer = { ...someOffer, models: { ...someOffer.models, describers, segmenters: [seer('sam', 'masks')] } };
let image: Uint8Array;

beforeAll(async () => {
  image = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#888888' } })
    .png()
    .toBuffer();
});

describe('validSegment', () => {
  const ask = (change: Partial<SegmentTask>) =>
    validSegment({ image, model: '', points: [], box: null, text: '', masksMax: 0, ...change }, offer);
  const point = { x: 39, y: 29, outside: false };

  it('finds one thing, or its parts, or everything', () => {
    expect(ask({ points: [point], masksMax: 1 })).toMatchObject({ wanted: 'one', masksMax: 1 });
    expect(ask({ points: [point] })).toMatchObject({ wanted: 'several', masksMax: 3 });
    expect(ask({})).toMatchObject({ wanted: 'all', masksMax: 16, segmenter: { name: 'sam', file: '/models/sam' } });
  });

  it('reads words where there is a captioner, by the smallest', () => {
    const captioner = { name: 'blip', path: '/models/blip', kind: 'captions' };
    expect(ask({ text: 'the cat' })).toMatchObject({ wanted: 'all', meant: { text: 'the cat', captioner } });
    const models = { ...offer.models, describers: [seer('wd', 'tags')] };
    const task = { image, model: '', points: [], box: null, text: 'the cat', masksMax: 0 };
    expect(() => validSegment(task, { models })).toThrow('that takes a captioner beside the segmenter');
  });

  it.each([
    [{ points: [{ ...point, x: 40 }] }, 'Cannot find a thing: points must lie in the picture of 40x30, given 40, 29'],
    [
      { box: { left: 5, top: 5, right: 5, bottom: 9 } },
      'the box must be left, top, right, bottom in the picture of 40x30',
    ],
    [
      { text: 'the cat', points: [point] },
      'Cannot find "the cat" by words: that takes a captioner beside the segmenter, and neither points nor a box',
    ],
    [{ text: 'x'.repeat(201) }, 'characters of the words must be at most 200, given 201'],
    [{ model: 'other' }, 'Cannot find segmenter "other": segmenters here are sam'],
    [{ masksMax: 17 }, 'masks must be a whole number from 0 to 16, given 17'],
    [{ image: new Uint8Array(0) }, 'it must be a PNG, JPEG or WebP file'],
  ])('%j is refused', (change, sentence) => {
    expect(() => ask(change)).toThrow(sentence);
  });
});

describe('validDescribe', () => {
  const ask = (change: Partial<DescribeTask>) =>
    validDescribe({ image, model: '', scoreMin: 0, textsMax: 0, ...change }, offer);

  it('asks a captioner and a tagger where none is named, and follows as many captions as are wanted', () => {
    const both = ask({ textsMax: 4 });
    expect(both.describers.map(({ name }) => name)).toEqual(['blip', 'wd']);
    expect(both).toMatchObject({ textsMax: 4, scoreMin: null, writing: { beams: 4, begun: 'a picture of' } });
    expect(ask({ model: 'wd' })).toMatchObject({ describers: [{ kind: 'tags' }], textsMax: 100 });
  });

  it('refuses a name that it does not know, and a certainty above one', () => {
    expect(() => ask({ model: 'x' })).toThrow('Cannot find describer "x": describers here are blip, wd, blip-large');
    expect(() => ask({ scoreMin: 2 })).toThrow('least score must be a number from 0 to 1, given 2');
  });
});

it('tasks are admitted where a network is here for them', () => {
  expect(admittedTasks(offer)).toEqual(expect.arrayContaining(['describe', 'segment']));
  expect(admittedTasks(someOffer)).not.toEqual(expect.arrayContaining(['describe']));
  expect(admittedTasks(someOffer)).not.toEqual(expect.arrayContaining(['segment']));
});
