import { takePictures } from '#bot/commands/take-pictures.ts';
import type { FollowedPicture } from '#bot/domain/job.ts';
import type { GivenPicture, PictureIntake } from '#bot/ports/picture-intake.ts';
import { say } from '#bot/text/say.ts';

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
 * Takes that picture in, null = nothing was said of one; `said` is what else was given, `problems` what is wrong with
 * it. A network may be named without a picture where something is drawn into another one.
 */
export async function controlIn<Said extends GivenControl>(
  input: Said,
  { intake, isDrawnInto }: { readonly intake: PictureIntake; readonly isDrawnInto: boolean },
) {
  const { 'control-image': picture, control: network, 'control-weight': weight, ...said } = input;
  if (picture === undefined) {
    if (network === undefined && weight === undefined) return { said, control: null, problems: [] };
    if (!isDrawnInto || network === undefined)
      return { said, control: null, problems: [say('imagine.control-missing')] };
  }
  const given = await takePictures(picture === undefined ? [] : [picture], intake);
  if (!given.ok) return { said, control: null, problems: given.problems };
  const [taken] = given.pictures;
  const control: FollowedPicture = {
    ...(taken && { image: taken.image }),
    ...(network !== undefined && { network }),
    ...(weight !== undefined && { weight }),
  };
  return { said, control, problems: [] };
}
