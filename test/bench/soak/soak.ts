import { jobOnButtons } from '#bot/discord/custom-id.ts';
import { DEFAULT_PACE } from '#bot/discord/panel/next-edit.ts';
import { seededChance } from '#bot/prompt/seeded-chance.ts';
import { announcedRefusals } from '#test/bench/load/announced-refusals.ts';
import { actAtRandom, gather } from '#test/bench/soak/acts.ts';
import { breakSomething, renderFault, restart, takeAway } from '#test/bench/soak/faults.ts';
import { PanelOracle, type Untruth } from '#test/bench/soak/panel-oracle.ts';
import { type BotStage, startStage } from '#test/bot/discord/bot-stage.ts';
import type { FakeDiscord } from '#test/fakes/discord/fake-discord.ts';
import { latest } from '#test/fakes/discord/world/message-state.ts';

/** What came of a soak. */
export interface SoakResult {
  readonly jobs: number;
  /** How often what went wrong. */
  readonly faults: ReadonlyMap<string, number>;
  /** Comparisons of a panel with the ledger. */
  readonly looks: number;
  /** The longest that a panel was untrue while it could have been changed. */
  readonly worstMs: number;
  readonly untrue: readonly Untruth[];
  /** Jobs that are open when all has been quiet for a minute, and that two messages show. */
  readonly open: number;
  readonly twice: number;
  /** 429s although a header had said before, to the same process, that there is no room left. */
  readonly announced: number;
  /** 429s that a process could not know of: a header had said so to the one before it, or its answer was lost. */
  readonly unforeseen: number;
  /** Rules of Discord's that were broken. */
  readonly problems: number;
}

const LOOK_EVERY_MS = 150;
const TRUE_WITHIN_MS = 3000;
const QUIET_WITHIN_MS = 60_000;
/** Discord, or the bot, is away for up to so long, about so often. */
const AWAY_MS = 4000;
const AWAY_EVERY_MS = 12_000;

type Chance = () => number;

/**
 * A bot on the fake Discord for a while, with members who ask, press, react and delete, and with everything going wrong
 * at random: Discord, its gateway, renders, and the bot's own process. An oracle compares panels with the ledger.
 */
export async function runSoak(options: {
  readonly folder: string;
  readonly seconds: number;
  readonly seed: number;
}): Promise<SoakResult> {
  const chance = seededChance(options.seed);
  const stage = await startStage(options.folder, {
    renderer: { script: () => renderFault(chance), stepMs: 60, slots: 3 },
    pace: DEFAULT_PACE,
    // More starts than an hour has: see start-budget.ts.
    operator: { starts: { read: async () => [], write: async () => {} } },
    bounds: { memberMax: 10, totalMax: 60 },
  });
  try {
    return await soak(stage, chance, options.seconds * 1000);
  } finally {
    await stage.close();
  }
}

async function soak(stage: BotStage, chance: Chance, ms: number): Promise<SoakResult> {
  const { discord } = stage;
  const oracle = new PanelOracle({ discord, jobs: stage.jobs, boundMs: TRUE_WITHIN_MS });
  const faults = new Map<string, number>();
  const count = (name: string) => faults.set(name, (faults.get(name) ?? 0) + 1);
  const starts: number[] = [];
  const end = Date.now() + ms;
  const isOver = () => Date.now() >= end;
  const crowd = gather(stage, { members: 8, channels: 5 });
  await Promise.all([
    again(isOver, async () => {
      actAtRandom(crowd, chance);
      await sleep(150 + chance() * 500);
    }),
    again(isOver, async () => {
      await sleep(1000 + chance() * 2000);
      count(breakSomething(discord, chance));
    }),
    watchAndLeave(stage, { oracle, chance, count, starts, isOver }),
  ]);
  await quiet(stage);
  await oracle.look({ all: true });
  oracle.close();
  const panels = [...panelsOf(discord).values()];
  const { findings, announced, unforeseen } = readRequests(discord, starts);
  return {
    jobs: panels.length,
    faults,
    ...oracle.found,
    open: stage.jobs().queue().length,
    twice: panels.filter((count) => count > 1).length,
    announced,
    unforeseen,
    problems: findings,
  };
}

/** Looks at the panels, and now and then takes Discord or the bot away; then nothing can be shown, and nobody looks. */
async function watchAndLeave(
  stage: BotStage,
  options: {
    readonly oracle: PanelOracle;
    readonly chance: Chance;
    readonly count: (name: string) => void;
    /** When the bot was started again. */
    readonly starts: number[];
    readonly isOver: () => boolean;
  },
): Promise<void> {
  const { oracle, chance, count, starts, isOver } = options;
  let leaveAt = Date.now() + AWAY_EVERY_MS * chance();
  await again(isOver, async () => {
    await oracle.look();
    await sleep(LOOK_EVERY_MS);
    if (Date.now() < leaveAt) return;
    if (chance() < 0.5) count(await restart(stage, { chance, starts }));
    else {
      await takeAway(stage.discord, chance() * AWAY_MS);
      count('no Discord at all');
    }
    oracle.excuse();
    leaveAt = Date.now() + AWAY_EVERY_MS * (0.5 + chance());
  });
}

async function again(isOver: () => boolean, work: () => Promise<void>): Promise<void> {
  while (!isOver()) await work();
}

/** Until nothing is open any more, and what has ended has been shown. */
async function quiet({ jobs }: BotStage): Promise<void> {
  const end = Date.now() + QUIET_WITHIN_MS;
  const isOver = async () => jobs().queue().length === 0 && (await jobs().undelivered('discord')).length === 0;
  while (!(await isOver()) && Date.now() < end) await sleep(200);
  await sleep(500);
}

/** How many messages show each job. */
function panelsOf({ world }: FakeDiscord): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const message of world.messages.values()) {
    const jobId = message.visibleTo === null ? jobOnButtons({ components: latest(message).components }) : null;
    if (jobId === null || message.deletedAt !== null) continue;
    counts.set(jobId, (counts.get(jobId) ?? 0) + 1);
  }
  return counts;
}

function readRequests({ requests }: FakeDiscord, starts: readonly number[]) {
  const announced = announcedRefusals(requests, starts).length;
  const limited = requests.filter(({ status, limit }) => status === 429 && limit !== null).length;
  const findings = requests.reduce((sum, one) => sum + one.findings.length, 0);
  return { announced, unforeseen: limited - announced, findings };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
