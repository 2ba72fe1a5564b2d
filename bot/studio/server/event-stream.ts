import type { JobView } from '#bot/domain/job.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { PresetService } from '#bot/presets/preset-service.ts';
import type { ClusterCard } from '#bot/studio/server/api.ts';
import type { CanvasNews } from '#bot/studio/server/canvas-api.ts';
import { clusterCard, forVisitors } from '#bot/studio/server/cluster-card.ts';
import { STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { jobCard } from '#bot/studio/server/job-card.ts';
import { isLive, liveMember } from '#bot/studio/server/live-renders.ts';
import type { MachineWork } from '#bot/studio/server/machine-work.ts';
import type { Visitor } from '#bot/studio/server/visitor.ts';
import type { Reader } from '#bot/text/languages.ts';
import { createMailbox, type Mailbox } from '#shared/async/mailbox.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';

/** A line now and then, so that a dead connection is noticed on both sides. */
const PING_MS = 15_000;

/** After which a page tries again when the connection broke; a browser's own pause is three seconds and more. */
const AGAIN_MS = 1_000;

/** News that one page has not read yet; each job and the cluster count once. */
const UNREAD_MAX = 5_000;

/** What changed, by name; what it looks like now is found out when the page takes it. */
type News =
  | { readonly kind: 'hello' }
  | { readonly kind: 'job'; readonly view: JobView }
  | { readonly kind: 'cluster' }
  | { readonly kind: 'canvas'; readonly news: CanvasNews }
  | { readonly kind: 'ping' };

export interface EventStreamOptions {
  readonly jobs: JobService;
  readonly cluster: Cluster;
  readonly presets: Pick<PresetService, 'offer'>;
  /** What machines do beside drawing. */
  readonly work?: Pick<MachineWork, 'list' | 'changes'>;
  readonly clock: Clock;
  /** Which page listens: live renders are shown to their own page only. */
  readonly session: string;
  readonly reader: Reader;
  readonly visitor: Visitor;
  /** Joins the canvas that the page draws on with others; null = it draws alone. */
  readonly join?: ((hear: (news: CanvasNews) => void) => void) | null;
  readonly signal: AbortSignal;
}

/**
 * Server-Sent Events for one page: `hello` once everything is watched (the page then asks for the list, and misses
 * nothing), `job` after every change of a job, `cluster` after every change of a renderer. A slow page gets the newest of
 * each. Ends when the signal aborts or when something that is watched ends.
 */
export async function* eventStream(options: EventStreamOptions): AsyncGenerator<string, void, undefined> {
  const { jobs, signal, reader } = options;
  const news = createMailbox<News>(UNREAD_MAX);
  const end = () => news.close();
  watchJobs(options, news).then(end, end);
  watchCluster(options, news).then(end, end);
  if (options.work) watchWork(options.work, { news, signal }).then(end, end);
  ping(options, news).then(end, end);
  options.join?.((said) => news.put({ kind: 'canvas', news: said }));
  news.put({ kind: 'hello' });
  const shownSteps = new Map<string, number>();
  for await (const item of news.read(signal)) {
    switch (item.kind) {
      case 'hello':
        yield `event: hello\nretry: ${AGAIN_MS}\ndata: {}\n\n`;
        break;
      case 'job':
        yield message('job', jobCard(item.view, { withPreview: isNewPreview(item.view, shownSteps), reader, jobs }));
        break;
      case 'cluster':
        yield message('cluster', await clusterNow(options));
        break;
      case 'canvas':
        yield message('canvas', item.news);
        break;
      case 'ping':
        yield ': still here\n\n';
        break;
    }
  }
}

async function clusterNow({ jobs, cluster, presets, work, reader, visitor }: EventStreamOptions): Promise<ClusterCard> {
  const findsThings = jobs.offers('segment');
  const works = work?.list() ?? [];
  const card = clusterCard(cluster.snapshot(), {
    offer: await presets.offer(STUDIO_PLACE.serverId),
    findsThings,
    works,
    reader,
  });
  return visitor.level === 'all' ? card : forVisitors(card);
}

async function watchJobs({ jobs, session, signal }: EventStreamOptions, news: Mailbox<News>): Promise<void> {
  for await (const view of jobs.watch('studio', signal)) {
    const isElsewhere = isLive(view) && view.job.ownerId !== liveMember(session).id;
    if (!isElsewhere && !news.put({ kind: 'job', view }, view.job.id)) return;
  }
}

async function watchCluster({ cluster, signal }: EventStreamOptions, news: Mailbox<News>): Promise<void> {
  for await (const _ of cluster.changes(signal)) news.put({ kind: 'cluster' }, 'cluster');
}

async function watchWork(
  work: Pick<MachineWork, 'changes'>,
  { news, signal }: { readonly news: Mailbox<News>; readonly signal: AbortSignal },
): Promise<void> {
  for await (const _ of work.changes(signal)) news.put({ kind: 'cluster' }, 'cluster');
}

async function ping({ clock, signal }: EventStreamOptions, news: Mailbox<News>): Promise<void> {
  while (await pause(clock, PING_MS, signal)) news.put({ kind: 'ping' }, 'ping');
}

/** Remembers per job what this page has seen; an ended job is forgotten. */
function isNewPreview({ job, progress }: JobView, shownSteps: Map<string, number>): boolean {
  if (job.state.kind !== 'rendering') shownSteps.delete(job.id);
  if (job.state.kind !== 'rendering' || !progress.preview) return false;
  const isNew = shownSteps.get(job.id) !== progress.preview.step;
  shownSteps.set(job.id, progress.preview.step);
  return isNew;
}

function message(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
