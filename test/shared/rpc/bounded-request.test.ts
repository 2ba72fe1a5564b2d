import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Failure } from '#shared/failure.ts';
import { FIELDS_MAX, RENDER_WORD_BYTES_MAX, REQUEST_BYTES_MAX } from '#shared/rpc/bounded-request.ts';
import { rendererService } from '#shared/rpc/contract.ts';

type Read = (bytes: Buffer) => () => unknown;

const method = (name: string) =>
  rendererService[name] as unknown as { requestDeserialize: Read; requestSerialize: (request: object) => Buffer };
const read = (name: string, bytes: Buffer) => method(name).requestDeserialize(bytes)();
const refusalOf = (name: string, bytes: Buffer): string | null => {
  try {
    read(name, bytes);
    return null;
  } catch (thrown) {
    const { code, said } = thrown as Failure;
    return `${code} ${said.key}`;
  }
};

const span = fc.record({ text: fc.string(), weight: fc.constantFrom(0.5, 1, 2) });
const chunks = fc.array(fc.record({ spans: fc.array(span, { maxLength: 5 }) }), { maxLength: 5 });
const subject = fc.record({
  weight: fc.constant(1),
  variants: fc.array(fc.record({ chunks }), { maxLength: 3 }),
  variantOfStep: fc.array(fc.nat(200), { maxLength: 20 }),
});
const prompt = fc.record({ chunks, subjects: fc.array(subject, { maxLength: 3 }) });

/** A field of length-delimited bytes, as the wire has it. */
function field(number: number, content: Buffer): Buffer {
  const length: number[] = [];
  for (let rest = content.length; ; rest = Math.floor(rest / 128)) {
    length.push((rest % 128) | (rest >= 128 ? 128 : 0));
    if (rest < 128) break;
  }
  return Buffer.concat([Buffer.from([number * 8 + 2]), Buffer.from(length), content]);
}

describe('a request', () => {
  it('of any shape within bounds is read as it was written', () => {
    fc.assert(
      fc.property(prompt, (given) => {
        const bytes = method('CountTokens').requestSerialize({ model: 'demo', prompt: given });
        expect(read('CountTokens', bytes)).toEqual({ model: 'demo', prompt: given, spell: false });
      }),
      { numRuns: 50 },
    );
  });
  it('with pictures may be as large as they are', () => {
    const image = Buffer.alloc(8 * 2 ** 20, 1);
    const draw = { model: 'demo', source: { image, strength: 0.5, mask: image, margins: null, imageGuidance: 0 } };
    const bytes = method('Render').requestSerialize({ jobId: 'a', attempt: 1, epoch: 1, draw });
    const { source } = (read('Render', bytes) as { draw: { source: Record<'image' | 'mask', Buffer> } }).draw;
    expect([source.image.equals(image), source.mask.equals(image)]).toEqual([true, true]);
  });
  it('of empty spans is refused before any of them is made', () => {
    const spans = Buffer.alloc(19 * 2 ** 20);
    for (let at = 0; at < spans.length; at += 2) spans[at] = 10;
    const hostile = field(2, field(1, spans));
    expect(refusalOf('CountTokens', hostile)).toBe('invalid request.bytes');
    expect(refusalOf('Render', field(16, hostile))).toBe('invalid request.fields');
    const few = field(2, field(1, spans.subarray(0, 2 * FIELDS_MAX)));
    const adapters = Buffer.from(spans.subarray(0, 2 * FIELDS_MAX + 2).map((byte) => (byte === 0 ? 0 : 18)));
    expect(refusalOf('Preload', adapters)).toBe('invalid request.fields');
    expect(refusalOf('CountTokens', few)).toBe('invalid request.fields');
  });
  it('of long texts is refused, pictures apart', () => {
    const words = (bytes: number) => field(1, Buffer.alloc(bytes, 'x'));
    expect(refusalOf('CountTokens', words(REQUEST_BYTES_MAX))).toBe('invalid request.bytes');
    expect(refusalOf('Cancel', words(REQUEST_BYTES_MAX - 10))).toBe(null);
    expect(refusalOf('Render', words(RENDER_WORD_BYTES_MAX - 10))).toBe(null);
    expect(refusalOf('Render', words(RENDER_WORD_BYTES_MAX))).toBe('invalid request.bytes');
  });
  it('that is no message is refused as the caller’s fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(refusalOf('Render', Buffer.from(bytes)) ?? 'invalid request.malformed').toBe(
          'invalid request.malformed',
        );
      }),
      { numRuns: 500 },
    );
    const [cut, groups, endless] = [Buffer.from([10, 5, 1]), Buffer.alloc(9999, 11), Buffer.alloc(11, 255)];
    for (const bytes of [cut, groups, endless]) expect(refusalOf('Cancel', bytes)).toBe('invalid request.malformed');
  });
});
