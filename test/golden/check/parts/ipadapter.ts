import { adapterCases } from '#test/golden/check/image-prompts/adapter-cases.ts';
import { clipVisionCases } from '#test/golden/check/image-prompts/clip-vision-cases.ts';
import { imagePromptPipelineCases } from '#test/golden/check/image-prompts/pipeline-cases.ts';
import type { GoldenPart } from '#test/golden/check/part.ts';

/** CLIP vision models and what they are given, and IP-Adapters in the UNet, control.json. */
export const IMAGE_PROMPT_PART: GoldenPart = {
  format: 'control',
  key: 'ipadapter',
  cases: (file) => [...clipVisionCases(file), ...adapterCases(file), ...imagePromptPipelineCases(file)],
};
