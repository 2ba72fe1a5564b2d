import { describe, expect, it } from 'vitest';
import { validTrain } from '#renderer/admission/valid-train.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import type { TrainTask } from '#shared/contract/tasks.ts';
import { someOffer } from '#test/renderer/admission/some-request.ts';

const image = await encodePng({ width: 8, height: 8, data: new Uint8Array(192) }, {});
const narrow = await encodePng({ width: 129, height: 8, data: new Uint8Array(3 * 129 * 8) }, {});
const WISH: TrainTask = {
  ...{
    model: 'demo',
    method: 'lora',
    word: 'sks',
    rank: 4,
    steps: 10,
    learningRate: 1e-3,
    side: 64,
    batch: 1,
    seed: 1,
  },
  pictures: [{ image, caption: 'a sks\u0007 dog' }],
};

const [demo] = someOffer.models.usable;
type Family = NonNullable<typeof demo>['family'];

const valid = (change: Partial<TrainTask>, family: Family = 'sd15') =>
  validTrain({ ...WISH, ...change }, { ...someOffer, models: { ...someOffer.models, usable: [{ ...demo!, family }] } });

describe('a training that is asked for', () => {
  it('leaves what it does not say to the model and the provider', () => {
    const task = valid({});
    expect(task).toMatchObject({ begin: 'a', classPictures: null, samples: null, pictures: [{ repeats: 1 }] });
    expect(task.pictures[0]!.caption).toBe('a sks  dog');
    for (const key of ['trainText', 'precision', 'randomCrop', 'isPaused']) expect(task).not.toHaveProperty(key);
    expect(valid({ trainText: false, precision: '', randomCrop: false })).toEqual(task);
  });

  it('says which precision, whether text encoders are trained, too, and whether pictures are cropped by chance', () => {
    const more = { trainText: true, precision: 'float16', randomCrop: true } as const;
    expect(valid(more)).toMatchObject(more);
    expect(valid({ method: 'textual-inversion', word: 'sks', randomCrop: true })).toMatchObject({ randomCrop: true });
  });

  it('leaves as they are things of the words that it names, in turn', () => {
    const others = ['a boat', 'a tree'];
    const asked = valid({ classPictures: { caption: 'a dog', count: 9, others } });
    expect(asked.classPictures).toEqual({ captions: ['a dog', ...others], count: 9 });
    expect(valid({ classPictures: { caption: 'a dog', count: 9 } }).classPictures?.captions).toEqual(['a dog']);
  });

  it.each(['sd15', 'sd21', 'sdxl', 'ssd1b', 'vega'] as const)('can be of the family %s', (family) => {
    expect(valid({}, family).model.name).toBe('demo');
  });

  it.each<[RegExp, Partial<TrainTask>, Family?]>([
    [/^Cannot train demo: only models that draw from words alone, and no refiners/, {}, 'sdxl-refiner'],
    [/it must be one of lora, textual-inversion/, { method: 'hypernetwork' }],
    [/precision must be one of float32, float16, given "float8"/, { precision: 'float8' }],
    [/text encoders must be given with lora only/, { method: 'textual-inversion', trainText: true }],
    [/word must be one word without spaces/, { method: 'textual-inversion', word: 'two words' }],
    [/pictures must be a whole number from 1 to 200/, { pictures: [] }],
    [/at most 16 times as long on one side/, { pictures: [{ image: narrow, caption: '' }] }],
    [/rank must be/, { rank: 129 }],
    [/side must be/, { side: 1025 }],
    [/learning rate must be/, { learningRate: 2 }],
    [/caption must be at most 2000 characters/, { pictures: [{ image, caption: 'x'.repeat(2001) }] }],
    [
      /pictures of the class must be .* 100, given 101/,
      { classPictures: { caption: '', count: 1, others: Array(100).fill('a') } },
    ],
  ])('is refused by one sentence: %s', (sentence, change, family) => {
    expect(() => valid(change, family)).toThrow(sentence);
  });
});
