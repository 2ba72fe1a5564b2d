import { describe, it } from 'vitest';
import { checkCase } from '#test/golden/check/check-case.ts';
import { IMAGE_PROMPT_PART } from '#test/golden/check/parts/ipadapter.ts';

describe('clipPixels', () => {
  it.each(['p1', 'p2', 'p6', 'p7'])(
    'resizes, cuts and normalises %s as transformers does with either resizer',
    (name) => checkCase(IMAGE_PROMPT_PART, `clip_preprocess ${name}`),
  );
});
