import { describe, expect, it } from 'vitest';
import type { ResultEvent } from '#bot/dispatch/arrived-result.ts';
import { assembleResult } from '#bot/dispatch/result-assembly.ts';
import type { ResultPlan } from '#bot/dispatch/task-traits.ts';
import { piecesOf } from '#test/fakes/pieces.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

const MASK_PNG = tinyPng({ width: 16, height: 8, seed: 1 });
const WEBP = animatedWebp(16, 8);
const ADAPTER = safetensors();
const MASKS: ResultPlan = { kind: 'masks', max: 2 };
const ANIMATION: ResultPlan = { kind: 'animation', size: { width: 16, height: 8 } };
const TEXTS: ResultPlan = { kind: 'texts', max: 2 };

const text = (index: number, score = 0.5, words = 'a cat'): ResultEvent => {
  return { seq: 1, event: 'text', text: { index, text: words, score } };
};
const mask = (index: number, png = MASK_PNG, score = 0.9): ResultEvent[] => {
  const said = { index, label: 'cat', score, width: 16, height: 8 };
  return piecesOf(png, 50).map((piece) => ({ seq: 1, event: 'mask', mask: { ...said, ...piece } }));
};
const animation = (file = WEBP, width = 16): ResultEvent[] => {
  const said = { seed: 3, width, height: 8, frames: 2, framesPerSecond: 8, mime: 'image/webp' };
  return piecesOf(file, 20).map((piece) => ({ seq: 1, event: 'animation', animation: { ...said, ...piece } }));
};
const adapter = (file = ADAPTER, change = {}): ResultEvent[] => {
  const said = { kind: 'lora', mime: 'application/x-safetensors', ...change };
  return piecesOf(file, 20).map((piece) => ({ seq: 1, event: 'file', file: { ...said, ...piece } }));
};

function assemble(plan: ResultPlan, events: readonly ResultEvent[]) {
  const assembly = assembleResult(plan);
  for (const event of events) assembly.take(event);
  const { files, named } = assembly.complete();
  const result = named(files.map(({ bytes, sha256 }, at) => ({ file: `file-${at}`, bytes, sha256 })));
  return { files: files.map(({ data }) => data), result };
}

describe('a result', () => {
  it('can be texts with how certain they are', () => {
    const texts = [
      { text: 'a cat', score: 0.5 },
      { text: 'a dog', score: 0.25 },
    ];
    const { result } = assemble(TEXTS, [text(0), text(1, 0.25, 'a dog')]);
    expect(result).toEqual({ kind: 'texts', texts });
  });
  it('can be masks, as many as there are', () => {
    const { files, result } = assemble(MASKS, [...mask(0), ...mask(1)]);
    expect(files).toEqual([MASK_PNG, MASK_PNG]);
    expect(result).toMatchObject({
      kind: 'masks',
      masks: [{ index: 0, label: 'cat', score: 0.9, width: 16, height: 8, file: 'file-0' }, { file: 'file-1' }],
    });
    expect(assemble(MASKS, []).result).toEqual({ kind: 'masks', masks: [] });
  });
  it('can be an animation', () => {
    const { files, result } = assemble(ANIMATION, animation());
    expect(files).toEqual([WEBP]);
    expect(result).toMatchObject({ kind: 'animation', animation: { frames: 2, seed: 3, file: 'file-0', width: 16 } });
  });
  it('can be an adapter', () => {
    const { files, result } = assemble({ kind: 'adapter' }, adapter());
    expect(files).toEqual([ADAPTER]);
    expect(result).toMatchObject({ kind: 'adapter', adapter: { adapter: 'lora', file: 'file-0' } });
    const broken = assemble({ kind: 'adapter' }, adapter(ADAPTER, { brokeOffAt: 4 }));
    expect(broken.result).toMatchObject({ adapter: { brokeOffAt: 4 } });
  });
  const wrong: [string, ResultPlan, ResultEvent[], RegExp][] = [
    ['a text comes for a mask', MASKS, [text(0)], /a text came where a mask was due/],
    ['a mask comes for a picture', { kind: 'pictures', count: 1, size: null }, mask(0), /a mask came where a picture/],
    ['there are more texts than asked', TEXTS, [text(0), text(1), text(2)], /text 2 came where 2 of at most 2/],
    ['a text is empty', TEXTS, [text(0, 1, '')], /text 0 has 0 characters/],
    ['a score is no share', TEXTS, [text(0, Number.NaN)], /the score of text 0 is NaN/],
    ['a mask has another size', MASKS, mask(0, tinyPng({ width: 8, height: 8, seed: 1 })), /is 8x8, and said 16x8/],
    ['a mask is cut short', MASKS, mask(0, MASK_PNG.subarray(0, -3)), /mask 0 is not a whole PNG/],
    ['no animation comes', ANIMATION, [], /the animation did not come/],
    ['an animation has no frames', ANIMATION, animation(still()), /is not a whole WebP/],
    ['an animation has another size', ANIMATION, animation(animatedWebp(24, 8), 24), /24x8, and 16x8 was asked for/],
    ['two animations come', ANIMATION, [...animation(), ...animation()], /the animation came a second time/],
    ['an adapter is something else', { kind: 'adapter' }, adapter(MASK_PNG), /not a safetensors file/],
  ];
  it.each(wrong)('is refused when %s', (_, plan, events, sentence) => {
    expect(() => assemble(plan, events)).toThrow(sentence);
  });
});

/** The head of an animated WebP, whole as far as its lengths go. */
function animatedWebp(width: number, height: number): Buffer {
  const file = Buffer.alloc(64);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WEBPVP8X', 8, 'latin1');
  file.writeUInt32LE(10, 16);
  file.writeUInt8(0x02, 20);
  file.writeUIntLE(width - 1, 24, 3);
  file.writeUIntLE(height - 1, 27, 3);
  return file;
}

function still(): Buffer {
  const file = animatedWebp(16, 8);
  file.writeUInt8(0, 20);
  return file;
}

function safetensors(): Buffer {
  const header = Buffer.from('{}');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header]);
}
