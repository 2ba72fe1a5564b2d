import { describe, it } from 'vitest';
import { checkPart } from '#test/golden/check/check-case.ts';
import { FULL_SEER_PARTS } from '#test/golden/check/parts/full-seers.ts';
import { FULL_VIDEO_PARTS } from '#test/golden/check/parts/full-video.ts';

describe('networks of the published sizes want the weights that are published', () => {
  it.each([...FULL_SEER_PARTS, ...FULL_VIDEO_PARTS].map((part) => [part.key, part] as const))('%s', (_, part) =>
    checkPart(part),
  );
});
