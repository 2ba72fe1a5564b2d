import { describe, it } from 'vitest';
import { checkPart } from '#test/golden/check/check-case.ts';
import { POSE_PARTS } from '#test/golden/check/parts/pose.ts';

describe('poses', () => {
  // Other scenes are left to npm run golden.
  it.each(POSE_PARTS.map((part) => [part.key, part] as const))(
    'are found and drawn as by the reference: %s',
    (_, part) => checkPart(part, (name) => !/ (one|two|three_parts)$/.test(name)),
  );
});
