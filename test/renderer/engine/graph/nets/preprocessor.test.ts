import { describe, it } from 'vitest';
import { checkPart } from '#test/golden/check/check-case.ts';
import { DEPTH_PARTS } from '#test/golden/check/parts/depth.ts';
import { PREPROCESSOR_PARTS } from '#test/golden/check/parts/preprocessors.ts';
import { PUBLISHED_PARTS } from '#test/golden/check/parts/published-preprocessors.ts';

// Whole preprocessors and large pictures are left to npm run golden.
const isQuick = ({ key }: { readonly key: string }) => !/_detector|_preprocess$/.test(key);
const parts = [...PREPROCESSOR_PARTS, ...DEPTH_PARTS, ...PUBLISHED_PARTS].filter(isQuick);

describe('networks that find edges, lines, depth and bodies', () => {
  it.each(parts.map((part) => [part.key, part] as const))('say what the published ones say: %s', (_, part) =>
    checkPart(part),
  );
});
