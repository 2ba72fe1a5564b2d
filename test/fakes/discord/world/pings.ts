import { type JsonObject, objectOf, stringOf } from '#test/fakes/discord/json.ts';
import { allComponents } from '#test/fakes/discord/rules/subject.ts';

/** Whom a new message wakes. */
export interface Pings {
  readonly userIds: readonly string[];
  readonly roleIds: readonly string[];
  readonly everyone: boolean;
}

/** Nobody. */
export const NO_PINGS: Pings = { userIds: [], roleIds: [], everyone: false };

/**
 * Whom a message's content and text displays mention, as far as its `allowed_mentions` let them: all where it has none.
 * An edit wakes nobody.
 */
export function pingsOf(body: JsonObject, authorOfReference: string | null): Pings {
  const texts = [stringOf(body.content), ...allComponents(body.components).map((one) => stringOf(one.content))];
  const text = texts.join('\n').replaceAll(/`[^`\n]*`/g, '');
  const allowed = body.allowed_mentions;
  const { parse, users, roles, replied_user: replied } = objectOf(allowed);
  const may = (kind: string) =>
    allowed === undefined || allowed === null || (Array.isArray(parse) && parse.includes(kind));
  const named = (list: unknown, id: string) => Array.isArray(list) && list.includes(id);
  const found = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map((match) => match[1]!))];
  const userIds = found(/<@!?(\d{17,19})>/g).filter((id) => may('users') || named(users, id));
  const answered = authorOfReference !== null && (replied === true || allowed === undefined);
  return {
    userIds: answered && !userIds.includes(authorOfReference) ? [...userIds, authorOfReference] : userIds,
    roleIds: found(/<@&(\d{17,19})>/g).filter((id) => may('roles') || named(roles, id)),
    everyone: may('everyone') && /(?<!\\)@(everyone|here)\b/.test(text),
  };
}
