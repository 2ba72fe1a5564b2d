import { describe } from 'vitest';
import { EVERYDAY, itGivesLatents } from '#test/renderer/engine/pipeline/golden-renders.ts';
import { pipelines } from '#test/renderer/engine/pipeline/tiny-model.ts';

describe("the other pipelines give diffusers' latents", () => {
  itGivesLatents(pipelines.cases.filter(({ title }) => !EVERYDAY.has(title)));
});
