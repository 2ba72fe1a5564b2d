import type { PresetService } from '#bot/presets/preset-service.ts';
import { isReadyMade, styleDescription, type VisiblePreset } from '#bot/presets/visible-presets.ts';
import type { StyleCard, StyleList } from '#bot/studio/server/api.ts';
import { STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import type { Writer } from '#shared/text/message.ts';

/** Every style of the studio as the page shows it. */
export async function styleList(
  presets: Pick<PresetService, 'styles' | 'pictured'>,
  { language }: Reader,
): Promise<StyleList> {
  const { serverId } = STUDIO_PLACE;
  const { styles, defaultStyle } = await presets.styles(serverId);
  const looks = await presets.pictured(serverId, styles);
  const writer = writerOf(language);
  return { styles: styles.map((style) => ({ ...styleCard(style, writer), ...pictureOf(style, looks) })), defaultStyle };
}

/** Its address changes with what it shows. */
function pictureOf({ name }: VisiblePreset, looks: ReadonlyMap<string, string>): Pick<StyleCard, 'picture'> {
  const look = looks.get(name);
  return { picture: look === undefined ? null : `/api/styles/${encodeURIComponent(name)}/picture?look=${look}` };
}

function styleCard(preset: VisiblePreset, writer: Writer): Omit<StyleCard, 'picture'> {
  const { name, template, negative, model, adapters, sampler, karras, spacing } = preset;
  const { steps, guidance, width, height, clipSkip, control, likeStrength } = preset;
  const settings = { template, negative, model, adapters, sampler, karras, spacing };
  const numbers = { steps, guidance, width, height, clipSkip, control, likeStrength };
  return {
    name,
    description: styleDescription(preset, writer),
    readyMade: isReadyMade(preset),
    ...settings,
    ...numbers,
  };
}
