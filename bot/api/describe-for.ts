import type { Asker } from '#bot/api/asker.ts';
import type { ApiServices } from '#bot/api/door.ts';
import { askFor, mustBeDone, resultFor } from '#bot/api/draw-for.ts';
import type { StoredText } from '#bot/domain/job.ts';
import type { TakenPicture } from '#bot/ports/picture-intake.ts';
import { failure } from '#bot/text/say.ts';

/** What a network sees in a picture: captions and tags. Throws `unsupported` where no renderer has such a network. */
export async function describeFor(
  services: ApiServices,
  {
    picture,
    asker,
    requestKey,
    scope = 'look',
  }: {
    readonly picture: TakenPicture;
    readonly asker: Asker;
    readonly requestKey: string;
    readonly scope?: 'draw' | 'look';
  },
): Promise<readonly StoredText[]> {
  if (!services.jobs.offers('describe')) throw failure('unsupported', 'api.no-describer');
  const view = await askFor(services, { asker, requestKey, scope }, (request) =>
    services.jobs.look({ task: 'describe', image: picture.image, words: '' }, request),
  );
  const result = mustBeDone(await resultFor(view, { services, asker }));
  return result.kind === 'texts' ? result.texts : [];
}
