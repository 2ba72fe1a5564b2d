import { describe, it } from 'vitest';
import { checkCase } from '#test/golden/check/check-case.ts';
import { SAFETY_PART } from '#test/golden/check/parts/safety.ts';

describe('openSafetyChecker', () => {
  it.each(['thresholds_high', 'thresholds_low'])('judges as the published program does, to a thousandth: %s', (name) =>
    checkCase(SAFETY_PART, name),
  );
});
