import { describe, expect, it } from 'vitest';
import type { LikePicture } from '#bot/domain/beside-pictures.ts';
import { maskShape, settleLike } from '#bot/orders/settle-like.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Model } from '#shared/contract/messages.ts';
import { REAL } from '#test/bot/presets/some-offer.ts';

const image = { sha256: 'ab'.repeat(32), bytes: 9, mime: 'image/png' };
const whole: LikePicture = { image, scope: 'all' };
const style: LikePicture = { image, scope: 'style', strength: 0.8 };
const adapter = (name: string, kind: string) => ({ name, kind, licence: 'Apache-2.0' });
const imageAdapters = [adapter('plus-face', 'plus'), adapter('loose', 'base'), adapter('close', 'plus')];
const SMALL: Model = { ...REAL, imageAdapters };
const LARGE: Model = { ...SMALL, family: 'sdxl' };
const { say } = writerOf('en');

describe('pictures beside the words', () => {
  it('are read by the adapter that suits what is taken of them, those for faces last', () => {
    const pictures = [{ image, strength: 0, mask: null }];
    expect(settleLike([whole, style], LARGE)).toEqual({
      prompts: [
        { adapter: 'close', pictures, scope: 'all' },
        { adapter: 'loose', pictures: [{ image, strength: 0.8, mask: null }], scope: 'style' },
      ],
      problems: [],
      notices: [],
    });
    const twice = settleLike([whole, whole], LARGE).prompts;
    expect(twice).toEqual([{ adapter: 'close', pictures: [...pictures, ...pictures], scope: 'all' }]);
    const faces = { ...SMALL, imageAdapters: imageAdapters.slice(0, 1) };
    expect(settleLike([whole], faces).prompts).toMatchObject([{ adapter: 'plus-face' }]);
    expect(settleLike([], REAL)).toEqual({ prompts: [], problems: [], notices: [] });
  });

  it('act as a whole where a model does not keep style apart, and that is said', () => {
    const { prompts, notices } = settleLike([style], SMALL);
    expect(prompts).toMatchObject([{ scope: 'all' }]);
    expect(notices.map(say)).toEqual(['dreamlike cannot take the style of a picture alone, so all of it acts']);
  });

  it('give their style, their layout or both where a model keeps these apart', () => {
    const layout: LikePicture = { image, scope: 'layout' };
    const both: LikePicture = { image, scope: 'style-and-layout' };
    expect(settleLike([layout, both, style], LARGE).prompts).toMatchObject([
      { adapter: 'loose', scope: 'layout' },
      { adapter: 'loose', scope: 'style-and-layout' },
      { adapter: 'loose', scope: 'style' },
    ]);
    expect(settleLike([layout], SMALL)).toMatchObject({ prompts: [{ scope: 'all' }] });
    expect(settleLike([layout, style], SMALL).notices.map(say)).toEqual([
      'dreamlike cannot take the layout of a picture alone, so all of it acts',
      'dreamlike cannot take the style of a picture alone, so all of it acts',
    ]);
  });

  it('act where a mask is white, which has the shape of what is drawn', () => {
    const masked: LikePicture = { ...whole, mask: { image: { ...image, bytes: 5 }, width: 96, height: 64 } };
    const { prompts, problems } = settleLike([masked, whole], SMALL, { width: 768, height: 512 });
    expect([prompts[0]!.pictures.map(({ mask }) => mask?.bytes), problems]).toEqual([[5, undefined], []]);
    expect(settleLike([masked], SMALL, { width: 512, height: 512 }).problems.map(say)).toEqual([
      'Cannot use this mask: it must have the shape of its picture, which is 512×512, given 96×64',
    ]);
    expect([maskShape([whole, masked]), maskShape([whole])]).toEqual([{ ratio: { width: 96, height: 64 } }, {}]);
  });

  it('are refused where no renderer can read them, or with a strength that cannot be', () => {
    expect(settleLike([whole], REAL).problems.map(say)).toEqual([
      'Cannot take a picture beside the words: no renderer has an IP-Adapter for dreamlike; leave the picture out, or take ' +
        'another style. Its operator gets one by npm run models -- pull ip-adapter-sd15 or ip-adapter-sdxl',
    ]);
    expect(settleLike([{ ...whole, strength: 3 }], SMALL).problems.map(say)).toEqual([
      'Cannot take a picture beside the words: its strength must be above 0 and at most 2, given 3',
    ]);
  });
});
