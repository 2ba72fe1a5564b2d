import { describe, expect, it } from 'vitest';
import { fromPlain, toPlain } from '#renderer/engine/process/child-protocol.ts';
import { failure, message } from '#shared/text/failure.ts';

describe('a failure between processes', () => {
  it('keeps its code, its sentence in English, and the key and values of it', () => {
    const reason = message('weights.ended', { byte: 9 });
    const thrown = failure('invalid', 'weights.unreadable', { file: 'a.pt', reason }, { cause: new Error('short') });
    const sent = structuredClone(toPlain(thrown));
    const { code, message: english, said, cause } = fromPlain(sent);
    expect({ code, english, said }).toEqual({
      code: 'invalid',
      english: 'Cannot read weights a.pt: the file ended at byte 9',
      said: { key: 'weights.unreadable', values: { file: 'a.pt', reason } },
    });
    expect(cause).toContain('Error: short');
  });

  it('is calm about what nobody expected', () => {
    const { code, said } = fromPlain(toPlain(new TypeError('x is not a function')));
    expect({ code, key: said.key }).toEqual({ code: 'internal', key: 'failure.internal' });
  });
});
