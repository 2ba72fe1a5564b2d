import { Failure } from '#shared/failure.ts';
import { oneOf } from '#test/bench/soak/acts.ts';
import type { BotStage } from '#test/bot/discord/bot-stage.ts';
import type { FakeDiscord } from '#test/fakes/discord/fake-discord.ts';
import type { Fault } from '#test/fakes/fake-renders.ts';

type Chance = () => number;

/** What happens to one render: mostly nothing. */
export function renderFault(chance: Chance): Fault | null {
  const dice = chance();
  const atStep = Math.floor(chance() * 4);
  if (dice < 0.06) return { kind: 'break', atStep, failure: new Failure('unavailable', 'The engine died') };
  if (dice < 0.08) return { kind: 'kill', atStep };
  if (dice < 0.1)
    return { kind: 'spoil', how: oneOf(['garbage', 'truncated', 'wrong-sha', 'missing'] as const, chance) };
  if (dice < 0.12) return { kind: 'refuse', failure: new Failure('exhausted', 'The queue is full') };
  return null;
}

const TOO_MANY = '<html>You are being rate limited</html>';

/** Something goes wrong between the bot and Discord, for a moment. Its name. */
export function breakSomething(discord: FakeDiscord, chance: Chance): string {
  const times = 1 + Math.floor(chance() * 3);
  const faults: Readonly<Record<string, () => void>> = {
    'a 502': () => void discord.fault({ kind: 'status', status: 502, times }),
    'a cut request': () => void discord.fault({ kind: 'drop', times }),
    'a lost answer': () => void discord.fault({ kind: 'dropAnswer', times }),
    'a 429 of who knows whom': () => void discord.fault({ kind: 'status', status: 429, html: TOO_MANY }),
    'a slow request': () => {
      const held = discord.fault({ kind: 'hold', times });
      setTimeout(() => held.release(), 800);
    },
    'a lost connection': () => discord.disconnect({ code: oneOf([4000, 1006], chance) }),
    'an order to reconnect': () => discord.gateway.askToReconnect(),
    'an interaction twice': () => discord.gateway.double('INTERACTION_CREATE'),
    'a reaction twice': () => discord.gateway.double('MESSAGE_REACTION_ADD'),
  };
  const name = oneOf(Object.keys(faults), chance);
  faults[name]!();
  return name;
}

/** Discord is away as a whole for so long. */
export async function takeAway(discord: FakeDiscord, ms: number): Promise<void> {
  const away = discord.fault({ kind: 'status', status: 503, times: 100_000 });
  await new Promise((resolve) => setTimeout(resolve, ms));
  away.release();
}

const TRIES = 20;

/** The bot's process is killed, or ended in order, and started again, as often as it takes; `starts` gets the times. */
export async function restart(
  stage: BotStage,
  { chance, starts }: { readonly chance: Chance; readonly starts: number[] },
): Promise<string> {
  const isKilled = chance() < 0.5;
  await (isKilled ? stage.leave() : stage.stop());
  for (let triesLeft = TRIES; triesLeft > 0; triesLeft -= 1) {
    try {
      starts.push(Date.now());
      await stage.start();
      break;
    } catch (thrown) {
      // Discord could not be reached just now; whoever runs the bot tries again, as the bot itself does.
      if (triesLeft === 1) throw thrown;
    }
  }
  return isKilled ? 'a killed bot' : 'a stopped bot';
}
