import type { OptionCompletion } from '#bot/commands/option.ts';
import type { Place } from '#bot/domain/job.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { type Completion, completions } from '#bot/presets/completion.ts';
import { REFINER_FAMILY } from '#bot/presets/offer.ts';
import type { PresetService } from '#bot/presets/preset-service.ts';
import type { Language } from '#bot/text/locale.ts';
import { plainPrompt } from '#bot/views/job-heading.ts';
import { cut } from '#shared/text/cut.ts';

/** Own jobs that are looked through, and how many are offered: as many as Discord shows. */
const JOBS_READ = 100;
const JOBS_OFFERED = 25;
const LABEL_MAX = 100;

/** What somebody is typing, and where. */
export interface Typing {
  readonly typed: string;
  readonly language: Language;
  readonly place: Pick<Place, 'platform' | 'serverId'>;
  readonly memberId: string;
}

/** What an option may become while it is typed. */
export async function complete(
  kind: OptionCompletion,
  { typed, language, place, memberId }: Typing,
  {
    jobs,
    presets,
    cluster,
  }: { readonly jobs: JobService; readonly presets: PresetService; readonly cluster: Pick<Cluster, 'snapshot'> },
): Promise<readonly Completion[]> {
  if (kind === 'refiner') return completions(refiners(cluster), typed);
  if (kind !== 'own-job') return presets.complete(place.serverId, kind, { typed, language });
  const { platform, serverId } = place;
  const own = await jobs.recent({ platform, serverId, ownerId: memberId, limit: JOBS_READ });
  const words = typed.trim().toLowerCase();
  return own
    .map(({ job }) => ({ value: job.id, prompt: plainPrompt(job) }))
    .filter(({ value, prompt }) => value.startsWith(words) || prompt.toLowerCase().includes(words))
    .slice(0, JOBS_OFFERED)
    .map(({ value, prompt }) => ({ value, label: cut(prompt === '' ? value : prompt, LABEL_MAX) }));
}

/** Those of renderers that are connected, each name once. */
function refiners(cluster: Pick<Cluster, 'snapshot'>) {
  const models = cluster.snapshot().flatMap(({ description }) => description?.models ?? []);
  const names = models.filter(({ family }) => family === REFINER_FAMILY).map(({ name }) => name);
  return [...new Set(names)].map((name) => ({ name }));
}
