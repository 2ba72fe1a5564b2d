import { completeSetting, completeSettingValue } from '#bot/commands/complete-setting.ts';
import type { OptionCompletion } from '#bot/commands/option.ts';
import type { Member, Place } from '#bot/domain/job.ts';
import { PICTURE_AREAS } from '#bot/domain/picture-area.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { type Completion, completeLast, completions } from '#bot/presets/completion.ts';
import { REFINER_FAMILY } from '#bot/presets/offer.ts';
import type { PresetService } from '#bot/presets/preset-service.ts';
import type { StyleReader } from '#bot/presets/style-access.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { say } from '#bot/text/say.ts';
import { plainPrompt } from '#bot/views/job-heading.ts';
import type { Description } from '#shared/contract/messages.ts';
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
  readonly member: Pick<Member, 'id'> & StyleReader;
  /** What the command's other options have so far, as far as the platform says. */
  readonly given?: Readonly<Record<string, unknown>>;
}

/** What an option may become while it is typed. */
export async function complete(
  kind: OptionCompletion,
  typing: Typing,
  {
    jobs,
    presets,
    cluster,
  }: { readonly jobs: JobService; readonly presets: PresetService; readonly cluster: Pick<Cluster, 'snapshot'> },
): Promise<readonly Completion[]> {
  const { typed, language, place, member } = typing;
  if (kind === 'area') return completions(areas(language), typed);
  if (kind === 'setting') return completeSetting(typed, language);
  if (kind === 'setting-value') return completeSettingValue(typing);
  if (kind === 'hires-by') return completions(waysToEnlarge(language, cluster), typed);
  if (kind === 'control') return completeLast(offered(kind, cluster), typed);
  if (kind === 'refiner' || kind === 'upscaler') return completions(offered(kind, cluster), typed);
  if (kind !== 'own-job') return presets.complete(place.serverId, kind, { typed, language, reader: member });
  const { platform, serverId } = place;
  const own = await jobs.recent({ platform, serverId, ownerId: member.id, limit: JOBS_READ });
  const words = typed.trim().toLowerCase();
  return own
    .map(({ job }) => ({ value: job.id, prompt: plainPrompt(job) }))
    .filter(({ value, prompt }) => value.startsWith(words) || prompt.toLowerCase().includes(words))
    .slice(0, JOBS_OFFERED)
    .map(({ value, prompt }) => ({ value, label: cut(prompt === '' ? value : prompt, LABEL_MAX) }));
}

/** Parts of a picture by their names. */
function areas(language: Language) {
  const { say: spell } = writerOf(language);
  return PICTURE_AREAS.map((area) => ({ name: area, description: spell(say(`area.${area}`)) }));
}

/** Without a network, and with each that is there. */
function waysToEnlarge(language: Language, cluster: Pick<Cluster, 'snapshot'>) {
  const { say: spell } = writerOf(language);
  const plain = PLAIN_WAYS.map((name) => ({ name, description: spell(say(`hires.${name}`)) }));
  const networks = offered('upscaler', cluster).map(({ name }) => ({
    name,
    description: spell(say('hires.upscaler')),
  }));
  return [...plain, ...networks];
}

const PLAIN_WAYS = ['pixels', 'latent'] as const;

type OfferedKind = 'refiner' | 'control' | 'upscaler';

/** What renderers that are connected have of a sort, each name once. */
function offered(kind: OfferedKind, cluster: Pick<Cluster, 'snapshot'>) {
  const said = cluster.snapshot().flatMap(({ description }) => description ?? []);
  return [...new Set(said.flatMap(NAMES[kind]))].map((name) => ({ name }));
}

const NAMES: Readonly<Record<OfferedKind, (said: Description) => readonly string[]>> = {
  refiner: ({ models }) => models.filter(({ family }) => family === REFINER_FAMILY).map(({ name }) => name),
  control: ({ models }) => models.flatMap(({ controlNetworks = [] }) => controlNetworks.map(({ name }) => name)),
  upscaler: ({ upscalers = [] }) => upscalers.map(({ name }) => name),
};
