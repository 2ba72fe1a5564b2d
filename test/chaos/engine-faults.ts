import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { ClusterSite } from '#test/chaos/cluster-site.ts';
import { type ClusterFault, type EmbeddedFault, hitsOf, type Struck, type Turn } from '#test/chaos/fault.ts';
import { order, orderUntilAccepted } from '#test/chaos/load.ts';
import { readRendererStates } from '#test/chaos/renderer-states.ts';
import {
  engineStarts,
  type JobRow,
  type Site,
  type SiteRenderer,
  until,
  untilEngineIsReady,
} from '#test/chaos/site.ts';
import { descendants } from '#test/journeys/processes.ts';

/** How long what was struck may take to be there again before it is given up. Milliseconds. */
const BACK_WITHIN_MS = 60_000;

/** A panel may be wrong for so long. Milliseconds. */
const TRUTHFUL_WITHIN_MS = 10_000;

/** Of a poison job, so that it is met while it is drawn; and how long its first step is waited for. Milliseconds. */
const POISON_STEPS = 150;
const DRAWN_WITHIN_MS = 5_000;
const POISON_KILLS_MAX = 6;
const ORDINARY_BESIDE_POISON = 10;

/** Attempts of one job that strikes may take: the third loss in a row gives a job up. */
const ATTEMPTS_STRUCK_MAX = 2;

/** What goes wrong in a renderer. */
export const engineKill: ClusterFault = {
  ...{ name: 'engine-kill', where: 'cluster', times: 200, weight: 150, open: 6, gates: { backP99Ms: 2_000 } },
  lanes: ({ renderers }) => atOnce(renderers),
  async strike({ site, lane, round }) {
    const own = ownOf(site.renderers, { lane, lanes: atOnce(site.renderers) });
    const renderer = own[round % own.length]!;
    await untilNoneIsWorn(site, renderer.id);
    return strikeEngine(renderer, 'SIGKILL');
  },
};

/** Struck where there is somewhere else for its jobs; how soon they go on there says nothing otherwise. */
export const rendererKill: ClusterFault = {
  ...{ name: 'renderer-kill', where: 'cluster', times: 200, weight: 450, open: 2, gates: { elsewhereP99Ms: 1_000 } },
  lanes: ({ renderers }) => Math.max(1, atOnce(renderers) >> 1),
  async strike({ site, lane, round }) {
    const own = ownOf(site.renderers, { lane, lanes: Math.max(1, atOnce(site.renderers) >> 1) });
    const renderer = own[round % own.length]!;
    await untilNoneIsWorn(site, renderer.id);
    await untilOthersAreIdle(site, renderer.id);
    const hits = await hitsOf(site, renderer.id);
    const began = performance.now();
    process.kill(renderer.pid()!, 'SIGKILL');
    await site.restartRenderer(site.renderers.indexOf(renderer));
    const backMs = await untilEngineIsReady(renderer.address, { starts: 0, withinMs: BACK_WITHIN_MS });
    return { backMs: backMs && performance.now() - began, hits };
  },
};

export const engineStop: EmbeddedFault = {
  ...{ name: 'engine-stop', where: 'embedded', times: 50, weight: 300, open: 1, gates: { backMostMs: 23_000 } },
  async strike({ site }) {
    await untilNoneIsWorn(site, site.renderers[0]!.id);
    return stopAndWatch(site, () => strikeEngine(site.renderers[0]!, 'SIGSTOP'));
  },
};

/** A frozen service: the bot that started it starts another one in its place. */
export const serviceStop: EmbeddedFault = {
  ...{ name: 'service-stop', where: 'embedded', times: 20, weight: 200, open: 1, gates: { backMostMs: 32_000 } },
  async strike({ site }) {
    const [renderer] = site.renderers;
    await untilNoneIsWorn(site, renderer!.id);
    return stopAndWatch(site, async () => {
      const pid = renderer!.pid();
      if (pid === null) return null;
      const began = performance.now();
      process.kill(pid, 'SIGSTOP');
      await until(() => renderer!.pid() !== null && renderer!.pid() !== pid, BACK_WITHIN_MS);
      const ready = await untilEngineIsReady(renderer!.address, { starts: 0, withinMs: BACK_WITHIN_MS });
      return { backMs: ready && performance.now() - began };
    });
  },
};

/** A job whose every attempt takes the engine along, among ten that nothing is wrong with. */
export const poison: ClusterFault = {
  ...{ name: 'poison', where: 'cluster', times: 20, weight: 150, open: 0 },
  lanes: () => 2,
  strike: (turn) => poisonAmongOthers(turn, (index) => killEngine(turn.site.renderers[index]!, 'SIGKILL')),
};

/** One that takes whole services along, which somebody starts again. */
export const servicePoison: ClusterFault = {
  ...{ name: 'service-poison', where: 'cluster', times: 10, weight: 100, open: 0 },
  lanes: () => 1,
  async strike(turn) {
    const restarts: Promise<void>[] = [];
    const struck = await poisonAmongOthers(turn, (index) => {
      process.kill(turn.site.renderers[index]!.pid()!, 'SIGKILL');
      restarts.push(turn.site.restartRenderer(index)); // the job goes on elsewhere meanwhile
      return true;
    });
    await Promise.all(restarts);
    return struck;
  },
};

