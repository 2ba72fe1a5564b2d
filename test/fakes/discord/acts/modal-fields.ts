import type { GivenFile } from '#test/fakes/discord/acts/command-options.ts';
import type { FakeModal } from '#test/fakes/discord/acts/fake-interaction.ts';
import { type Json, type JsonObject, numberOf, objectOf, objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import { attachmentPayload, storeFile } from '#test/fakes/discord/world/attachments.ts';
import type { World } from '#test/fakes/discord/world/world.ts';

/** What a person fills into a field: text, chosen values, or files. */
export type FieldValue = string | readonly string[] | readonly GivenFile[];

const TYPE = { row: 1, textInput: 4, label: 18, fileUpload: 19 } as const;

/**
 * The data of a submitted modal. Fields are named by custom id or label; what is not named keeps what the bot filled
 * in. Throws where Discord's client would not let a person submit: no such field, too short, too long, left empty.
 */
export function modalData(
  world: World,
  modal: FakeModal,
  given: { readonly fields: Readonly<Record<string, FieldValue>>; readonly channelId: string },
): JsonObject {
  const attachments: Record<string, Json> = {};
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
  return {
    custom_id: modal.customId,
    components,
    ...(Object.keys(attachments).length > 0 ? { resolved: { attachments } } : {}),
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
    if (field.type === TYPE.fileUpload) return { ...base, values: uploaded(value) };
    return { ...base, values: checkedChoices(field, label, value) };
  }

  function uploaded(value: FieldValue | undefined): string[] {
    const files = (Array.isArray(value) ? value : []).filter((one): one is GivenFile => typeof one === 'object');
    return files.map((file) => {
      const stored = storeFile(world, file, { channelId: given.channelId, ephemeral: true });
      attachments[stored.id] = attachmentPayload(world, stored);
      return stored.id;
    });
  }
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
  const chosen = Array.isArray(value) ? value.map(String) : preset;
  const strange = chosen.filter((one) => options.length > 0 && !options.some((option) => option.value === one));
  if (strange.length > 0) throw new Error(`The field "${label}" has no choice ${strange.join(', ')}`);
  return chosen;
}
