import type { GivenPicture, PictureIntake, TakenPicture } from '#bot/ports/picture-intake.ts';
import { Failure } from '#shared/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Pictures in the order in which they were given, or a sentence for each that cannot be used. */
export type TakenPictures =
  | { readonly ok: true; readonly pictures: readonly TakenPicture[] }
  | { readonly ok: false; readonly problems: readonly Message[] };

/** Takes several pictures in. Throws what is nobody's mistake. */
export async function takePictures(
  given: readonly GivenPicture[],
  intake: Pick<PictureIntake, 'take'>,
): Promise<TakenPictures> {
  const settled = await Promise.allSettled(given.map((each) => intake.take(each)));
  const refusals = settled.flatMap((each) => (each.status === 'rejected' ? [Failure.from(each.reason)] : []));
  const broken = refusals.find(({ code }) => code === 'internal' || code === 'cancelled');
  if (broken) throw broken;
  if (refusals.length > 0) return { ok: false, problems: refusals.map(({ said }) => said) };
  return { ok: true, pictures: settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])) };
}
