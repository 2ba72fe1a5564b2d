import { describe, it } from 'vitest';
import { checkPart } from '#test/golden/check/check-case.ts';
import { LATENT_PART } from '#test/golden/check/parts/training-latents.ts';
import { LOOP_PART } from '#test/golden/check/parts/training-loops.ts';
import { NUMBER_PARTS } from '#test/golden/check/parts/training-numbers.ts';
import { TEXT_GRADIENT_PARTS } from '#test/golden/check/parts/training-text.ts';

describe('whole trainings end where those of diffusers end', () => {
  it.each(
    [...NUMBER_PARTS.filter(({ key }) => key === 'extract'), LATENT_PART, ...TEXT_GRADIENT_PARTS, LOOP_PART].map(
      (part) => [part.key, part] as const,
    ),
  )('%s', (_, part) => checkPart(part), 600_000);
});
