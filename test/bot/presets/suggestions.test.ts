import { describe, expect, it } from 'vitest';
import { SUGGESTIONS } from '#bot/presets/suggestions.ts';
import { readPrompt } from '#bot/prompt/read-prompt.ts';

describe('SUGGESTIONS', () => {
  it('are a dozen different prompts', () => expect(new Set(SUGGESTIONS).size).toBe(12));

  it.each(SUGGESTIONS)('reads without a problem: %s', (suggestion) => {
    expect(readPrompt(suggestion)).toMatchObject({ problems: [], flags: {}, text: suggestion });
  });
});
