import { describe, it } from 'vitest';
import { checkCase } from '#test/golden/check/check-case.ts';
import { SAM_PART } from '#test/golden/check/parts/sam.ts';

describe('openSegmenter', () => {
  it.each(['image_encoder', 'image_encoder_global', 'image_encoder_window8', 'dense_pe'])(
    'looks as the authors’ program does: %s',
    (name) => checkCase(SAM_PART, name),
  );

  it('finds what it finds for points, boxes, masks, all of them, and what only fills up', () =>
    checkCase(SAM_PART, 'prompts'));
});
