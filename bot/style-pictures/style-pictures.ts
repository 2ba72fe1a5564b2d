import { createHash } from 'node:crypto';
import type { Job, Member } from '#bot/domain/job.ts';
import { smallPicture } from '#bot/image/small-picture.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { type PresetPictures, READY_MADE_SERVER } from '#bot/ports/preset-pictures.ts';
import type { PresetStore } from '#bot/ports/presets.ts';
import { drawsFromWords } from '#bot/presets/offer.ts';
import type { PresetService } from '#bot/presets/preset-service.ts';
import { isReadyMade, type VisiblePreset } from '#bot/presets/visible-presets.ts';
import { failure } from '#bot/text/say.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** What every style shows: the same words and noise, so that only the style differs. */
const SUBJECT = 'a lighthouse by the sea';
const SEED = 7;

/** Pixels of the longer side. */
const SIDE = 256;

/** Between two looks for something to draw, between two looks at whether anybody waits, and how long nobody must. */
const LOOK_MS = 60_000;
const WAITING_MS = 100;
const IDLE_MS = 5_000;

const MEMBER: Member = { id: 'live:styles', name: 'studio', isModerator: true };

export interface StylePictureOptions {
  readonly jobs: JobService;
  readonly cluster: Pick<Cluster, 'snapshot'>;
  readonly presets: Pick<PresetService, 'offer' | 'styles'>;
  readonly store: Pick<PresetStore, 'servers'>;
  readonly pictures: PresetPictures;
  readonly clock: Clock;
  readonly log: Log;
}

/** Draws styles that have no picture, or changed since, one after the other, while nobody draws anything. */
export function startStylePictures(options: StylePictureOptions): { close(): Promise<void> } {
  const closing = new AbortController();
  const working = (async () => {
    while (await pause(options.clock, LOOK_MS, closing.signal))
      await drawAll(options, closing.signal).catch((thrown: unknown) =>
        options.log.warn({ err: thrown }, 'styles are not drawn'),
      );
  })();
  return {
    async close() {
      closing.abort(failure('cancelled', 'job.stopping'));
      await working;
    },
  };
}

/** Draws what is wanted until there is no more, somebody asks for something, or it is to stop. */
export async function drawAll(options: StylePictureOptions, signal: AbortSignal): Promise<void> {
  for (const wish of await wanted(options)) {
    if (!isIdle(options) || !(await pause(options.clock, IDLE_MS, signal)) || !isIdle(options)) return;
    const drawn = await draw(options, wish, signal);
    if (drawn === 'given up') return;
    const data = drawn && (await smallPicture(drawn, SIDE));
    await options.pictures.put(wish.serverId, { name: wish.name, look: wish.look, data });
  }
}

interface Wish {
  readonly serverId: string;
  readonly name: string;
  readonly look: string;
}

async function wanted({ presets, store, pictures }: StylePictureOptions): Promise<readonly Wish[]> {
  const model = (await presets.offer())?.models.find(drawsFromWords)?.name;
  if (model === undefined) return [];
  const wishes: Wish[] = [];
  for (const serverId of [READY_MADE_SERVER, ...(await store.servers())]) {
    const { styles } = await presets.styles(serverId);
    const own = styles.filter((style) => isReadyMade(style) === (serverId === READY_MADE_SERVER));
    const names = own.map(({ name }) => name);
    await pictures.keepOnly(serverId, names);
    const known = new Map((await pictures.list(serverId)).map(({ name, look }) => [name, look]));
    const looks = own.map((style) => ({ serverId, name: style.name, look: lookOf(style, model) }));
    wishes.push(...looks.filter(({ name, look }) => known.get(name) !== look));
  }
  return wishes;
}

/** Changes with everything that its picture depends on; a description and who may use it are not in it. */
function lookOf(style: VisiblePreset, usualModel: string): string {
  const { template, negative, model, adapters, sampler, karras, spacing, steps, guidance, width, height } = style;
  const settings = { template, negative, adapters, sampler, karras, spacing, steps, guidance, width, height };
  const all = { ...settings, model: model ?? usualModel, clipSkip: style.clipSkip, subject: SUBJECT, seed: SEED };
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 32);
}

function isIdle({ jobs, cluster }: Pick<StylePictureOptions, 'jobs' | 'cluster'>): boolean {
  const there = cluster.snapshot().filter(({ up }) => up);
  return jobs.queue().length === 0 && there.length > 0 && there.every(({ state }) => (state?.rendering ?? 0) === 0);
}

/** The PNG; it is given up at once when somebody asks for anything. Null = it cannot be drawn. */
async function draw(
  { jobs, clock, log }: StylePictureOptions,
  { serverId, name, look }: Wish,
  signal: AbortSignal,
): Promise<Uint8Array | null | 'given up'> {
  const place = { platform: 'studio', serverId, channelId: 'live' } as const;
  const order = { prompt: SUBJECT, style: name, seed: SEED, count: 1 };
  try {
    const request = { requestKey: `style:${look}:${clock.now()}`, place, member: MEMBER, order };
    const { id } = (await jobs.submit(request)).job;
    const end = await followed(jobs, { id, clock, signal });
    const [picture] = end === 'done' ? await jobs.pictures(id) : [];
    await jobs.erase(id, MEMBER).catch(() => {}); // the studio erases it at its next start
    return end === 'given up' ? end : (picture?.data ?? null);
  } catch (thrown) {
    if (signal.aborted) return 'given up';
    log.debug({ reason: Failure.from(thrown).message }, 'a style cannot be drawn');
    return null;
  }
}

async function followed(
  jobs: JobService,
  { id, clock, signal }: { readonly id: string; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Job['state']['kind'] | 'given up'> {
  for (;;) {
    const kind = (await jobs.view(id))?.job.state.kind ?? 'deleted';
    if (kind !== 'queued' && kind !== 'rendering') return kind === 'cancelled' ? 'given up' : kind;
    const isWaitedFor = jobs.queue().some(({ job }) => job.id !== id);
    if (isWaitedFor || !(await pause(clock, WAITING_MS, signal))) {
      await jobs.cancel(id, MEMBER).catch(() => {}); // it has ended
      return 'given up';
    }
  }
}
