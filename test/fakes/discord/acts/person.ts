import { type FakeChannel, openConversation } from '#test/fakes/discord/acts/channel.ts';
import { type FakeMember, memberActor } from '#test/fakes/discord/acts/member.ts';
import { CHANNEL_TYPE } from '#test/fakes/discord/world/people-and-places.ts';
import type { World } from '#test/fakes/discord/world/world.ts';

/** Somebody outside of all servers, who can install the bot and use it in conversations. */
export interface FakePerson extends FakeMember {
  /** Their conversation with the bot. */
  readonly direct: FakeChannel;
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
    direct: openConversation(world, { name, type: CHANNEL_TYPE.dm }),
    group: (groupName) => openConversation(world, { name: groupName, type: CHANNEL_TYPE.group }),
  };
}
