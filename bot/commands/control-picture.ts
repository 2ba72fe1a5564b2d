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

/**
 * Takes that picture in, null = nothing was said of one; `said` is what else was given. A network may be named without a
 * picture where something is drawn into another one. Throws `invalid` for the rest alone.
 */
export async function controlIn<Said extends GivenControl>(
  input: Said,
  { intake, isDrawnInto }: { readonly intake: PictureIntake; readonly isDrawnInto: boolean },
) {
  const { 'control-image': picture, control: network, 'control-weight': weight, ...said } = input;
  if (picture === undefined) {
    if (network === undefined && weight === undefined) return { said, control: null };
    if (!isDrawnInto || network === undefined) throw failure('invalid', 'imagine.control-missing');
  }
  const taken = picture && (await intake.take(picture));
  const control: FollowedPicture = {
    ...(taken && { image: taken.image }),
    ...(network !== undefined && { network }),
    ...(weight !== undefined && { weight }),
  };
  return { said, control };
}
