import { type Context, Hono } from 'hono';
import { isPrivate, type JobView, picturesIn } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { readBody } from '#bot/studio/server/read-body.ts';
import { readerOf } from '#bot/studio/server/reader.ts';
import type { BanCard, ChangeCard, ModerationCard, RuledMember, RuledWork } from '#bot/studio/server/rule-api.ts';
import { listRuled, type RuledServer, type RuledSources, ruledServer } from '#bot/studio/server/ruled-servers.ts';
import { visitorOf } from '#bot/studio/server/visitor.ts';
import type { Reader } from '#bot/text/languages.ts';
import { writerOf } from '#bot/text/languages.ts';
import { failure } from '#bot/text/say.ts';
import { changeMessage } from '#bot/views/audit-card.ts';
import { plainMessage } from '#shared/text/message.ts';

/** What is looked after here. */
export interface ModerationSources extends RuledSources {
  readonly jobs: Pick<JobService, 'rules' | 'enteredServers' | 'reviews' | 'recent' | 'view'>;
}

/** Of each kind on the page at a time. */
const WAITING_MAX = 48;
const WORKS_MAX = 48;
const LOG_MAX = 50;

/** Jobs that are looked through for who drew them. */
const LOOKED_AT_MAX = 200;

/** What moderators of a server see and decide; who may is found out anew for each request. */
export function moderationRoutes(sources: ModerationSources): Hono {
  const { jobs } = sources;
  const app = new Hono();
  const serverIn = (c: Context) => ruledServer(c.req.param('server')!, visitorOf(c), sources);
  const page = async (c: Context, server: RuledServer) => c.json(await moderationCard(server, sources, readerOf(c)));
  app.get('/rules', async (c) => c.json(await listRuled(visitorOf(c), sources)));
  app.get('/rules/:server', async (c) => page(c, await serverIn(c)));
  app.get('/rules/:server/members/:member', async (c) => {
    const server = await serverIn(c);
    return c.json(await drawnBy(c.req.param('member'), server, sources));
  });
  app.get('/rules/:server/works/:id/:index', async (c) => {
    const server = await serverIn(c);
    const { id } = c.req.param();
    await demandSeen(id, server, jobs);
    const index = Number(c.req.param('index').replace(/\.png$/, ''));
    const found = (await jobs.reviews.pictures(server.asker, id)).find(({ picture }) => picture.index === index);
    if (!found) throw failure('not-found', 'studio.picture-gone');
    c.header('content-type', 'image/png');
    c.header('cache-control', 'no-store');
    return c.body(new Uint8Array(found.data));
  });
  app.post('/rules/:server/works/:id', async (c) => {
    const server = await serverIn(c);
    const { decision } = await readBody(c.req, { decision: DECISION });
    const { id } = c.req.param();
    await demandSeen(id, server, jobs);
    await jobs.reviews.decide(server.asker, id, decision);
    return c.json({ ...(await moderationCard(server, sources, readerOf(c))), change: await decided(id, server, jobs) });
  });
  app.post('/rules/:server/bans', async (c) => {
    const server = await serverIn(c);
    const { days, ...said } = await readBody(c.req, BAN_FIELDS);
    await jobs.rules.bans.add(server.asker, { ...said, ...(days === undefined ? {} : { days }) });
    return page(c, server);
  });
  app.post('/rules/:server/bans/remove', async (c) => {
    const server = await serverIn(c);
    await jobs.rules.bans.remove(server.asker, (await readBody(c.req, { memberId: ID })).memberId);
    return page(c, server);
  });
  app.post('/rules/:server/words', async (c) => {
    const server = await serverIn(c);
    const { isLookedAt = false, ...rule } = await readBody(c.req, WORD_FIELDS);
    await jobs.rules.words.add(server.asker, { ...rule, ...(isLookedAt && { isLookedAt }) });
    return page(c, server);
  });
  app.post('/rules/:server/words/remove', async (c) => {
    const server = await serverIn(c);
    await jobs.rules.words.remove(server.asker, (await readBody(c.req, { pattern: PATTERN })).pattern);
    return page(c, server);
  });
  app.post('/rules/:server/log/undo', async (c) => {
    const server = await serverIn(c);
    await jobs.rules.audit.undo(server.asker, (await readBody(c.req, { id: NUMBER })).id);
    return page(c, server);
  });
  return app;
}

