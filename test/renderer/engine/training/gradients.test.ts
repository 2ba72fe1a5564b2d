import { describe, it } from 'vitest';
import { checkCase } from '#test/golden/check/check-case.ts';
import { GRADIENT_PART } from '#test/golden/check/parts/training-gradients.ts';

describe('gradients of a UNet are those of torch', () => {
  it('of a LoRA at odd sizes', () => checkCase(GRADIENT_PART, '2 sd15_layers1 lora_attn'));
});
