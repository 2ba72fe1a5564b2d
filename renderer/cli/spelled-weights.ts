import type { Prompt } from '#shared/contract/messages.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** A weight as the bot and the studio read it, `(red:1.4)`. */
const WEIGHT = /\([^()]{1,200}:\s*\d*\.?\d+\s*\)/;

/** One sentence where the text of a prompt, which has no syntax on the command line, has a weight in it. */
export function spelledWeightsNote(prompts: readonly (Prompt | null)[]): readonly Message[] {
  const texts = prompts.flatMap((prompt) => prompt?.chunks ?? []).flatMap(({ spans }) => spans.map(({ text }) => text));
  const given = texts.map((text) => WEIGHT.exec(text)?.[0]).find((found) => found !== undefined);
  return given === undefined ? [] : [message('render.spelled-weights', { given })];
}
