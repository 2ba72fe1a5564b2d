import { controlIn } from '#bot/commands/control-picture.ts';
import type { IMAGINE_OPTIONS } from '#bot/commands/imagine-options.ts';
import { likesIn } from '#bot/commands/like-pictures.ts';
import type { Input } from '#bot/commands/option.ts';
import { ratioOf } from '#bot/commands/sizes.ts';
import { takePictures } from '#bot/commands/take-pictures.ts';
import type { Order, StartPicture } from '#bot/domain/job.ts';
import { type GivenPicture, hasShapeOf, type PictureIntake, type TakenPicture } from '#bot/ports/picture-intake.ts';
import { say } from '#bot/text/say.ts';
import type { Message } from '#shared/text/message.ts';

/** An order as far as it could be made of what was given, and everything that is wrong with the rest. */
export interface OrderRead {
  readonly order: Order;
  readonly problems: readonly Message[];
}

/** Makes an order of what /imagine was given: a chosen shape is a ratio, and pictures are taken in. */
export async function readOrder(
  { size, image, mask, strength, repeat: _repeat, ...others }: Input<typeof IMAGINE_OPTIONS>,
  { intake, linked = [] }: { readonly intake: PictureIntake; readonly linked?: readonly GivenPicture[] },
): Promise<OrderRead> {
  const { margins, said: rest } = marginsIn(others);
  const likes = await likesIn(rest, { intake, linked });
  const isDrawnInto = mask !== undefined || margins !== null;
  const { said, control, isGuess, ...controlled } = await controlIn(likes.said, { intake, isDrawnInto });
  const { start, ...started } = await startIn({ image, mask, margins, strength }, intake);
  const order = {
    ...said,
    ...ratioOf(size),
    ...(likes.like.length > 0 && { like: likes.like }),
    ...(control && { control }),
    ...(control && isGuess && { controlGuess: true }),
    ...(start && { start }),
  };
  return { order, problems: [...started.problems, ...likes.problems, ...controlled.problems] };
}

interface GivenStart {
  readonly image: GivenPicture | undefined;
  readonly mask: GivenPicture | undefined;
  readonly margins: StartPicture['margins'] | null;
  readonly strength: number | undefined;
}

/** The picture to start from; null where there is none, or one that cannot be used. */
async function startIn(
  { image, mask, margins, strength }: GivenStart,
  intake: PictureIntake,
): Promise<{ readonly start: StartPicture | null; readonly problems: readonly Message[] }> {
  const both = mask !== undefined && margins ? [say('imagine.mask-margins')] : [];
  if (image === undefined) {
    const isForNothing = mask !== undefined || strength !== undefined || margins !== null;
    return { start: null, problems: [...both, ...(isForNothing ? [say('imagine.image-missing')] : [])] };
  }
  const taken = await takePictures(mask === undefined ? [image] : [image, mask], intake);
  if (!taken.ok) return { start: null, problems: [...both, ...taken.problems] };
  const [picture, area] = taken.pictures as readonly [TakenPicture, TakenPicture?];
  const shape = area && !hasShapeOf(area, picture) ? [say('imagine.mask-shape', shapesOf(picture, area, mask))] : [];
  const start = {
    ...picture,
    ...(area && { mask: area.image }),
    ...(margins && { margins }),
    ...(strength !== undefined && { strength }),
  };
  return { start, problems: [...both, ...shape] };
}

/** What is drawn round the picture, as far as anything is. */
function marginsIn<Said extends GivenMargins>(input: Said) {
  const {
    'margin-left': left = 0,
    'margin-right': right = 0,
    'margin-top': top = 0,
    'margin-bottom': bottom = 0,
    ...said
  } = input;
  return { said, margins: left + right + top + bottom > 0 ? { left, right, top, bottom } : null };
}

type GivenMargins = Partial<Record<`margin-${'left' | 'right' | 'top' | 'bottom'}`, number | undefined>>;

/** With the name of the mask's file, where it came as one. */
function shapesOf(image: TakenPicture, mask: TakenPicture, given: GivenPicture | undefined) {
  const file = given && 'name' in given ? { file: given.name } : {};
  return { picture: `${image.width}×${image.height}`, mask: `${mask.width}×${mask.height}`, ...file };
}
