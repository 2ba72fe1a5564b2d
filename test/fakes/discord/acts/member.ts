import { type FakeChannel, viewChannel } from '#test/fakes/discord/acts/channel.ts';
import {
  commandData,
  type GivenFile,
  messageCommandData,
  type OptionValue,
  userCommandData,
} from '#test/fakes/discord/acts/command-options.ts';
import { type FakeInteraction, type FakeModal, sendInteraction } from '#test/fakes/discord/acts/fake-interaction.ts';
import { type FakeMessage, viewMessage } from '#test/fakes/discord/acts/fake-message.ts';
import { type FieldValue, modalData } from '#test/fakes/discord/acts/modal-fields.ts';
import { type JsonObject, objectOf, objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import { allComponents } from '#test/fakes/discord/rules/subject.ts';
import { settingsAllow } from '#test/fakes/discord/world/command-overrides.ts';
import { emojiKey } from '#test/fakes/discord/world/emoji.ts';
import { latest, type MessageState } from '#test/fakes/discord/world/message-state.ts';
import {
  addReaction,
  createMessage,
  deleteMessage,
  publish,
  removeReaction,
} from '#test/fakes/discord/world/messages.ts';
import { conversationWith } from '#test/fakes/discord/world/new-channel.ts';
import { contextOf, type MemberState } from '#test/fakes/discord/world/people-and-places.ts';
import { PERMISSIONS, type PermissionName } from '#test/fakes/discord/world/permissions.ts';
import { permissionsOf, type World } from '#test/fakes/discord/world/world.ts';

/** Anything with the id of a channel or message. */
interface Named {
  readonly id: string;
}

/** A person in a server, who can do what people do. Each act throws where Discord's own client would not allow it. */
export interface FakeMember {
  readonly id: string;
  readonly name: string;
  /** Their conversation with the bot. */
  readonly direct: FakeChannel;
  /** Takes messages from bots no longer, or again. */
  closeTo(bots: boolean): void;
  /**
   * Sends a slash command: `slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 4 })`. Subcommands follow the
   * name: `'style create'`.
   */
  slash(
    channel: Named,
    command: string,
    values?: Readonly<Record<string, OptionValue>>,
    options?: { readonly userInstalled?: boolean },
  ): FakeInteraction;
  /** Types into an option that completes itself; `focused` names the option. */
  complete(
    channel: Named,
    command: string,
    typed: { readonly values: Readonly<Record<string, OptionValue>>; readonly focused: string },
  ): FakeInteraction;
  /** Chooses a command by its name in the menu of a message. */
  chooseFor(message: Named, command: string): FakeInteraction;
  /** Chooses a command by its name in the menu of a person. */
  chooseForMember(channel: Named, member: Named, command: string): FakeInteraction;
  /** Starts the application's Activity in a channel, by the command that Discord lists it by. */
  launch(channel: Named): FakeInteraction;
  /** Presses the button with this custom id, label or emoji. */
  click(message: Named, button: string): FakeInteraction;
  /** Chooses in the select menu with this custom id or placeholder. */
  choose(message: Named, menu: string, values: readonly string[]): FakeInteraction;
  /** Submits a modal; fields are named by custom id or label, the others keep what the bot filled in. */
  submitModal(modal: FakeModal, given?: { readonly fields?: Readonly<Record<string, FieldValue>> }): FakeInteraction;
  react(message: Named, emoji: string): void;
  unreact(message: Named, emoji: string): void;
  /** Writes a message of their own. */
  say(channel: Named, content: string, files?: readonly GivenFile[]): FakeMessage;
  /** Deletes a message; for those of others they need ManageMessages. */
  deleteMessage(message: Named): void;
}

/** Gives a person hands. */
export function memberActor(world: World, state: MemberState): FakeMember {
  const userId = state.userId;
  const { name } = world.users.get(userId)!;

  return {
    id: userId,
    name,
    get direct() {
      return viewChannel(world, conversationWith(world, userId));
    },
    closeTo: (bots) => void (bots ? world.closedTo.add(userId) : world.closedTo.delete(userId)),
    slash: (channel, command, values = {}, { userInstalled = false } = {}) =>
      sendCommand(channel.id, command, { values, focused: null, userInstalled }),
    complete: (channel, command, { values, focused }) =>
      sendCommand(channel.id, command, { values, focused, userInstalled: false }),
    chooseFor(target, name) {
      const message = seen(target);
      const { channelId } = message;
      demand(channelId, 'UseApplicationCommands');
      const command = commandNamed(world, { guildId: state.guildId, name, type: MESSAGE });
      if (!command) throw new Error(`There is no command "${name}" for messages in this server`);
      allowCommand(channelId, command);
      const data = messageCommandData(world, { command, message });
      return sendInteraction(world, { kind: 'command', name, userId, channelId, sourceId: null, data });
    },
    chooseForMember({ id: channelId }, target, name) {
      demand(channelId, 'UseApplicationCommands');
      const { guildId } = state;
      const command = commandNamed(world, { guildId, name, type: USER });
      if (!command) throw new Error(`There is no command "${name}" for people in this server`);
      allowCommand(channelId, command);
      const data = userCommandData(world, { command, userId: target.id, guildId });
      return sendInteraction(world, { kind: 'command', name, userId, channelId, sourceId: null, data });
    },
    launch({ id: channelId }) {
      demand(channelId, 'UseApplicationCommands');
      const command = objectsOf(world.commands.get('')).find(({ type }) => type === ENTRY_POINT);
      if (!command) throw new Error('The application has no Activity');
      const { id, name, type } = command;
      const data = { id, name, type } as JsonObject;
      return sendInteraction(world, { kind: 'command', name: stringOf(name), userId, channelId, sourceId: null, data });
    },
    click(target, button) {
      const message = seen(target);
      const found = components(message).find(
        (one) => one.type === 2 && [one.custom_id, one.label, emojiKey(one.emoji)].includes(button),
      );
      return touch(message, found, { what: `button "${button}"` });
    },
    choose(target, menu, values) {
      const message = seen(target);
      const found = components(message).find(
        (one) => one.type === 3 && [one.custom_id, one.placeholder].includes(menu),
      );
      return touch(message, found, { what: `menu "${menu}"`, values });
    },
    submitModal(modal, { fields = {} } = {}) {
      const opener = world.interactions.get(modal.token)!;
      if (opener.userId !== userId) throw new Error(`${name} does not see the modal "${modal.title}"`);
      const { channelId, sourceId } = opener;
      const data = modalData(world, modal, { fields, channelId, guildId: state.guildId });
      return sendInteraction(world, { kind: 'modal', name: modal.customId, userId, channelId, sourceId, data });
    },
    react(target, emoji) {
      const message = seen(target);
      if (message.visibleTo !== null) throw new Error('Nobody can react to an ephemeral message');
      demand(message.channelId, 'ReadMessageHistory');
      if (!message.reactions.has(emoji)) demand(message.channelId, 'AddReactions');
      addReaction(world, message, { emoji, userId });
    },
    unreact: (target, emoji) => removeReaction(world, seen(target), { emoji, userId }),
    say(channel, content, files = []) {
      mayWrite(channel.id);
      const uploads = files.map((file, n) => ({ ...file, n: String(n), contentType: '' }));
      const body = { content };
      const message = createMessage(world, { body, files: uploads }, { channelId: channel.id, authorId: userId });
      publish(world, message);
      return viewMessage(world, message);
    },
    deleteMessage(target) {
      const message = seen(target);
      if (message.authorId !== userId) demand(message.channelId, 'ManageMessages');
      deleteMessage(world, message);
    },
  };

  function sendCommand(
    channelId: string,
    line: string,
    filled: {
      readonly values: Readonly<Record<string, OptionValue>>;
      readonly focused: string | null;
      readonly userInstalled: boolean;
    },
  ): FakeInteraction {
    demand(channelId, 'ViewChannel');
    demand(channelId, 'UseApplicationCommands');
    const [first = '', ...path] = line.trim().replace(/^\//, '').split(/\s+/);
    const command = commandNamed(world, { guildId: state.guildId, name: first, type: CHAT_INPUT });
    if (!command) throw new Error(`There is no command /${first} in this server`);
    const { values, focused, userInstalled } = filled;
    allowCommand(channelId, command);
    mustFit(command, { userInstalled, context: contextOf(world.channels.get(channelId)!) });
    const isOwn = userInstalled || !world.otherGuilds.has(state.guildId);
    if (!isOwn) throw new Error(`The bot is not in this server, and ${name} has not brought it`);
    const data = commandData({ world, channelId, guildId: state.guildId, command, path, values, focused });
    const kind = focused === null ? 'command' : 'autocomplete';
    return sendInteraction(world, {
      kind,
      name: [first, ...path].join(' '),
      userId,
      channelId,
      sourceId: null,
      data,
      userInstalled,
    });
  }

  function allowCommand(channelId: string, command: JsonObject) {
    const bits = permissionsOf(world, { userId, channelId });
    if (bits & PERMISSIONS.Administrator) return;
    const { default_member_permissions: needed = null } = command;
    const wanted = needed === null ? 0n : BigInt(String(needed)) || PERMISSIONS.Administrator;
    const about = { commandId: stringOf(command.id), applicationId: world.bot.id, channelId, userId };
    const guild = world.guilds.get(state.guildId);
    const isShown = (bits & wanted) === wanted && (!guild || settingsAllow(guild, about));
    if (!isShown) throw new Error(`${name} does not see the command /${command.name}`);
  }

  function touch(
    message: MessageState,
    component: JsonObject | undefined,
    { what, values }: { readonly what: string; readonly values?: readonly string[] },
  ): FakeInteraction {
    if (!component) throw new Error(`The message has no ${what}; it has: ${clickable(message)}`);
    if (component.disabled === true) throw new Error(`The ${what} is greyed out`);
    const customId = stringOf(component.custom_id);
    if (!customId) throw new Error(`The ${what} is a link`);
    const data: JsonObject = {
      component_type: component.type,
      custom_id: customId,
      id: component.id ?? 1,
      ...(values ? { values } : {}),
    };
    const { channelId, id: sourceId } = message;
    return sendInteraction(world, { kind: 'component', name: customId, userId, channelId, sourceId, data });
  }

  /** The message, if it is there and this person sees it. */
  function seen({ id }: Named): MessageState {
    const message = world.messages.get(id);
    if (!message || message.deletedAt !== null) throw new Error(`Message ${id} is not there any more`);
    if (message.visibleTo !== null && message.visibleTo !== userId)
      throw new Error(`${name} does not see message ${id}`);
    demand(message.channelId, 'ViewChannel');
    return message;
  }

  function mayWrite(channelId: string) {
    const { parentId, locked, slowModeSeconds } = world.channels.get(channelId)!;
    demand(channelId, 'ViewChannel');
    demand(channelId, parentId === null ? 'SendMessages' : 'SendMessagesInThreads');
    if (locked) demand(channelId, 'ManageThreads');
    const bits = permissionsOf(world, { userId, channelId });
    const now = world.clock.now();
    const waits = now - (state.wroteAt.get(channelId) ?? 0) < slowModeSeconds * 1000;
    if (waits && !(bits & PERMISSIONS.ManageMessages)) throw new Error(`${name} has to wait: slow mode`);
    state.wroteAt.set(channelId, now);
  }

  function demand(channelId: string, permission: PermissionName) {
    const bits = permissionsOf(world, { userId, channelId });
    if (!(bits & PERMISSIONS[permission])) throw new Error(`${name} lacks ${permission}`);
  }
}

/** A command says where it may be used, and by whom it may be installed; both left out mean servers and everywhere. */
function mustFit(
  { name, integration_types: types, contexts }: JsonObject,
  { userInstalled, context }: { readonly userInstalled: boolean; readonly context: number },
) {
  const isThere = !Array.isArray(contexts) || contexts.includes(context);
  if (!isThere) throw new Error(`The command /${name} is not there in this kind of channel`);
  const isForUsers = Array.isArray(types) && types.includes(1);
  if ((userInstalled || context === 2) && !isForUsers)
    throw new Error(`The command /${name} is not for installing by members`);
}

function components(message: MessageState): readonly JsonObject[] {
  return allComponents(latest(message).components);
}

function clickable(message: MessageState): string {
  const names = components(message).filter((one) => one.custom_id || one.url);
  return (
    names.map((one) => `${one.custom_id ?? one.url} (${one.label ?? emojiKey(objectOf(one.emoji))})`).join(', ') ||
    'none'
  );
}

const CHAT_INPUT = 1;
const USER = 2;
const MESSAGE = 3;
const ENTRY_POINT = 4;

function commandNamed(
  world: World,
  { guildId, name, type }: { readonly guildId: string; readonly name: string; readonly type: number },
): JsonObject | undefined {
  const known = [...objectsOf(world.commands.get(guildId)), ...objectsOf(world.commands.get(''))];
  return known.find((command) => command.name === name && command.type === type);
}
