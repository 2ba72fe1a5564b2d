import { describe, it } from 'vitest';
import { checkCase } from '#test/golden/check/check-case.ts';
import { IMAGE_PROMPT_PART } from '#test/golden/check/parts/ipadapter.ts';

describe('buildClipVision', () => {
  it.each(['clip_vision_h_gelu', 'clip_vision_l_quick_gelu'])('gives the numbers of transformers for %s', (name) =>
    checkCase(IMAGE_PROMPT_PART, name),
  );
});
