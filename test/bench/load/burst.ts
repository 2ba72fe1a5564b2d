import { DEFAULT_PACE } from '#bot/discord/panel/next-edit.ts';
import { announcedRefusals } from '#test/bench/load/announced-refusals.ts';
import { onStage, sleep } from '#test/bench/load/stage.ts';
import type { BotStage } from '#test/bot/discord/bot-stage.ts';
import type { FakeInteraction } from '#test/fakes/discord/acts/fake-interaction.ts';

/** What came of a burst. */
export interface BurstResult {
  readonly asked: number;
  readonly acknowledged: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly announced: number;
}

const CHANNELS = 10;
const JOBS_OF_A_MEMBER = 8;

/**
 * So many interactions in so long, evenly spread over channels, with so many jobs queued before: commands that draw and
 * that show, and presses on panels. Times are from the event on the gateway to the answer at the fake.
 */
export function measureBurst({
  folder,
  interactions,
  seconds,
  waiting,
}: {
  readonly folder: string;
  readonly interactions: number;
  readonly seconds: number;
  readonly waiting: number;
}): Promise<BurstResult> {
  const options = {
    renderer: { stepMs: 60_000 },
    pace: DEFAULT_PACE,
    bounds: { memberMax: 10, totalMax: 10_000 },
  };
  return onStage(folder, options, async (stage) => {
    const { discord, guild } = stage;
    const channels = Array.from({ length: CHANNELS }, (_, n) => guild.channel(`channel ${n}`));
    const memberOf = membersInTurn(stage);
    const draw = (n: number) => memberOf(n).slash(channels[n % CHANNELS]!, 'imagine', { prompt: `a boat no. ${n}` });
    for (let n = 0; n < waiting; n++) await draw(n).response();
    const act = (n: number): FakeInteraction => {
      const channel = channels[n % CHANNELS]!;
      if (n % 5 === 3) return memberOf(n).slash(channel, 'queue');
      const panel = channel.messages().findLast(({ buttons }) => buttons.some(({ label }) => label === 'Cancel'));
      return n % 5 === 4 && panel ? memberOf(n).click(panel, 'Cancel') : draw(waiting + n);
    };
    const began = performance.now();
    const times: Promise<number | null>[] = [];
    for (let n = 0; n < interactions; n++) {
      await sleep(Math.max(0, began + (n * seconds * 1000) / interactions - performance.now()));
      times.push(timeOf(act(n)));
    }
    const taken = (await Promise.all(times)).filter((ms) => ms !== null).toSorted((a, b) => a - b);
    const at = (share: number) => taken[Math.ceil(share * taken.length) - 1] ?? Number.NaN;
    return {
      asked: interactions,
      acknowledged: taken.length,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      announced: announcedRefusals(discord.requests).length,
    };
  });
}

function membersInTurn({ guild }: BotStage) {
  const members = new Map<number, ReturnType<BotStage['guild']['member']>>();
  return (n: number) => {
    const number = Math.floor(n / JOBS_OF_A_MEMBER);
    const member = members.get(number) ?? guild.member(`Member ${number}`);
    members.set(number, member);
    return member;
  };
}

/** Null when it was not answered in three seconds. */
async function timeOf(asked: FakeInteraction): Promise<number | null> {
  const began = performance.now();
  return asked.response().then(
    () => performance.now() - began,
    () => null,
  );
}
