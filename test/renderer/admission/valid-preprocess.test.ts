import { beforeAll, describe, expect, it } from 'vitest';
import { offeredPreprocessors, validPreprocess } from '#renderer/admission/valid-preprocess.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import type { PreprocessTask } from '#shared/contract/tasks.ts';
import { someOffer } from '#test/renderer/admission/some-request.ts';
import { goldenPicture } from '#test/renderer/engine/golden-upscalers.ts';

const hed = { name: 'hed', file: '/models/hed.pth', kind: 'hed', bytes: 29, licence: 'Apache-2.0' } as const;
const pidinet = { ...hed, name: 'pidinet', file: '/models/pidinet.pth', kind: 'pidinet', licence: null } as const;
const models = { ...someOffer.models, preprocessors: [pidinet, hed] };
let image: Uint8Array;
beforeAll(async () => {
  image = await encodePng(goldenPicture('c1', [8, 12]), {});
});

const valid = (change: Partial<PreprocessTask>) =>
  validPreprocess({ image, method: 'canny', side: 0, low: 0, high: 0, ...change }, { models });

describe('a control picture that is asked for', () => {
  it('has the usual thresholds and its own size where none are said', () => {
    expect(valid({})).toMatchObject({ method: 'canny', network: null, low: 100, high: 200, side: null });
    expect(valid({ low: 50, high: 1.2000000476837158, side: 512 })).toMatchObject({ low: 50, high: 1.2, side: 512 });
  });

  it('is found by the network that is named, or by the first that is for it', () => {
    expect(valid({ method: 'softedge' }).network).toEqual({ name: 'pidinet', file: '/models/pidinet.pth' });
    expect(valid({ method: 'scribble', model: 'hed' }).network).toEqual({ name: 'hed', file: '/models/hed.pth' });
    const offered = offeredPreprocessors(models);
    expect(offered.slice(0, 4)).toEqual([
      { method: 'canny', model: '', licence: '' },
      { method: 'invert', model: '', licence: '' },
      { method: 'inpaint', model: '', licence: '' },
      { method: 'softedge', model: 'pidinet', licence: '' },
    ]);
    expect(offered.filter(({ model }) => model === 'hed')).toContainEqual({
      ...{ method: 'scribble', model: 'hed', licence: 'Apache-2.0' },
    });
  });

  it.each<[Partial<PreprocessTask>, RegExp]>([
    [{ method: 'magic' }, /Cannot make a control picture by "magic": methods here are canny, invert, softedge/],
    [{ method: 'depth' }, /by "depth": methods here are/],
    [{ method: 'softedge', model: 'x' }, /by softedge with "x": networks for it here are pidinet, hed/],
    [{ method: 'canny', model: 'hed' }, /by canny with "hed": it needs no network/],
    [{ method: 'inpaint' }, /by inpaint: it is made inside a drawing, of its picture and mask; ask for it there/],
    [{ method: '' }, /by none: methods here are/],
    [{ low: -1 }, /low threshold must be a number from 0 to 4080, given -1/],
    [{ method: 'invert', low: 1 }, /invert with thresholds: only canny has them/],
    [{ side: 63 }, /shorter side must be a whole number from 64 to 2048, given 63/],
    [{ image: new Uint8Array() }, /it must be a PNG, JPEG or WebP file, given none/],
  ])('is refused by one sentence: %j', (change, sentence) => {
    expect(() => valid(change)).toThrow(sentence);
  });

  it('is not made of a picture that is too large, moves, or has 16 bits a channel', () => {
    const header = (change: (view: DataView) => void) => {
      const copy = Uint8Array.from(image);
      change(new DataView(copy.buffer));
      return copy;
    };
    const large = header((view) => {
      view.setUint32(16, 20_000);
      view.setUint32(20, 10_000);
    });
    expect(() => valid({ image: large })).toThrow(/from 1 to 40000000 pixels, given 20000x10000/);
    expect(() => valid({ image: header((view) => view.setUint8(24, 16)) })).toThrow(/at most 8 bits a channel/);
    // The name of the chunk after the header, as animated PNGs have it.
    const moving = header((view) => view.setUint32(37, 0x6163544c));
    expect(() => valid({ image: moving })).toThrow(/one frame, given an animation/);
  });
});
