import type { LikePicture } from '#bot/domain/job.ts';
import type { GivenPicture, PictureIntake } from '#bot/ports/picture-intake.ts';
import { failure, say } from '#bot/text/say.ts';

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

/** Takes those pictures in; `said` is what else was given. Throws `invalid` for a strength without a picture. */
export async function likesIn<Said extends GivenLikes>(input: Said, intake: PictureIntake) {
  const { 'image-prompt': whole, 'style-image': style, 'like-strength': strength, ...said } = input;
  const given = [
    ...(whole === undefined ? [] : [{ picture: whole, scope: 'all' } as const]),
    ...(style === undefined ? [] : [{ picture: style, scope: 'style' } as const]),
  ];
  if (given.length === 0 && strength !== undefined) throw failure('invalid', 'imagine.like-missing');
  const like: readonly LikePicture[] = await Promise.all(
    given.map(async ({ picture, scope }) => {
      const { image } = await intake.take(picture);
      return { image, scope, ...(strength !== undefined && { strength }) };
    }),
  );
  return { said, like };
}
