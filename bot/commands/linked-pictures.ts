import type { IMAGINE_OPTIONS } from '#bot/commands/imagine-options.ts';
import type { Input } from '#bot/commands/option.ts';
import type { GivenPicture, PictureIntake } from '#bot/ports/picture-intake.ts';
import { takeLinks } from '#bot/prompt/links.ts';
import { readPrompt, withoutFlag } from '#bot/prompt/read-prompt.ts';
import { say } from '#bot/text/say.ts';
import type { Message } from '#shared/text/message.ts';

type Given = Input<typeof IMAGINE_OPTIONS>;

/** As many as a message of Midjourney's users has at most, and as /blend takes. */
const LINKS_MAX = 5;

/** Pictures whose addresses stand in a prompt, and what was given without them. */
export interface LinkedPictures {
  readonly said: Given;
  readonly linked: readonly GivenPicture[];
  readonly problems: readonly Message[];
}

/**
 * Takes addresses of files that the platform keeps out of a prompt: each is a picture that the new one shall be like.
 * `--iw` says how much, as Midjourney has it, where there is nothing to start from.
 */
export function linkedPictures(given: Given, { isKept }: Pick<PictureIntake, 'isKept'>): LinkedPictures {
  const { urls, text } = takeLinks(given.prompt, isKept);
  if (urls.length === 0) return { said: given, linked: [], problems: [] };
  const problems = urls.length > LINKS_MAX ? [say('imagine.links-max', { max: LINKS_MAX, given: urls.length })] : [];
  const linked = urls.slice(0, LINKS_MAX).map((url) => ({ url, name: nameIn(url), bytes: 0 }));
  const { imageWeight } = readPrompt(text).flags;
  if (imageWeight === undefined || given.image !== undefined)
    return { said: { ...given, prompt: text }, linked, problems };
  const strength = given['like-strength'] ?? imageWeight;
  return { said: { ...given, prompt: withoutFlag(text, 'imageWeight'), 'like-strength': strength }, linked, problems };
}

function nameIn(url: string): string {
  return decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '').slice(0, 100) || url.slice(0, 100);
}
