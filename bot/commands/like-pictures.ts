import { AREA_OPTION, areaNamed } from '#bot/commands/area-option.ts';
import { takePictures } from '#bot/commands/take-pictures.ts';
import { LIKE_SCOPES, type LikePicture, type LikeScope } from '#bot/domain/beside-pictures.ts';
import { PICTURE_AREAS, type PictureArea } from '#bot/domain/picture-area.ts';
import type { GivenPicture, PictureIntake } from '#bot/ports/picture-intake.ts';
import { say } from '#bot/text/say.ts';
import type { Message } from '#shared/text/message.ts';

/** What of a picture the new one shall be like. */
export const TAKE_OPTION = {
  kind: 'choice',
  description: say('command.blend.take'),
  called: say('option.take'),
  choices: LIKE_SCOPES.map((value) => ({ value, label: say(`like.${value}`) })),
} as const;

/** Discord has 25 options for a command; there /blend has these. */
const STUDIO_AREA = { ...AREA_OPTION, description: say('command.blend.area'), only: 'studio' } as const;
const STUDIO_MASK = { kind: 'picture', description: say('command.blend.mask'), only: 'studio' } as const;

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
  'image-prompt-take': { ...TAKE_OPTION, only: 'studio' },
  'image-prompt-area': STUDIO_AREA,
  'image-prompt-mask': STUDIO_MASK,
  'style-image-area': STUDIO_AREA,
  'style-image-mask': STUDIO_MASK,
} as const;

type PictureName = 'image-prompt' | 'style-image';

type GivenLikes = {
  readonly [Name in PictureName | `${PictureName}-mask`]?: GivenPicture | undefined;
} & { readonly [Name in `${PictureName}-area`]?: string | undefined } & {
  readonly 'like-strength'?: number | undefined;
  readonly 'image-prompt-take'?: LikeScope | undefined;
};

/** A picture, what is taken of it, and where it acts, as it was given. */
export interface GivenLike {
  /** Of its option. */
  readonly name: string;
  readonly picture: GivenPicture | undefined;
  readonly scope: LikeScope;
  readonly area?: string | undefined;
  readonly mask?: GivenPicture | undefined;
}

/** Takes such pictures in with their masks; `problems` are all that is wrong with them. */
export async function takeLikes(
  given: readonly GivenLike[],
  { intake, strength }: { readonly intake: PictureIntake; readonly strength: number | undefined },
): Promise<{ readonly like: readonly LikePicture[]; readonly problems: readonly Message[] }> {
  const places = given.map(placeOf);
  const problems = places.flatMap((place) => place.problems);
  const shown = given.flatMap((one, i) =>
    one.picture ? [{ ...one, picture: one.picture, area: places[i]!.area }] : [],
  );
  const masked = shown.flatMap(({ mask }) => mask ?? []);
  const taken = await takePictures([...shown.map(({ picture }) => picture), ...masked], intake);
  if (!taken.ok) return { like: [], problems: [...problems, ...taken.problems] };
  if (problems.length > 0) return { like: [], problems };
  const masks = taken.pictures.slice(shown.length)[Symbol.iterator]();
  const like = shown.map(({ scope, area, mask }, i): LikePicture => {
    const over = mask ? masks.next().value : undefined;
    return {
      image: taken.pictures[i]!.image,
      scope,
      ...(strength !== undefined && { strength }),
      ...(area && { area }),
      ...(over && { mask: { image: over.image, width: over.width, height: over.height } }),
    };
  });
  return { like, problems: [] };
}

function placeOf({ name, picture, area: typed, mask }: GivenLike): {
  readonly area?: PictureArea;
  readonly problems: readonly Message[];
} {
  if (typed === undefined && mask === undefined) return { problems: [] };
  if (picture === undefined) return { problems: [say('like.no-picture', { name })] };
  if (typed === undefined) return { problems: [] };
  if (mask !== undefined) return { problems: [say('like.twice', { name })] };
  const area = areaNamed(typed);
  if (area) return { area, problems: [] };
  return { problems: [say('like.area-unknown', { name, known: PICTURE_AREAS, given: typed })] };
}

/** Takes those pictures in, and what is `linked` in the prompt; `said` is what else was given, `problems` what is wrong with them. */
export async function likesIn<Said extends GivenLikes>(
  input: Said,
  { intake, linked }: { readonly intake: PictureIntake; readonly linked: readonly GivenPicture[] },
) {
  const {
    'image-prompt': whole,
    'image-prompt-take': scope = 'all',
    'image-prompt-area': wholeArea,
    'image-prompt-mask': wholeMask,
    'style-image': style,
    'style-image-area': styleArea,
    'style-image-mask': styleMask,
    'like-strength': strength,
    ...said
  } = input;
  const given: readonly GivenLike[] = [
    ...linked.map((picture) => ({ name: 'image-prompt', picture, scope: 'all' }) as const),
    { name: 'image-prompt', picture: whole, scope, area: wholeArea, mask: wholeMask },
    { name: 'style-image', picture: style, scope: 'style', area: styleArea, mask: styleMask },
  ];
  const isForNothing = given.every(({ picture }) => picture === undefined) && strength !== undefined;
  const { like, problems } = await takeLikes(given, { intake, strength });
  return { said, like, problems: [...(isForNothing ? [say('imagine.like-missing')] : []), ...problems] };
}
