import { describe, it } from 'vitest';
import { checkCase, checkPart } from '#test/golden/check/check-case.ts';
import { PARSER_PART, PUBLISHED_FACES_PART, PUBLISHED_PARSER_PART } from '#test/golden/check/parts/face-networks.ts';
import { ALIGN_PART, DETECTION_PART, LMEDS_PART, PASTE_PART, PRIOR_PART } from '#test/golden/check/parts/faces.ts';

describe('faces, as facexlib and OpenCV have them', () => {
  it('are found in what a detector says, each once', async () => {
    await checkPart(PRIOR_PART);
    await checkPart(DETECTION_PART);
  });

  it('are brought upright by most of their landmarks, whatever the others say', () => checkPart(LMEDS_PART));

  it('are cut out between four pixels', () => checkPart(ALIGN_PART, (name) => name.includes('outlier')));

  it('are pasted with an edge that fades', () => checkPart(PASTE_PART, (name) => name.includes('rot_up1')));

  it('have parts that ParseNet knows, small and as published', async () => {
    await checkPart(PARSER_PART);
    await checkPart(PUBLISHED_PARSER_PART);
  });

  it('are restored by what is found in the published file', () => checkCase(PUBLISHED_FACES_PART, ''));
});
