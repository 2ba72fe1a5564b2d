import { describe, expect, it } from 'vitest';
import { EVERYDAY, itGivesLatents } from '#test/renderer/engine/pipeline/golden-renders.ts';
import { pipelines } from '#test/renderer/engine/pipeline/tiny-model.ts';

const others = pipelines.cases.filter(({ title }) => !EVERYDAY.has(title));

describe("the other pipelines give diffusers' latents", () => {
  it('in all that the golden file has', () => {
    expect(others.length + EVERYDAY.size).toBe(pipelines.cases.length);
  });

  itGivesLatents(others);
});
