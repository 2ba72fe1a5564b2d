import type { PresetSettings } from '#bot/domain/preset.ts';
import { PLAIN_STYLE } from '#bot/domain/preset.ts';
import { printAdapters } from '#bot/presets/adapters.ts';
import { isReadyMade, type VisiblePreset } from '#bot/presets/visible-presets.ts';
import type { Card, CardField } from '#bot/views/card.ts';
import { escapeMarkdown, oneLine, truncate } from '#bot/views/markdown.ts';
import { plainNumber } from '#bot/views/text.ts';

/** Styles listed in one card. */
const LISTED_MAX = 40;
const TEXT_MAX = 900;

/** One style with everything it settles; what it leaves to the model is not mentioned. */
export function styleCard(preset: VisiblePreset): Card {
  const origin = isReadyMade(preset) ? '-# A ready-made style' : '-# A style of this server';
  const description = preset.description === '' ? [] : [escapeMarkdown(oneLine(preset.description))];
  return {
    heading: `Style ${escapeMarkdown(preset.name)}`,
    paragraphs: [...description, origin],
    fields: settingsOf(preset),
  };
}

/** All styles of a server by name, with the one that is used when nobody names any. */
export function styleList(
  presets: readonly VisiblePreset[],
  { defaultStyle }: { readonly defaultStyle: string | null },
): Card {
  const listed = presets.slice(0, LISTED_MAX).map(({ name, description }) => ({
    name: `${escapeMarkdown(name)}${name === defaultStyle ? ' (usual)' : ''}`,
    value: escapeMarkdown(truncate(oneLine(description), 100)) || 'No description',
  }));
  const more = presets.length > LISTED_MAX ? [`And ${presets.length - LISTED_MAX} more; /style show has each.`] : [];
  const usual =
    defaultStyle === null
      ? 'Without a style the words are drawn as they are.'
      : `Without a name the style ${escapeMarkdown(defaultStyle)} is used; \`${PLAIN_STYLE}\` means no style.`;
  const none = presets.length === 0 ? ['There is no style yet; /style create makes one.'] : [usual];
  return { heading: 'Styles', paragraphs: [...none, ...more], fields: listed };
}

function settingsOf(preset: PresetSettings): readonly CardField[] {
  const { width, height, steps, guidance, sampler, karras, clipSkip, model } = preset;
  const numbers = [
    steps === null ? null : `${steps} steps`,
    guidance === null ? null : `guidance ${plainNumber(guidance)}`,
    sampler === null ? null : `sampler ${escapeMarkdown(sampler)}${karras === true ? ' karras' : ''}`,
    width === null && height === null ? null : `${width ?? 'usual'}×${height ?? 'usual'}`,
    clipSkip === null ? null : `clip skip ${clipSkip}`,
  ].filter((part) => part !== null);
  return [
    field('Prompt', preset.template),
    ...(preset.negative === '' ? [] : [field('Not in the picture', preset.negative)]),
    ...(model === null ? [] : [field('Model', model)]),
    ...(preset.adapters.length === 0 ? [] : [field('Adapters', printAdapters(preset.adapters))]),
    ...(numbers.length === 0 ? [] : [{ name: 'Settings', value: numbers.join(' · ') }]),
  ];
}

function field(name: string, text: string): CardField {
  return { name, value: escapeMarkdown(truncate(oneLine(text), TEXT_MAX)) };
}
