import { takePictures } from '#bot/commands/take-pictures.ts';
import type { FollowedPicture } from '#bot/domain/beside-pictures.ts';
import type { GivenPicture, PictureIntake } from '#bot/ports/picture-intake.ts';
import { readNetworks, type TypedNetwork } from '#bot/presets/control-networks.ts';
import { say } from '#bot/text/say.ts';
import { CONTROL_UNITS_MAX } from '#shared/contract/bounds.ts';
import { INPAINT_METHOD, methodOfNetwork } from '#shared/contract/preprocess-methods.ts';
import type { Message } from '#shared/text/message.ts';

/** Discord has 25 options for a command, which leaves room for two of these there. */
const MORE = { kind: 'picture', description: say('command.imagine.control-image-more') } as const;

/** Pictures whose edges, depth, pose … the new one follows, and the networks that read them, in the same order. */
export const CONTROL_OPTIONS = {
  'control-image': {
    kind: 'picture',
    description: say('command.imagine.control-image'),
    called: say('option.control-image'),
  },
  'control-image-2': { ...MORE, called: say('option.control-image-2') },
  'control-image-3': { ...MORE, only: 'studio' },
  'control-image-4': { ...MORE, only: 'studio' },
  control: {
    kind: 'text',
    description: say('command.imagine.control'),
    called: say('option.control'),
    charactersMax: 400,
    completes: 'control',
  },
  'control-weight': {
    kind: 'number',
    description: say('command.imagine.control-weight'),
    called: say('option.control-weight'),
  },
} as const;

type PictureName = 'control-image' | `control-image-${2 | 3 | 4}`;

type GivenControl = { readonly [Name in PictureName]?: GivenPicture | undefined } & {
  readonly control?: string | undefined;
  readonly 'control-weight'?: number | undefined;
};

/**
 * Takes those pictures in, null = nothing was said of one; `said` is what else was given, `problems` what is wrong with
 * them. A network may be named without a picture where something is drawn into another one. Where there are more
 * networks than pictures, the last picture is read by those that are left.
 */
export async function controlIn<Said extends GivenControl>(
  input: Said,
  { intake, isDrawnInto }: { readonly intake: PictureIntake; readonly isDrawnInto: boolean },
) {
  const {
    'control-image': first,
    'control-image-2': second,
    'control-image-3': third,
    'control-image-4': fourth,
    control: typed,
    'control-weight': weight,
    ...said
  } = input;
  const given = [first, second, third, fourth].filter((picture) => picture !== undefined);
  const isSaid = given.length > 0 || typed !== undefined || weight !== undefined;
  if (!isSaid) return { said, control: null, isGuess: false, problems: [] };
  const { networks, isGuess, problems } = readNetworks(typed ?? '');
  const wrong = problems.length > 0 ? problems : countProblems({ given: given.length, networks, isDrawnInto });
  if (wrong.length > 0) return { said, control: null, isGuess, problems: wrong };
  const taken = await takePictures(given, intake);
  if (!taken.ok) return { said, control: null, isGuess, problems: taken.problems };
  const images = taken.pictures.map(({ image }) => image);
  const control = (networks.length === 0 ? [{}] : networks).map((network, at): FollowedPicture => {
    const image = readerImage(images, { networks, at, isDrawnInto });
    return { ...(image && { image }), ...(weight !== undefined && { weight }), ...network };
  });
  return { said, control, isGuess, problems: [] };
}

interface Counted {
  readonly given: number;
  readonly networks: readonly TypedNetwork[];
  readonly isDrawnInto: boolean;
}

function countProblems({ given, networks, isDrawnInto }: Counted): readonly Message[] {
  const most = Math.max(given, networks.length);
  if (most > CONTROL_UNITS_MAX) return [say('imagine.controls-max', { max: CONTROL_UNITS_MAX, given: most })];
  if (given === 0 && (!isDrawnInto || networks.length === 0)) return [say('imagine.control-missing')];
  if (given <= Math.max(1, networks.length)) return [];
  return [say('imagine.control-each', { pictures: given, networks: networks.length })];
}

/** The picture that a network reads; one that fills in what is marked reads that, unless each has a picture. */
function readerImage<Image>(
  images: readonly Image[],
  { networks, at, isDrawnInto }: { readonly at: number } & Omit<Counted, 'given'>,
): Image | undefined {
  if (images.length >= networks.length || !isDrawnInto) return images[Math.min(at, images.length - 1)];
  const fillsIn = networks.map(({ network }) => methodOfNetwork(network) === INPAINT_METHOD);
  if (fillsIn[at]) return undefined;
  const before = fillsIn.slice(0, at).filter((fills) => !fills).length;
  return images[Math.min(before, images.length - 1)];
}
