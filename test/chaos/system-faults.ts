import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { ClusterSite } from '#test/chaos/cluster-site.ts';
import { type ClusterFault, type EmbeddedFault, hitsOf, type Struck } from '#test/chaos/fault.ts';
import { orderUntilAccepted } from '#test/chaos/load.ts';
import { type Bot, memoryOf, type Site, until, untilEngineIsReady } from '#test/chaos/site.ts';
import { hasRedis } from '#test/fakes/redis-server.ts';
import { canMount } from '#test/fakes/small-disk.ts';

/** Longer than the right to dispatch lasts; than a database may be away unnoticed; than a silent renderer is waited for. */
const PAST_THE_LEASE_MS = 9_000;
const DATABASE_AWAY_MS = 2_000;
const CUT_MS = 12_000;
const SLOW_MS = 4_000;
const DISK_FULL_MS = 4_000;
const CLOCK_OFF_MS = 3_000;
const BACK_WITHIN_MS = 60_000;

/** From the death of the bot that dispatches to the next one: its lease of 6 s, and a look. Milliseconds. */
const TAKEN_OVER_WITHIN_MS = 8_000;

/** Until a bot that was woken has noticed that another one dispatches. Milliseconds. */
const FOLLOWS_WITHIN_MS = 10_000;

/** Until a cable that was pulled is noticed, by keepalive or by silence, and the job begun elsewhere. Milliseconds. */
const SILENCE_NOTICED_MS = 12_000;

/** What a bot says once it is at work; how soon; and each so many are killed before. Milliseconds. */
const CONNECTED = '"msg":"renderer connected"';
const AT_WORK_WITHIN_MS = 10_000;
const STARTING_EACH = 4;

/** A bot is at work for so long at most. Milliseconds. */
const AT_WORK_MS = 1_500;

/** Readers that never read. */
const DEAF_READERS = 20;

/** Hours by which the time of day jumps, there and back. */
const JUMPS = [1, -1, 26, -26].map((hours) => hours * 3_600_000);

/** The bot of one machine: its renderer outlives it, and what is being drawn is joined again. */
export const botKill: EmbeddedFault = {
  ...{ name: 'bot-kill', where: 'embedded', times: 90, weight: 100, open: 2, gates: { resumedShare: 0.95 } },
  async strike({ site, round }) {
    // Some are killed while they start, but not one after the other until the renderer takes all bots to be gone.
    if (round % STARTING_EACH !== 0) await untilAtWork(site);
    const hits = await hitsOf(site);
    site.bot()?.signal('SIGKILL');
    return { backMs: await site.restartBot(), hits };
  },
};

/** The one of several bots that dispatches: another one takes over. */
export const dispatcherKill: ClusterFault = {
  ...{ name: 'dispatcher-kill', where: 'cluster', times: 10, weight: 120, open: 4 },
  gates: { resumedShare: 0.95, backMostMs: TAKEN_OVER_WITHIN_MS },
  lanes: () => 1,
  async strike({ site }) {
    const killed = site.dispatcher();
    if (!killed) return null;
    const hits = await hitsOf(site);
    killed.signal('SIGKILL');
    const backMs = await untilAnotherDispatches(site, killed);
    await site.mend();
    return { backMs, hits };
  },
};

/** One that is stopped past its lease and woken: another one dispatches by then, and it follows. */
export const dispatcherStop: ClusterFault = {
  ...{ name: 'dispatcher-stop', where: 'cluster', times: 5, weight: 70, open: 4 },
  gates: { backMostMs: TAKEN_OVER_WITHIN_MS },
  lanes: () => 1,
  async strike({ site }) {
    const stopped = site.dispatcher();
    if (!stopped) return null;
    stopped.signal('SIGSTOP');
    const [backMs] = await Promise.all([untilAnotherDispatches(site, stopped), setTimeout(PAST_THE_LEASE_MS)]);
    stopped.signal('SIGCONT');
    const isOne = await until(() => site.dispatchers().length === 1, FOLLOWS_WITHIN_MS);
    return { backMs, ...(!isOne && { wrong: 'two bots dispatched after one was woken' }) };
  },
};

export const databaseKill: ClusterFault = {
  ...{ name: 'database-kill', where: 'cluster', times: 5, weight: 40, open: 4, gates: { backMostMs: 10_000 } },
  lanes: () => 1,
  async strike({ site }) {
    await site.database.kill();
    await setTimeout(DATABASE_AWAY_MS);
    await site.database.start();
    return untilAccepted(site);
  },
};

/** Orders are accepted while it is away. */
export const redisKill: ClusterFault = {
  ...{ name: 'redis-kill', where: 'cluster', times: 5, weight: 40, open: 4, gates: { backMostMs: 10_000 } },
  lacks: () => (hasRedis() ? null : 'there is no Redis on this machine: apt-get install redis-server'),
  lanes: () => 1,
  async strike({ site }) {
    await site.redis?.kill();
    const struck = await untilAccepted(site);
    await setTimeout(DATABASE_AWAY_MS);
    await site.redis?.start();
    return struck;
  },
};