async function moderationCard(
  server: RuledServer,
  { jobs, ...sources }: ModerationSources,
  reader: Reader,
): Promise<ModerationCard> {
  const { asker } = server;
  const { serverId } = asker;
  const [waiting, works, bans, words] = await Promise.all([
    jobs.reviews.list(asker, WAITING_MAX),
    jobs.recent({ serverId, limit: LOOKED_AT_MAX }),
    jobs.rules.bans.list(serverId),
    jobs.rules.words.list(serverId),
  ]);
  const own = { jobs, ...sources };
  return {
    waiting: waiting.filter(({ view }) => maySee(view, server)).map(({ view, reports }) => workOf(view, own, reports)),
    members: membersOf(works.filter((view) => maySee(view, server))),
    bans: bans.map(({ memberId, memberName: name, reason, until }): BanCard => ({ memberId, name, reason, until })),
    words: words.map((rule) => ({ ...rule, isLookedAt: rule.isLookedAt ?? false })),
    log: server.card.mayManage ? await logOf(server, { jobs, reader }) : [],
    change: null,
  };
}

async function drawnBy(
  ownerId: string,
  server: RuledServer,
  sources: ModerationSources,
): Promise<readonly RuledWork[]> {
  const { serverId } = server.asker;
  const works = await sources.jobs.recent({ serverId, ownerId, limit: LOOKED_AT_MAX });
  const seen = works.filter((view) => maySee(view, server)).slice(0, WORKS_MAX);
  return seen.map((view) => workOf(view, sources, 0));
}

async function logOf(
  { asker }: RuledServer,
  { jobs, reader }: Pick<ModerationSources, 'jobs'> & { readonly reader: Reader },
): Promise<readonly ChangeCard[]> {
  const { say } = writerOf(reader.language);
  const entries = await jobs.rules.audit.list(asker, { limit: LOG_MAX });
  return entries.map((entry) => {
    const { id, at, by, undone } = entry;
    return { id, at, by: by.name, what: say(changeMessage(entry)), undone };
  });
}

/** The entry of the log about this job; reports that go with it are entries of their own. */
async function decided(
  jobId: string,
  { asker, card }: RuledServer,
  { rules }: Pick<JobService, 'rules'>,
): Promise<number | null> {
  if (!card.mayManage) return null;
  const entries = await rules.audit.list(asker, { limit: 2 });
  return entries.find(({ kind, key }) => kind === 'review' && key === jobId)?.id ?? null;
}

/** Throws `not-found` for a job that who asks may not see. */
async function demandSeen(id: string, server: RuledServer, jobs: Pick<JobService, 'view'>): Promise<void> {
  const view = await jobs.view(id);
  if (!view || !maySee(view, server)) throw failure('not-found', 'job.gone');
}

/** Of this server, from a channel that who asks can read, and no look that somebody has at what they type. */
function maySee({ job }: JobView, { asker, mayRead }: RuledServer): boolean {
  const { serverId, channelId, platform } = job.place;
  const isLive = platform === 'studio' && channelId === 'live';
  const isHidden = isPrivate(job) && job.review === undefined && job.ownerId !== asker.memberId;
  return serverId === asker.serverId && !isLive && !isHidden && mayRead(channelId);
}

function workOf({ job }: JobView, { directory }: RuledSources, reports: number): RuledWork {
  const { id, ownerId: memberId, ownerName: by, createdAt: at, place, settled, state, review } = job;
  const pictures = state.kind === 'done' ? picturesIn(state.result) : [];
  const channels = directory?.()?.server(place.serverId)?.channels ?? [];
  return {
    ...{ id, memberId, by, at, reports },
    prompt: settled.order.prompt,
    channel: channels.find(({ channelId }) => channelId === place.channelId)?.name ?? null,
    seen: state.kind !== 'done' ? 'nothing' : (review ?? 'all'),
    pictures: pictures.map(({ index, width, height }) => ({ index, width, height })),
  };
}

/** Who drew lately, as they were called last; the newest first. */
function membersOf(views: readonly JobView[]): readonly RuledMember[] {
  const counts = new Map<string, RuledMember>();
  for (const { job } of views) {
    const { name = job.ownerName, count = 0 } = counts.get(job.ownerId) ?? {};
    counts.set(job.ownerId, { memberId: job.ownerId, name, count: count + 1 });
  }
  return [...counts.values()];
}

const SAID = { required: true, description: plainMessage('') } as const;
const ID = { kind: 'text', charactersMin: 1, charactersMax: 100, ...SAID } as const;
const PATTERN = { kind: 'text', charactersMax: 400, ...SAID } as const;
const NUMBER = { kind: 'integer', min: 1, ...SAID } as const;

const DECISION = {
  kind: 'choice',
  choices: (['released', 'refused'] as const).map((value) => ({ value, label: plainMessage(value) })),
  ...SAID,
} as const;

const BAN_FIELDS = {
  memberId: ID,
  memberName: { kind: 'text', charactersMin: 1, charactersMax: 100, ...SAID },
  reason: { kind: 'text', charactersMin: 1, charactersMax: 200, ...SAID },
  days: { kind: 'integer', min: 1, max: 3650, description: plainMessage('') },
} as const;

const WORD_FIELDS = {
  pattern: PATTERN,
  exceptAdultPlaces: { kind: 'boolean', ...SAID },
  isLookedAt: { kind: 'boolean', description: plainMessage('') },
} as const;
