import { describe, it } from 'vitest';
import { checkCase } from '#test/golden/check/check-case.ts';
import { DETECTOR_PART, RESTORER_PART } from '#test/golden/check/parts/face-networks.ts';

describe('networks for faces', () => {
  it('draw a face as CodeFormer does, at every fidelity', () => checkCase(RESTORER_PART, 'adapted'), 120_000);

  it('find faces as RetinaFace does, with the whole of ResNet-50', () => checkCase(DETECTOR_PART, ''), 120_000);
});
