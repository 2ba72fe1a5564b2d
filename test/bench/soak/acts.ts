import type { BotStage } from '#test/bot/discord/bot-stage.ts';
import type { FakeChannel } from '#test/fakes/discord/acts/channel.ts';
import type { FakeMessage } from '#test/fakes/discord/acts/fake-message.ts';
import type { FakeMember } from '#test/fakes/discord/acts/member.ts';

/** Who is there, and where. */
export interface Crowd {
  readonly members: readonly FakeMember[];
  readonly channels: readonly FakeChannel[];
}

/** So many members in so many channels of the stage's server, and in a thread of each second one. */
export function gather({ guild }: BotStage, { members, channels }: { members: number; channels: number }): Crowd {
  const names = (count: number, name: string) => Array.from({ length: count }, (_, n) => `${name} ${n + 1}`);
  const rooms = names(channels, 'channel').map((name) => guild.channel(name));
  return {
    members: names(members, 'Member').map((name) => guild.member(name)),
    channels: rooms.map((room, n) => (n % 2 === 1 ? room.thread('a thread') : room)),
  };
}

/** One of a list, by chance. */
export function oneOf<T>(list: readonly T[], chance: () => number): T {
  return list[Math.floor(chance() * list.length)]!;
}

/** Somebody does something: mostly asks, else goes on from, ends or deletes what is there. */
export function actAtRandom({ members, channels }: Crowd, chance: () => number): void {
  const member = oneOf(members, chance);
  const channel = oneOf(channels, chance);
  const dice = chance();
  if (dice < 0.5) {
    const steps = 1 + Math.floor(chance() * 12);
    member.slash(channel, 'imagine', { prompt: `a boat no. ${Math.floor(chance() * 1e6)}`, steps });
    return;
  }
  const shown = channel.messages().filter((one) => !one.deleted && !one.ephemeral && one.buttons.length > 0);
  const message = shown.length > 0 ? oneOf(shown.slice(-12), chance) : null;
  if (!message) return;
  const owner = members.find(({ id }) => message.text.includes(`<@${id}>`)) ?? member;
  try {
    actOn(message, owner, dice);
  } catch {
    // Greyed out, gone meanwhile, or another message's button: people cannot do that either.
  }
}

function actOn(message: FakeMessage, owner: FakeMember, dice: number): void {
  if (dice < 0.62) owner.click(message, 'Cancel');
  else if (dice < 0.76) owner.react(message, '🔁');
  else if (dice < 0.9) owner.click(message, 'Reroll');
  else if (dice < 0.95) owner.click(message, 'Delete');
  else owner.react(message, '❌');
}
