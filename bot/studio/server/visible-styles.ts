import type { PresetService } from '#bot/presets/preset-service.ts';
import { isReadyMade, styleDescription, type VisiblePreset } from '#bot/presets/visible-presets.ts';
import type { StyleCard, StyleList } from '#bot/studio/server/api.ts';
import { STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import type { Writer } from '#shared/text/message.ts';

/** Every style of the studio as the page shows it. */
export async function styleList(presets: Pick<PresetService, 'styles'>, { language }: Reader): Promise<StyleList> {
  const { styles, defaultStyle } = await presets.styles(STUDIO_PLACE.serverId);
  return { styles: styles.map((style) => styleCard(style, writerOf(language))), defaultStyle };
}

function styleCard(preset: VisiblePreset, writer: Writer): StyleCard {
  const { name, template, negative, model, adapters, sampler, karras, spacing } = preset;
  const { steps, guidance, width, height, clipSkip } = preset;
  const settings = { template, negative, model, adapters, sampler, karras, spacing };
  const numbers = { steps, guidance, width, height, clipSkip };
  return {
    name,
    description: styleDescription(preset, writer),
    readyMade: isReadyMade(preset),
    ...settings,
    ...numbers,
  };
}
