import { describe, it } from 'vitest';
import { checkPart } from '#test/golden/check/check-case.ts';
import { NUMBER_PARTS } from '#test/golden/check/parts/training-numbers.ts';

/** Large matrices; it has a long test. */
const SLOW = 'extract';

describe('training reckons as diffusers and kohya do', () => {
  it.each(NUMBER_PARTS.filter(({ key }) => key !== SLOW).map((part) => [part.key, part] as const))('%s', (_, part) =>
    checkPart(part),
  );
});