/** A renderer's cable is pulled, in one direction every other time. */
export const rendererCut: ClusterFault = {
  ...{ name: 'renderer-cut', where: 'cluster', times: 6, weight: 60, open: 4 },
  gates: { elsewhereP99Ms: SILENCE_NOTICED_MS },
  lanes: ({ renderers }) => Math.max(1, renderers.length >> 1),
  async strike({ site, lane, round }) {
    const cable = site.cables[lane]!;
    const hits = await hitsOf(site, site.renderers[lane]!.id);
    cable.cut(round % 2 === 0 ? 'both' : 'there');
    await setTimeout(CUT_MS);
    cable.heal();
    return { hits };
  },
};

/** The cable of every bot to the database. */
export const databaseCut: ClusterFault = {
  ...{ name: 'database-cut', where: 'cluster', times: 4, weight: 60, open: 4, gates: { backMostMs: 10_000 } },
  lanes: () => 1,
  async strike({ site }) {
    site.databaseCable.cut();
    await setTimeout(CUT_MS);
    site.databaseCable.heal();
    return untilAccepted(site);
  },
};

/** A bot that stands still while renderers send it previews, and pages that never read what a bot sends them. */
export const slowReaders: ClusterFault = {
  ...{ name: 'slow-readers', where: 'cluster', times: 5, weight: 60, open: 4, gates: { grownMostMiB: 64 } },
  lanes: () => 1,
  async strike({ site }) {
    const dispatcher = site.dispatcher();
    const deaf = Array.from({ length: DEAF_READERS }, (_, page) => deafReader(dispatcher, page));
    const watched = [...site.renderers.map((renderer) => renderer.pid()), dispatcher?.pid].filter((pid) => !!pid);
    const before = watched.map((pid) => memoryOf(pid!));
    await setTimeout(SLOW_MS);
    dispatcher?.signal('SIGSTOP');
    await setTimeout(SLOW_MS);
    const grown = watched.map((pid, index) => memoryOf(pid!) - before[index]!);
    dispatcher?.signal('SIGCONT');
    for (const socket of deaf) socket?.destroy();
    return { grownMiB: Math.max(...grown) };
  },
};

export const diskFull: EmbeddedFault = {
  ...{ name: 'disk-full', where: 'embedded', times: 10, weight: 40, open: 2 },
  lacks: () => (canMount() ? null : 'this user may not mount a disk that can be filled: be root, or allow sudo'),
  async strike({ site }) {
    if (!site.disk) return null;
    site.disk.fill();
    await setTimeout(DISK_FULL_MS);
    site.disk.empty();
    return untilReady(site.renderers[0]!.address);
  },
};

export const clockJump: EmbeddedFault = {
  ...{ name: 'clock-jump', where: 'embedded', times: 20, weight: 40, open: 2 },
  async strike({ site, round }) {
    site.setClock(JUMPS[round % JUMPS.length]!);
    await setTimeout(CLOCK_OFF_MS);
    site.setClock(0);
    await setTimeout(CLOCK_OFF_MS);
    return untilReady(site.renderers[0]!.address);
  },
};

async function untilAtWork(site: Site): Promise<void> {
  await until(() => site.bot()?.output().includes(CONNECTED) ?? false, AT_WORK_WITHIN_MS);
  await setTimeout(Math.random() * AT_WORK_MS);
}

/** Milliseconds until a bot that is not this one dispatches; null when none does in time. */
async function untilAnotherDispatches(site: ClusterSite, gone: Bot): Promise<number | null> {
  const began = performance.now();
  const isThere = await until(() => site.dispatchers().some((bot) => bot !== gone), BACK_WITHIN_MS);
  return isThere ? performance.now() - began : null;
}

/** How long it takes until orders are accepted. */
async function untilAccepted(site: Site): Promise<Struck> {
  const began = performance.now();
  const id = await orderUntilAccepted(site, { prompt: 'a house once more' });
  return id === null ? { backMs: null } : { backMs: performance.now() - began, accepted: [id] };
}

/** Asks for the studio's events and reads none. */
function deafReader(bot: Bot | null, page: number) {
  if (!bot) return null;
  const { hostname, port, host } = new URL(bot.address);
  const socket = connect({ host: hostname, port: Number(port) }).on('error', () => {});
  const head = `host: ${host}\r\naccept: text/event-stream`;
  socket.write(`GET /api/events?session=deaf-${page} HTTP/1.1\r\n${head}\r\n\r\n`);
  socket.pause();
  return socket;
}

async function untilReady(address: string): Promise<Struck> {
  const backMs = await untilEngineIsReady(address, { starts: 0, withinMs: BACK_WITHIN_MS });
  return backMs === null ? { backMs } : {};
}