/**
 * Waits until no job there was struck twice before, and none that was waits to be begun, which may be there and in this
 * very moment: a job that each of its attempts is taken from cannot be told from a poison.
 */
async function untilNoneIsWorn(site: Site, rendererId: string): Promise<void> {
  const isFresh = ({ state, attempts, renderer_id: at }: JobRow) =>
    state === 'rendering' ? at !== rendererId || attempts <= ATTEMPTS_STRUCK_MAX : attempts < ATTEMPTS_STRUCK_MAX;
  await until(async () => (await site.rows('open')).every(isFresh), BACK_WITHIN_MS);
}

/** So many are started again at once, a core for each: how soon they are back says nothing of Easel otherwise. */
function atOnce({ length }: readonly SiteRenderer[]): number {
  return Math.min(length, availableParallelism());
}

/** The renderers that a lane strikes, one after the other. */
function ownOf(
  renderers: readonly SiteRenderer[],
  { lane, lanes }: { readonly lane: number; readonly lanes: number },
): readonly SiteRenderer[] {
  return renderers.filter((_, at) => at % lanes === lane);
}

/** Waits until the dispatcher knows of an idle renderer for each job that is drawn at this one, and of one at least. */
async function untilOthersAreIdle(site: ClusterSite, struck: string): Promise<void> {
  await until(async () => {
    const states = await readRendererStates(site.dispatcher());
    const rows = await site.rows('open');
    const jobsAt = (rendererId: string) => rows.filter(({ renderer_id: id }) => id === rendererId).length;
    const isIdle = ({ id }: SiteRenderer) => id !== struck && states.get(id) === 'ready' && jobsAt(id) === 0;
    return site.renderers.filter(isIdle).length >= Math.max(1, jobsAt(struck));
  }, BACK_WITHIN_MS);
}

/** Null when it has none just now. */
async function strikeEngine(renderer: SiteRenderer, signal: NodeJS.Signals): Promise<Struck | null> {
  const starts = await engineStarts(renderer.address);
  if (starts === null || !killEngine(renderer, signal)) return null;
  return { backMs: await untilEngineIsReady(renderer.address, { starts, withinMs: BACK_WITHIN_MS }) };
}

/** False when it has none just now. */
function killEngine(renderer: SiteRenderer | undefined, signal: NodeJS.Signals): boolean {
  const [engine] = descendants(renderer?.pid() ?? -1, 'engine-process');
  if (engine !== undefined) process.kill(engine, signal);
  return engine !== undefined;
}

/** What a job that is being drawn says of itself ten seconds after something stopped under it. */
async function stopAndWatch(site: Site, stop: () => Promise<Struck | null>): Promise<Struck | null> {
  const drawn = await drawnJob(site);
  const stopping = stop();
  if (drawn === null) return stopping;
  await setTimeout(TRUTHFUL_WITHIN_MS);
  const now = (await cardsOf(site)).find(({ id }) => id === drawn);
  const struck = await stopping;
  return struck && { ...struck, isTruthful: now !== undefined && !/^(Step \d|Finishing|Getting)/.test(now.status) };
}

async function drawnJob(site: Site): Promise<string | null> {
  let drawn: string | null = null;
  await until(async () => {
    drawn = (await cardsOf(site)).find(({ state, step }) => state === 'rendering' && step > 0)?.id ?? null;
    return drawn !== null;
  }, 5_000);
  return drawn;
}

interface Card {
  readonly id: string;
  readonly state: string;
  readonly step: number;
  readonly status: string;
}

async function cardsOf(site: Site): Promise<readonly Card[]> {
  const answer = await fetch(`${site.bot()?.address}/api/jobs`, { signal: AbortSignal.timeout(5_000) });
  return ((await answer.json()) as { readonly jobs: readonly Card[] }).jobs;
}

/** `kill` takes along what the poison is drawn on; false when that is gone already. */
async function poisonAmongOthers(
  { site, lane, round }: Turn<ClusterSite>,
  kill: (index: number) => boolean,
): Promise<Struck> {
  const others = Array.from({ length: ORDINARY_BESIDE_POISON }, (_, each) => `boat ${lane} ${round} ${each}`);
  const half = ORDINARY_BESIDE_POISON >> 1;
  const before = await Promise.all(others.slice(0, half).map((prompt) => order(site.bot(), prompt)));
  const id = await orderUntilAccepted(site, { prompt: `poison ${lane} ${round}`, steps: POISON_STEPS });
  const after = await Promise.all(others.slice(half).map((prompt) => order(site.bot(), prompt)));
  const accepted = [...before, ...after].filter((each) => each !== null);
  if (id === null) return { accepted, wrong: 'an order was not accepted for ten seconds' };
  let kills = 0;
  let lastAttempt = 0;
  await until(async () => {
    const row = (await site.rows('open')).find((each) => each.id === id);
    if (!row || kills > POISON_KILLS_MAX) return true;
    if (row.state !== 'rendering' || row.attempts === lastAttempt) return false;
    await until(async () => (await cardsOf(site)).some((card) => card.id === id && card.step > 0), DRAWN_WITHIN_MS);
    const index = site.renderers.findIndex((each) => each.id === row.renderer_id);
    if (index < 0 || !kill(index)) return false;
    lastAttempt = row.attempts;
    kills += 1;
    return false;
  }, BACK_WITHIN_MS);
  return { accepted, poison: { id, kills } };
}
