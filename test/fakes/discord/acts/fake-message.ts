import { type JsonObject, objectOf, objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import { allComponents } from '#test/fakes/discord/rules/subject.ts';
import { emojiKey } from '#test/fakes/discord/world/emoji.ts';
import {
  type Attachment,
  latest,
  type MessageState,
  type MessageVersion,
} from '#test/fakes/discord/world/message-state.ts';
import { FLAGS, type World } from '#test/fakes/discord/world/world.ts';

/** A button as people see it. */
export interface FakeButton {
  readonly customId: string | null;
  readonly label: string;
  /** The character, or name:id; empty without one. */
  readonly emoji: string;
  /** 1 primary, 2 secondary, 3 success, 4 danger, 5 link. */
  readonly style: number;
  readonly disabled: boolean;
}

/** A message as people in the channel see it. Always shows the present; `versions` keep the past. */
export interface FakeMessage {
  readonly id: string;
  readonly channelId: string;
  /** Name of who wrote it. */
  readonly author: string;
  readonly content: string;
  readonly flags: number;
  readonly embeds: readonly JsonObject[];
  readonly components: readonly JsonObject[];
  readonly attachments: readonly Attachment[];
  readonly buttons: readonly FakeButton[];
  /** Everything readable in it, embeds and text displays included, line by line. */
  readonly text: string;
  /** Emoji -> names of those who reacted. */
  readonly reactions: ReadonlyMap<string, readonly string[]>;
  /** Every look it ever had, the first one first; the last is the present. */
  readonly versions: readonly MessageVersion[];
  /** Names of those whom it woke; @everyone and @role id for many. */
  readonly pings: readonly string[];
  readonly loading: boolean;
  readonly ephemeral: boolean;
  readonly deleted: boolean;
}

/** Shows a message's record as people see it. */
export function viewMessage(world: World, state: MessageState): FakeMessage {
  return {
    id: state.id,
    channelId: state.channelId,
    author: world.users.get(state.authorId)!.name,
    versions: state.versions,
    ephemeral: state.visibleTo !== null,
    pings: [
      ...state.pings.userIds.map((id) => world.users.get(id)?.name ?? id),
      ...state.pings.roleIds.map((id) => `@${id}`),
      ...(state.pings.everyone ? ['@everyone'] : []),
    ],
    get content() {
      return latest(state).content;
    },
    get flags() {
      return latest(state).flags;
    },
    get embeds() {
      return latest(state).embeds;
    },
    get components() {
      return latest(state).components;
    },
    get attachments() {
      return latest(state).attachments;
    },
    get buttons() {
      return buttonsOf(latest(state));
    },
    get text() {
      return textOf(latest(state));
    },
    get reactions() {
      const named = (id: string) => world.users.get(id)!.name;
      return new Map([...state.reactions].map(([emoji, ids]) => [emoji, ids.map(named)]));
    },
    get loading() {
      return (latest(state).flags & FLAGS.loading) !== 0;
    },
    get deleted() {
      return state.deletedAt !== null;
    },
  };
}

/** The readable text of one version of a message. */
export function textOf(version: MessageVersion): string {
  const embeds = version.embeds.flatMap((embed) => [
    embed.title,
    embed.description,
    ...objectsOf(embed.fields).flatMap((field) => [field.name, field.value]),
    objectOf(embed.footer).text,
  ]);
  const displays = allComponents(version.components).map((one) => (one.type === 10 ? one.content : ''));
  return [version.content, ...embeds, ...displays].map(stringOf).filter(Boolean).join('\n');
}

function buttonsOf(version: MessageVersion): FakeButton[] {
  return allComponents(version.components)
    .filter((one) => one.type === 2)
    .map((one) => ({
      customId: typeof one.custom_id === 'string' ? one.custom_id : null,
      label: stringOf(one.label),
      emoji: emojiKey(one.emoji),
      style: Number(one.style),
      disabled: one.disabled === true,
    }));
}
