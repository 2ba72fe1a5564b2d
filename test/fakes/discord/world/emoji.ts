import type { Json, JsonObject } from '#test/fakes/discord/json.ts';

/** A name for an emoji as reactions are kept by: the character itself, or name:id. */
export function emojiKey(emoji: Json | undefined): string {
  if (typeof emoji === 'string') return emoji;
  if (typeof emoji !== 'object' || emoji === null || Array.isArray(emoji)) return '';
  const { id, name } = emoji as JsonObject;
  return id ? `${name}:${id}` : String(name ?? '');
}

/** An emoji from its key: a character, or name:id. */
export function emojiPayload(key: string): JsonObject {
  const custom = /^(\w+):(\d{17,19})$/.exec(key);
  return custom ? { id: custom[2]!, name: custom[1]!, animated: false } : { id: null, name: key };
}
