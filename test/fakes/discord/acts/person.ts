import { type FakeChannel, openGroup } from '#test/fakes/discord/acts/channel.ts';
import { type FakeMember, memberActor } from '#test/fakes/discord/acts/member.ts';
import type { World } from '#test/fakes/discord/world/world.ts';

/** Somebody outside of all servers, who can install the bot and use it in conversations. */
export interface FakePerson extends FakeMember {
  /** A group of people, in which the bot is not. */
  group(name: string): FakeChannel;
}

/** Makes an account. */
export function newPerson(
  world: World,
  name: string,
  { locale = 'en-US' }: { readonly locale?: string } = {},
): FakePerson {
  const user = { id: world.nextId(), name, bot: false, locale };
  world.users.set(user.id, user);
  const state = { userId: user.id, guildId: '', roleIds: [], silencedUntil: 0, wroteAt: new Map<string, number>() };
  return {
    ...memberActor(world, state),
    group: (groupName) => openGroup(world, groupName),
  };
}
