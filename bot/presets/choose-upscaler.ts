import type { Cluster } from '#bot/ports/cluster.ts';
import type { UpscaleWish } from '#bot/ports/job-service.ts';
import { failure } from '#bot/text/say.ts';
import type { UpscalerInfo } from '#shared/contract/messages.ts';
import { cut } from '#shared/text/cut.ts';

/** Characters of a name that is not there which a sentence shows. */
const GIVEN_SHOWN_MAX = 60;

/**
 * The name of the network that is meant by `by`, of those that renderers have now; to denoise so much it must have a
 * twin that keeps noise. '' = whichever a renderer takes first. Throws `invalid` with those that would do.
 */
export function chooseUpscaler(
  { by, denoise }: Pick<UpscaleWish, 'by' | 'denoise'>,
  cluster: Pick<Cluster, 'snapshot'>,
): string {
  const upscalers = cluster.snapshot().flatMap(({ description }) => description?.upscalers ?? []);
  const named = by === undefined ? upscalers : upscalers.filter(({ name }) => isCalled(name, by));
  if (by !== undefined && named.length === 0) {
    const known = namesOf(upscalers);
    throw failure('invalid', 'order.upscaler', { given: cut(by, GIVEN_SHOWN_MAX), known });
  }
  if (denoise === undefined) return by === undefined ? '' : named[0]!.name;
  const found = named.find(({ denoises }) => denoises);
  if (found) return found.name;
  const known = namesOf(upscalers.filter(({ denoises }) => denoises));
  throw failure('invalid', 'order.no-denoise', { name: by === undefined ? '' : named[0]!.name, known });
}

function isCalled(name: string, by: string): boolean {
  return name.toLowerCase() === by.trim().toLowerCase();
}

function namesOf(upscalers: readonly UpscalerInfo[]): readonly string[] {
  return [...new Set(upscalers.map(({ name }) => name))];
}
