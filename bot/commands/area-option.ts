import { PICTURE_AREAS, type PictureArea } from '#bot/domain/picture-area.ts';
import { writerOf } from '#bot/text/languages.ts';
import { LANGUAGES } from '#bot/text/locale.ts';
import { say } from '#bot/text/say.ts';

/** Which part of a picture: one that has a name, or a thing in it. */
export const AREA_OPTION = {
  kind: 'text',
  description: say('command.inpaint.area'),
  called: say('option.area'),
  charactersMax: 100,
  completes: 'area',
} as const;

/** The part that is named, in any language; undefined = it is something else, as a thing in the picture. */
export function areaNamed(typed: string): PictureArea | undefined {
  const words = plain(typed);
  return PICTURE_AREAS.find((area) => [area, ...labelsOf(area)].some((label) => plain(label) === words));
}

/** `the Left half` and `left-half` come to the same. */
function plain(text: string): string {
  const words = text.trim().toLowerCase().replaceAll('-', ' ').replace(/\s+/g, ' ');
  return words.replace(/^(the|die|der|das|el|la|los|las) /, '');
}

function labelsOf(area: PictureArea): readonly string[] {
  return LANGUAGES.map((language) => writerOf(language).say(say(`area.${area}`)));
}
