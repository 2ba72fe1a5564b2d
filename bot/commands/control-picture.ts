import type { FollowedPicture } from '#bot/domain/job.ts';
import type { GivenPicture, PictureIntake } from '#bot/ports/picture-intake.ts';
import { failure, say } from '#bot/text/say.ts';

/** A picture whose edges, depth, pose … the new one follows. */
export const CONTROL_OPTIONS = {
  'control-image': {
    kind: 'picture',
    description: say('command.imagine.control-image'),
    called: say('option.control-image'),
  },
  control: {
    kind: 'text',
    description: say('command.imagine.control'),
    called: say('option.control'),
    charactersMax: 100,
    completes: 'control',
  },
  'control-weight': {
    kind: 'number',
    description: say('command.imagine.control-weight'),
    called: say('option.control-weight'),
  },
} as const;

interface GivenControl {
  readonly 'control-image'?: GivenPicture | undefined;
  readonly control?: string | undefined;
  readonly 'control-weight'?: number | undefined;
}

/** Takes that picture in, null = none; `said` is what else was given. Throws `invalid` for the rest without a picture. */
export async function controlIn<Said extends GivenControl>(input: Said, intake: PictureIntake) {
  const { 'control-image': picture, control: network, 'control-weight': weight, ...said } = input;
  if (picture === undefined) {
    if (network !== undefined || weight !== undefined) throw failure('invalid', 'imagine.control-missing');
    return { said, control: null };
  }
  const { image } = await intake.take(picture);
  const control: FollowedPicture = {
    image,
    ...(network !== undefined && { network }),
    ...(weight !== undefined && { weight }),
  };
  return { said, control };
}
