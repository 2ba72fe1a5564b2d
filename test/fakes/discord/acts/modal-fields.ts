import type { GivenFile } from '#test/fakes/discord/acts/command-options.ts';
import type { FakeModal } from '#test/fakes/discord/acts/fake-interaction.ts';
import { type Json, type JsonObject, numberOf, objectOf, objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import { attachmentPayload, storeFile } from '#test/fakes/discord/world/attachments.ts';
import { memberPayload, userPayload } from '#test/fakes/discord/world/payloads.ts';
import type { World } from '#test/fakes/discord/world/world.ts';

/** What Discord sends along of what is named by id. */
type Resolved = Readonly<Record<'attachments' | 'users' | 'members' | 'roles', Record<string, Json>>>;

/** What a person fills into a field: text, chosen values, or files. */
export type FieldValue = string | readonly string[] | readonly GivenFile[];

const TYPE = {
  ...{ row: 1, stringSelect: 3, textInput: 4, userSelect: 5, roleSelect: 6, label: 18, fileUpload: 19 },
  ...{ radioGroup: 21, checkboxGroup: 22, checkbox: 23 },
} as const;

/**
 * The data of a submitted modal. Fields are named by custom id or label; what is not named keeps what the bot filled
 * in. Throws where Discord's client would not let a person submit: no such field, too short, too long, left empty.
 */
export function modalData(
  world: World,
  modal: FakeModal,
  given: {
    readonly fields: Readonly<Record<string, FieldValue>>;
    readonly channelId: string;
    readonly guildId: string;
  },
): JsonObject {
  const resolved: Resolved = { attachments: {}, users: {}, members: {}, roles: {} };
  const used = new Set<string>();
  const components = modal.components.map((top): JsonObject => {
    if (top.type === TYPE.label) {
      const field = objectOf(top.component);
      return { type: TYPE.label, id: 0, component: submitted(field, stringOf(top.label)) };
    }
    if (top.type !== TYPE.row) return { type: top.type, id: 0 };
    const fields = objectsOf(top.components);
    return { type: TYPE.row, id: 0, components: fields.map((field) => submitted(field, stringOf(field.label))) };
  });
  const strange = Object.keys(given.fields).filter((name) => !used.has(name));
  if (strange.length > 0) throw new Error(`The modal "${modal.title}" has no field ${strange.join(', ')}`);
  const filled = Object.fromEntries(Object.entries(resolved).filter(([, each]) => Object.keys(each).length > 0));
  return {
    custom_id: modal.customId,
    components,
    ...(Object.keys(filled).length > 0 ? { resolved: filled } : {}),
  };

  function submitted(field: JsonObject, label: string): JsonObject {
    const customId = stringOf(field.custom_id);
    const name = [customId, label].find((one) => one in given.fields);
    if (name !== undefined) used.add(name);
    const value = name === undefined ? undefined : given.fields[name];
    const base = { type: field.type, id: 0, custom_id: customId };
    if (field.type === TYPE.textInput) {
      return { ...base, value: checkedText(field, label, typeof value === 'string' ? value : stringOf(field.value)) };
    }
    if (field.type === TYPE.fileUpload) return { ...base, values: checkedCount(field, label, uploaded(value)) };
    if (field.type === TYPE.checkbox)
      return { ...base, value: value === undefined ? field.default === true : value !== '' };
    if (field.type === TYPE.userSelect || field.type === TYPE.roleSelect)
      return { ...base, values: named(field, label, value) };
    const chosen = checkedCount(field, label, checkedChoices(field, label, value));
    return field.type === TYPE.radioGroup ? { ...base, value: chosen[0] ?? null } : { ...base, values: chosen };
  }

  function uploaded(value: FieldValue | undefined): string[] {
    const files = (Array.isArray(value) ? value : []).filter((one): one is GivenFile => typeof one === 'object');
    return files.map((file) => {
      const stored = storeFile(world, file, { channelId: given.channelId, ephemeral: true });
      resolved.attachments[stored.id] = attachmentPayload(world, stored);
      return stored.id;
    });
  }

  /** What a select of people or roles holds, with what Discord sends along of each. */
  function named(field: JsonObject, label: string, value: FieldValue | undefined): readonly string[] {
    const before = objectsOf(field.default_values).map((each) => stringOf(each.id));
    const ids = checkedCount(field, label, Array.isArray(value) ? value.map(String) : before);
    const guild = world.guilds.get(given.guildId);
    for (const id of ids) {
      const [user, member] = [world.users.get(id), guild?.members.get(id)];
      const role = guild?.roles.find((each) => each.id === id);
      if (user) resolved.users[id] = userPayload(user);
      if (member) resolved.members[id] = { ...memberPayload(member), permissions: '0' };
      if (role)
        resolved.roles[id] = { id, name: role.name, permissions: role.permissions.toString(), position: 0, color: 0 };
    }
    return ids;
  }
}

/** Throws where Discord's client would not send so few, or so many. */
function checkedCount(field: JsonObject, label: string, values: readonly string[]): readonly string[] {
  const isRequired = field.required !== false;
  const min = typeof field.min_values === 'number' ? field.min_values : 1;
  const max = typeof field.max_values === 'number' ? field.max_values : 1;
  const isFew = isRequired ? values.length < Math.max(1, min) : values.length > 0 && values.length < min;
  if (isFew || values.length > max) throw new Error(`Discord does not accept ${values.length} in the field "${label}"`);
  return values;
}

function checkedText(field: JsonObject, label: string, text: string): string {
  const longest = typeof field.max_length === 'number' ? field.max_length : 4000;
  const empty = text === '' && field.required !== false;
  if (empty || text.length > longest || (text !== '' && text.length < numberOf(field.min_length))) {
    throw new Error(`Discord does not accept ${text.length} characters in the field "${label}"`);
  }
  return text;
}

function checkedChoices(field: JsonObject, label: string, value: FieldValue | undefined): readonly string[] {
  const options = objectsOf(field.options);
  const preset = options.filter((option) => option.default === true).map((option) => stringOf(option.value));
  const one = typeof value === 'string' ? [value] : preset;
  const chosen = Array.isArray(value) ? value.map(String) : one;
  const strange = chosen.filter((one) => options.length > 0 && !options.some((option) => option.value === one));
  if (strange.length > 0) throw new Error(`The field "${label}" has no choice ${strange.join(', ')}`);
  return chosen;
}
