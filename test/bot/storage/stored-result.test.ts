import { describe, expect, it } from 'vitest';
import type { TaskResult } from '#bot/domain/job.ts';
import { readSentence } from '#bot/storage/stored-message.ts';
import { readResult, readTimings, writeResult } from '#bot/storage/stored-result.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';
import { TIMINGS } from '#test/fakes/new-job.ts';

const FILE = { file: 'a-1-0.png', bytes: 70, sha256: 'ab'.repeat(32), mime: 'image/png' };
const SIDES = { width: 8, height: 16 };
const RESULTS: TaskResult[] = [
  { kind: 'pictures', pictures: [{ ...FILE, ...SIDES, index: 0, seed: 7, alpha: true }] },
  { kind: 'texts', texts: [{ text: 'cat', score: 0.5 }] },
  { kind: 'masks', masks: [{ ...FILE, ...SIDES, index: 0, label: 'cat', score: 1 }] },
  { kind: 'animation', animation: { ...FILE, ...SIDES, seed: 7, frames: 14, framesPerSecond: 7.5 } },
  { kind: 'adapter', adapter: { ...FILE, adapter: 'lora' } },
  { kind: 'adapter', adapter: { ...FILE, adapter: 'lora', brokeOffAt: 4 } },
];

describe('a stored result', () => {
  it.each(RESULTS)('is read as it was written: $kind', (result) => {
    expect(readResult(writeResult(result))).toEqual(result);
  });
  it('of before is a list of pictures, PNGs without transparency', () => {
    const old = { index: 0, seed: 7, file: 'a-1-0.png', bytes: 70, ...SIDES };
    const pictures = [{ ...old, sha256: null, mime: 'image/png', alpha: false }];
    expect(readResult(JSON.stringify([old]))).toEqual({ kind: 'pictures', pictures });
  });
  it.each(['{}', '{"v":3,"kind":"texts","texts":[]}', '{"v":2,"kind":"songs"}', '[{"index":0}]'])(
    'is refused when nobody can have written it: %s',
    (stored) => expect(() => readResult(stored)).toThrow(),
  );
  it('has timings beside it', () => {
    expect(readTimings(JSON.stringify(TIMINGS))).toEqual(TIMINGS);
    expect(() => readTimings('{}')).toThrow();
  });
});

describe('a stored sentence', () => {
  it.each([
    ['words', 'The engine died', 'The engine died'],
    ['a message as JSON', '{"key":"job.gone","values":{}}', 'This picture is not there any more'],
    ['words that look like JSON', '{a cat}', '{a cat}'],
    ['JSON that is no message', '{"a":1}', '{"a":1}'],
  ])('can be %s', (_, stored, words) => expect(inEnglish(readSentence(stored))).toBe(words));
});
