import type { PresetService } from '#bot/presets/preset-service.ts';
import { isReadyMade, type VisiblePreset } from '#bot/presets/visible-presets.ts';
import type { StyleCard, StyleList } from '#bot/studio/server/api.ts';
import { STUDIO_PLACE } from '#bot/studio/server/command-context.ts';

/** Every style of the studio as the page shows it. */
export async function styleList(presets: Pick<PresetService, 'styles'>): Promise<StyleList> {
  const { styles, defaultStyle } = await presets.styles(STUDIO_PLACE.serverId);
  return { styles: styles.map(styleCard), defaultStyle };
}

function styleCard(preset: VisiblePreset): StyleCard {
  const { name, description, template, negative, model, adapters, sampler, karras } = preset;
  const { steps, guidance, width, height, clipSkip } = preset;
  const settings = { template, negative, model, adapters, sampler, karras, steps, guidance, width, height, clipSkip };
  return { name, description, readyMade: isReadyMade(preset), ...settings };
}
