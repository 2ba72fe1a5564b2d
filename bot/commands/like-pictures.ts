import { takePictures } from '#bot/commands/take-pictures.ts';
import type { LikePicture } from '#bot/domain/job.ts';
import type { GivenPicture, PictureIntake } from '#bot/ports/picture-intake.ts';
import { say } from '#bot/text/say.ts';

/** Pictures that say beside the words what the new one shall be like. */
export const LIKE_OPTIONS = {
  'image-prompt': {
    kind: 'picture',
    description: say('command.imagine.image-prompt'),
    called: say('option.image-prompt'),
  },
  'style-image': {
    kind: 'picture',
    description: say('command.imagine.style-image'),
    called: say('option.style-image'),
  },
  'like-strength': {
    kind: 'number',
    description: say('command.imagine.like-strength'),
    called: say('option.like-strength'),
  },
} as const;

type GivenLikes = {
  readonly [Name in 'image-prompt' | 'style-image']?: GivenPicture | undefined;
} & { readonly 'like-strength'?: number | undefined };

/** Takes those pictures in, and what is `linked` in the prompt; `said` is what else was given, `problems` what is wrong with them. */
export async function likesIn<Said extends GivenLikes>(
  input: Said,
  { intake, linked }: { readonly intake: PictureIntake; readonly linked: readonly GivenPicture[] },
) {
  const { 'image-prompt': whole, 'style-image': style, 'like-strength': strength, ...said } = input;
  const given = [
    ...linked.map((picture) => ({ picture, scope: 'all' }) as const),
    ...(whole === undefined ? [] : [{ picture: whole, scope: 'all' } as const]),
    ...(style === undefined ? [] : [{ picture: style, scope: 'style' } as const]),
  ];
  const isForNothing = given.length === 0 && strength !== undefined;
  const problems = isForNothing ? [say('imagine.like-missing')] : [];
  const taken = await takePictures(
    given.map(({ picture }) => picture),
    intake,
  );
  if (!taken.ok) return { said, like: [], problems: taken.problems };
  const like = taken.pictures.map(
    ({ image }, index): LikePicture => ({
      image,
      scope: given[index]!.scope,
      ...(strength !== undefined && { strength }),
    }),
  );
  return { said, like, problems };
}
