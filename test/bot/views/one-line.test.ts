import { describe, expect, it } from 'vitest';
import { oneLine } from '#bot/views/one-line.ts';

describe('oneLine()', () => {
  it('makes spaces of line breaks, tabs and control characters', () => {
    expect(oneLine(' a\n\nb\tc\u0000d \u2028 e ')).toBe('a b c d e');
  });

  it('turns no line round, whatever a text embeds or overrides', () => {
    expect(oneLine('a \u202Egnp.exe\u202C \u2066b\u2069 שלום')).toBe('a gnp.exe b שלום');
  });
});
