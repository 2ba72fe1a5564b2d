import { describe, expect, it } from 'vitest';
import { conditionImages } from '#renderer/engine/pipeline/image-prompts.ts';
import type { LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import { checkCase } from '#test/golden/check/check-case.ts';
import { IMAGE_PROMPT_PART } from '#test/golden/check/parts/ipadapter.ts';
import { GIVEN_MODEL } from '#test/golden/check/pipeline-run.ts';

describe('pictures beside the words', () => {
  it("draw diffusers' latents, also where a ControlNet steers", () =>
    checkCase(IMAGE_PROMPT_PART, 'pipelines sdxl_plus_control'));

  it('cannot pass on their style alone to a model whose layers do not keep it apart', async () => {
    const paths = new Map([[1, 'up_blocks.1.attentions.1.transformer_blocks.0.attn2']]);
    const model = { choice: GIVEN_MODEL, imageAdapters: [{ paths }] } as unknown as LoadedModel;
    const adapter = { name: 'plus', file: '', encoder: '' };
    const imagePrompts = [{ adapter, pictures: [], scope: 'style' as const }];
    const never = new AbortController().signal;
    await expect(conditionImages(model, { imagePrompts, width: 8, height: 8 }, never)).rejects.toThrow(
      'Cannot take style alone of a picture by IP-Adapter plus: only models of the SDXL family have it apart, and golden ' +
        'is none; take all',
    );
  });
});
