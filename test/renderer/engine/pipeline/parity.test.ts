import { describe, expect, it } from 'vitest';
import { EVERYDAY, itGivesLatents } from '#test/renderer/engine/pipeline/golden-renders.ts';
import { pipelines } from '#test/renderer/engine/pipeline/tiny-model.ts';

describe("the pipelines give diffusers' latents", () => {
  it('in one case for each kind of picture, the others being run apart', () => {
    expect(pipelines.cases.filter(({ title }) => EVERYDAY.has(title))).toHaveLength(EVERYDAY.size);
  });

  itGivesLatents(pipelines.cases.filter(({ title }) => EVERYDAY.has(title)));
});
