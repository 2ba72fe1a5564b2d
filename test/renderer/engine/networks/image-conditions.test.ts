import { describe, it } from 'vitest';
import { checkCase } from '#test/golden/check/check-case.ts';
import { IMAGE_PROMPT_PART } from '#test/golden/check/parts/ipadapter.ts';

describe('imageConditions', () => {
  it.each(['masks', 'net_masked'])('make the UNet predict what diffusers predicts with IP-Adapters: %s', (name) =>
    checkCase(IMAGE_PROMPT_PART, name),
  );
});
