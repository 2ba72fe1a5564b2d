import { describe, expect, it } from 'vitest';
import { Failure } from '#shared/failure.ts';
import { failureMaker } from '#shared/text/failure.ts';
import {
  createWriter,
  isMessage,
  messageMaker,
  plainMessage,
  type Sentences,
  type Writer,
} from '#shared/text/message.ts';

const ENGLISH = {
  'test.bare': 'Nothing to see',
  'test.count': ({ count }: { count: number }, { plural, number }: Writer) =>
    `${number(count)} ${plural(count, { one: 'picture', other: 'pictures' })}`,
  'test.inside': ({ why }: { why: { key: string; values: { count: number } } }, { say }: Writer) =>
    `Because: ${say(why)}`,
  'test.list': ({ names }: { names: readonly string[] }, { list }: Writer) => `Use ${list(names)}`,
} as const satisfies Sentences;
const say = messageMaker<typeof ENGLISH>();
const failure = failureMaker(ENGLISH, createWriter(ENGLISH, 'en'));

describe('a writer', () => {
  it.each([
    [say('test.bare'), 'Nothing to see'],
    [say('test.count', { count: 1 }), '1 picture'],
    [say('test.count', { count: 2.5 }), '2.5 pictures'],
    [say('test.list', { names: ['a', 'b', 'c'] }), 'Use a, b, and c'],
    [plainMessage('as it was said'), 'as it was said'],
    [{ key: 'nobody.knows', values: { at: 3 } }, 'nobody.knows {"at":3}'],
    [{ key: 'toString', values: {} }, 'toString {}'],
  ])('words %j', (message, expected) => {
    expect(createWriter(ENGLISH, 'en').say(message)).toBe(expected);
  });

  it('words a message inside another one', () => {
    const why = { key: 'test.count', values: { count: 2 } };
    expect(createWriter(ENGLISH, 'en').say(say('test.inside', { why }))).toBe('Because: 2 pictures');
  });

  it.each([
    [{ key: 'test.inside', values: {} }, 'Because: undefined'],
    [{ key: 'test.inside', values: { why: 3 } }, 'Because: 3'],
    [{ key: 'test.list', values: { names: 3 } }, 'test.list {"names":3}'],
  ])('does not fail at %j, whose values another version gave', (message, expected) => {
    expect(createWriter(ENGLISH, 'en').say(message)).toBe(expected);
  });

  it('writes numbers as its language does', () => {
    expect(createWriter(ENGLISH, 'de').say(say('test.count', { count: 2.5 }))).toBe('2,5 pictures');
  });
});

describe('a failure of a catalog', () => {
  it('has its sentence in English, and what other languages are made from', () => {
    const cause = new Error('why');
    const bare = failure('invalid', 'test.bare', { cause });
    expect(bare).toMatchObject({
      code: 'invalid',
      message: 'Nothing to see',
      said: { key: 'test.bare', values: {} },
      cause,
    });
    const counted = failure('exhausted', 'test.count', { count: 2 }, { cause });
    expect(counted).toMatchObject({ message: '2 pictures', said: { key: 'test.count', values: { count: 2 } }, cause });
    expect(new Failure('internal', 'bare words').said).toEqual(plainMessage('bare words'));
  });
});

describe('isMessage()', () => {
  it.each([null, 3, 'text', [], {}, { key: 'a' }, { key: 3, values: {} }, { key: 'a', values: [] }])(
    'refuses %j',
    (value) => {
      expect(isMessage(value)).toBe(false);
    },
  );

  it('knows one', () => expect(isMessage({ key: 'a', values: {} })).toBe(true));
});
