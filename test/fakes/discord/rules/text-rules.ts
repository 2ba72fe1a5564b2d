import { objectOf, objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import { allComponents, allStrings, type Check } from '#test/fakes/discord/rules/subject.ts';

/**
 * Rule 21: no text ends in half a character. Discord answers 500 to a lone surrogate (discord-api-docs#6561), wherever
 * it is.
 */
export const wholeCharacters: Check = ({ body, commands }) =>
  [...allStrings(body), ...allStrings(commands)]
    .filter((text) => !text.isWellFormed())
    .map((text) => `“${text.toWellFormed()}” has half a character`);

const ONE_EMOJI = /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic}\uFE0F?)$/v;
const OWN_EMOJI = /^\w{2,32}:\d{17,19}$/;

/** True for a character that Discord draws as an emoji, and for name:id. */
export function isEmoji(text: string): boolean {
  return ONE_EMOJI.test(text) || OWN_EMOJI.test(text);
}

/** Rule 22: a button and a choice show an emoji that there is (BUTTON_COMPONENT_INVALID_EMOJI). */
export const realEmoji: Check = ({ body }) =>
  allComponents(body.components)
    .flatMap((one) => [one, ...objectsOf(one.options)])
    .map((one) => objectOf(one.emoji))
    .filter(({ id, name }) => !id && name !== undefined && !isEmoji(stringOf(name)))
    .map(({ name }) => `“${name}” is no emoji`);
