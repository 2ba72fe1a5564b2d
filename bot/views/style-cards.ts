import type { PresetSettings } from '#bot/domain/preset.ts';
import { PLAIN_STYLE } from '#bot/domain/preset.ts';
import { printAdapters } from '#bot/presets/adapters.ts';
import { isReadyMade, styleDescription, type VisiblePreset } from '#bot/presets/visible-presets.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card, CardField, Pages } from '#bot/views/card.ts';
import { oneLine } from '#bot/views/one-line.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message, Writer } from '#shared/text/message.ts';
import { joinRich, plainNode, small } from '#shared/text/rich.ts';

/** Styles listed on one page of Discord's, which takes ten files a message; characters of a setting and of a description in the list. */
const LISTED_MAX = 10;
const TEXT_MAX = 900;
const DESCRIPTION_MAX = 100;

/** One style with everything it settles; what it leaves to the model is not mentioned. */
export function styleCard(preset: VisiblePreset, { language }: Reader): Card {
  const writer = writerOf(language);
  const origin = writer.rich(say(isReadyMade(preset) ? 'style-card.ready-made' : 'style-card.of-server'));
  const description = oneLine(styleDescription(preset, writer));
  const access = accessOf(preset).map((each) => [small(writer.rich(each))]);
  return {
    heading: writer.rich(say('style-card.heading', { name: preset.name })),
    paragraphs: [...(description === '' ? [] : [[plainNode(description)]]), [small(origin)], ...access],
    fields: settingsOf(preset, writer),
  };
}

/** All styles of a server by name, or a page of them, with the one that is used when nobody names any. */
export function styleList(
  presets: readonly VisiblePreset[],
  {
    defaultStyle,
    reader,
    pages,
    pictures,
  }: {
    readonly defaultStyle: string | null;
    readonly reader: Reader;
    readonly pages?: Pages;
    readonly pictures?: ReadonlyMap<string, Uint8Array>;
  },
): Card {
  const writer = writerOf(reader.language);
  const shown = pages ? stylesOnPage(presets, pages) : presets;
  const listed = shown.map((preset): CardField => {
    const { name } = preset;
    const description = cut(oneLine(styleDescription(preset, writer)), DESCRIPTION_MAX);
    const value = description === '' ? writer.rich(say('styles.no-description')) : [plainNode(description)];
    return {
      name: name === defaultStyle ? writer.rich(say('styles.usual', { name })) : [plainNode(name)],
      ...(pictures?.has(name) && { picture: pictures.get(name)! }),
      value: joinRich([value, ...accessOf(preset).map(writer.rich)], ' · '),
    };
  });
  const many = pages && pages.count > 1 ? [say('styles.page', { ...pages, styles: presets.length })] : [];
  const paragraphs = [whichIsUsed(presets, defaultStyle), ...many];
  return { heading: writer.rich(say('styles.heading')), paragraphs: paragraphs.map(writer.rich), fields: listed };
}

/** Who sees and uses a style, where that is not everybody. */
function accessOf(preset: VisiblePreset): readonly Message[] {
  if (isReadyMade(preset)) return [];
  const roles = preset.roles.map(({ name }) => name);
  return [
    ...(preset.hidden ? [say('style-card.hidden')] : []),
    ...(roles.length > 0 ? [say('style-card.roles', { roles })] : []),
  ];
}

/** Which of its pages a list of so many styles shows when somebody asks for one; the last one where there are not as many. */
export function stylePages(styles: number, asked: number): Pages {
  const count = Math.max(1, Math.ceil(styles / LISTED_MAX));
  return { page: Math.min(Math.max(1, asked), count), count };
}

function whichIsUsed(presets: readonly VisiblePreset[], defaultStyle: string | null): Message {
  if (presets.length === 0) return say('styles.none');
  if (defaultStyle === null) return say('styles.no-default');
  return say('styles.default', { name: defaultStyle, plain: PLAIN_STYLE });
}

function settingsOf(preset: PresetSettings, writer: Writer): readonly CardField[] {
  const { width, height, steps, guidance, sampler, karras, spacing, clipSkip, model, control, likeStrength } = preset;
  const side = (pixels: number | null) => (pixels === null ? writer.say(say('settings.usual-side')) : String(pixels));
  const row = [
    steps === null ? [] : writer.rich(say('settings.steps', { count: steps })),
    guidance === null ? [] : writer.rich(say('settings.guidance', { guidance })),
    sampler === null ? [] : writer.rich(say('settings.sampler', { sampler, karras: karras === true })),
    spacing === null ? [] : writer.rich(say('settings.spacing', { spacing })),
    width === null && height === null ? [] : [plainNode(`${side(width)}×${side(height)}`)],
    clipSkip === null ? [] : writer.rich(say('settings.clip-skip', { layers: clipSkip })),
    likeStrength === null ? [] : writer.rich(say('settings.like-strength', { strength: likeStrength })),
  ];
  const settings = joinRich(row, ' · ');
  const field = (name: Message, text: string): CardField => ({
    name: writer.rich(name),
    value: [plainNode(cut(oneLine(text), TEXT_MAX))],
  });
  return [
    field(say('style-card.prompt'), preset.template),
    ...(preset.negative === '' ? [] : [field(say('style-card.negative'), preset.negative)]),
    ...(model === null ? [] : [field(say('style-card.model'), model)]),
    ...(preset.adapters.length === 0 ? [] : [field(say('style-card.adapters'), printAdapters(preset.adapters))]),
    ...(control === null ? [] : [field(say('style-card.control'), control)]),
    ...(settings.length === 0 ? [] : [{ name: writer.rich(say('style-card.settings')), value: settings }]),
  ];
}

/** Those of the styles that a page shows. */
export function stylesOnPage(presets: readonly VisiblePreset[], { page }: Pages): readonly VisiblePreset[] {
  return presets.slice((page - 1) * LISTED_MAX, page * LISTED_MAX);
}
