import { describe, it } from 'vitest';
import { checkCase } from '#test/golden/check/check-case.ts';
import { BLIP_ORIGINAL_PART, BLIP_PART } from '#test/golden/check/parts/blip.ts';

describe('openCaptioner', () => {
  it('gives the numbers of transformers', () => checkCase(BLIP_PART, 'vision'));

  it('gives those of the original program under its keys', () => checkCase(BLIP_ORIGINAL_PART, 'vision'));
});
