import { type Json, type JsonObject, numberOf, objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import { attachmentPayload, storeFile } from '#test/fakes/discord/world/attachments.ts';
import { messagePayload } from '#test/fakes/discord/world/message-payload.ts';
import type { MessageState } from '#test/fakes/discord/world/message-state.ts';
import { channelPayload, memberPayload, userPayload } from '#test/fakes/discord/world/payloads.ts';
import type { World } from '#test/fakes/discord/world/world.ts';

/** A file that a person attaches. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a person fills into an option: text, number, yes or no, a file, or a member, channel or role. */
export type OptionValue = string | number | boolean | GivenFile | { readonly id: string };

/** Everything the client of a person needs to fill in a command. */
export interface FilledCommand {
  readonly world: World;
  readonly channelId: string;
  readonly guildId: string;
  /** As registered. */
  readonly command: JsonObject;
  /** Names of subcommand group and subcommand, as far as there are any. */
  readonly path: readonly string[];
  readonly values: Readonly<Record<string, OptionValue>>;
  /** Option the person types in just now; null when the command is sent. */
  readonly focused: string | null;
}

interface Resolved {
  readonly users: Record<string, Json>;
  readonly members: Record<string, Json>;
  readonly channels: Record<string, Json>;
  readonly roles: Record<string, Json>;
  readonly attachments: Record<string, Json>;
}

const TYPE = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const;

/**
 * The data of a command interaction. Throws where Discord's own client would not let a person send it: an option that
 * does not exist, a required one left out, a value out of bounds or not among the choices.
 */
export function commandData(filled: FilledCommand): JsonObject {
  const { command } = filled;
  const resolved: Resolved = { users: {}, members: {}, channels: {}, roles: {}, attachments: {} };
  const options = fillLevel(filled, command, { path: filled.path, resolved });
  const used = Object.fromEntries(Object.entries(resolved).filter(([, entries]) => Object.keys(entries).length > 0));
  return {
    id: command.id,
    name: command.name,
    type: command.type,
    options,
    ...(Object.keys(used).length > 0 ? { resolved: used } : {}),
    ...(command.guild_id ? { guild_id: command.guild_id } : {}),
  };
}

/** The data of a command of a message's menu. */
export function messageCommandData(
  world: World,
  { command, message }: { readonly command: JsonObject; readonly message: MessageState },
): JsonObject {
  return {
    id: command.id,
    name: command.name,
    type: command.type,
    target_id: message.id,
    resolved: { messages: { [message.id]: messagePayload(world, message) } },
  };
}

/** The data of a command of a person's menu. */
export function userCommandData(
  world: World,
  { command, userId, guildId }: { readonly command: JsonObject; readonly userId: string; readonly guildId: string },
): JsonObject {
  const member = world.guilds.get(guildId)?.members.get(userId);
  const members = member ? { [userId]: { ...memberPayload(member), permissions: '0' } } : {};
  const users = { [userId]: userPayload(world.users.get(userId)!) };
  return { id: command.id, name: command.name, type: command.type, target_id: userId, resolved: { users, members } };
}

function fillLevel(
  filled: FilledCommand,
  node: JsonObject,
  { path, resolved }: { readonly path: readonly string[]; readonly resolved: Resolved },
): Json[] {
  const definitions = objectsOf(node.options);
  const nested = definitions.filter((one) => one.type === TYPE.subcommand || one.type === TYPE.group);
  if (nested.length > 0) {
    const child = nested.find((one) => one.name === path[0]);
    if (!child) refuse(filled, `it has no part "${path[0] ?? ''}"`);
    return [
      { type: child.type, name: child.name, options: fillLevel(filled, child, { path: path.slice(1), resolved }) },
    ];
  }
  if (path.length > 0) refuse(filled, `it has no part "${path.join(' ')}"`);
  const strange = Object.keys(filled.values).filter((name) => !definitions.some((one) => one.name === name));
  if (strange.length > 0) refuse(filled, `it has no option ${strange.join(', ')}`);
  const missing = definitions.filter((one) => one.required === true && !(stringOf(one.name) in filled.values));
  if (missing.length > 0 && filled.focused === null) refuse(filled, `${missing[0]!.name} is required`);
  return definitions
    .filter((one) => stringOf(one.name) in filled.values)
    .map((one) => fillOption(filled, one, resolved));
}

function fillOption(filled: FilledCommand, definition: JsonObject, resolved: Resolved): JsonObject {
  const name = stringOf(definition.name);
  const given = filled.values[name]!;
  if (filled.focused === name) return { type: definition.type, name, value: String(given), focused: true };
  const value = optionValue(filled, definition, { given, resolved });
  const choices = objectsOf(definition.choices);
  if (choices.length > 0 && !choices.some((choice) => choice.value === value)) {
    refuse(filled, `${name} has no choice ${value}`);
  }
  return { type: definition.type, name, value };
}

function optionValue(
  filled: FilledCommand,
  definition: JsonObject,
  { given, resolved }: { readonly given: OptionValue; readonly resolved: Resolved },
): Json {
  switch (definition.type) {
    case TYPE.string:
      return boundedText(filled, definition, given);
    case TYPE.integer:
    case TYPE.number:
      return boundedNumber(filled, definition, given);
    case TYPE.boolean:
      if (typeof given !== 'boolean') refuse(filled, `${definition.name} is yes or no`);
      return given;
    case TYPE.attachment:
      return attach(filled, given, resolved);
    default:
      return mention(filled, given, resolved);
  }
}

function boundedText(filled: FilledCommand, definition: JsonObject, given: OptionValue): string {
  if (typeof given !== 'string') refuse(filled, `${definition.name} is a text`);
  const longest = typeof definition.max_length === 'number' ? definition.max_length : 6000;
  if (given.length < numberOf(definition.min_length) || given.length > longest) {
    refuse(filled, `${definition.name} has ${given.length} characters`);
  }
  return given;
}

function boundedNumber(filled: FilledCommand, definition: JsonObject, given: OptionValue): number {
  const whole = definition.type === TYPE.integer;
  if (typeof given !== 'number' || !Number.isFinite(given) || (whole && !Number.isSafeInteger(given))) {
    refuse(filled, `${definition.name} is a ${whole ? 'whole ' : ''}number`);
  }
  const { min_value: min = -(2 ** 53), max_value: max = 2 ** 53 } = definition;
  if (given < Number(min) || given > Number(max)) refuse(filled, `${definition.name} is out of bounds at ${given}`);
  return given;
}

function attach(filled: FilledCommand, given: OptionValue, resolved: Resolved): string {
  if (typeof given !== 'object' || !('bytes' in given)) return refuse(filled, 'a file is expected');
  const file = storeFile(filled.world, given, { channelId: filled.channelId, ephemeral: true });
  resolved.attachments[file.id] = attachmentPayload(filled.world, file);
  return file.id;
}

function mention(filled: FilledCommand, given: OptionValue, resolved: Resolved): string {
  const { world, guildId } = filled;
  const id = typeof given === 'object' && 'id' in given ? given.id : String(given);
  const guild = world.guilds.get(guildId)!;
  const [user, channel] = [world.users.get(id), world.channels.get(id)];
  const role = guild.roles.find((one) => one.id === id);
  if (user) {
    resolved.users[id] = userPayload(user);
    resolved.members[id] = { ...memberPayload(guild.members.get(id)!), permissions: '0' };
  } else if (channel) {
    resolved.channels[id] = { ...channelPayload(channel), permissions: '0' };
  } else if (role) {
    resolved.roles[id] = { id, name: role.name, permissions: role.permissions.toString(), position: 0, color: 0 };
  } else refuse(filled, `nothing here has the id ${id}`);
  return id;
}

function refuse({ command }: FilledCommand, reason: string): never {
  throw new Error(`Discord does not let anybody send /${command.name}: ${reason}`);
}
