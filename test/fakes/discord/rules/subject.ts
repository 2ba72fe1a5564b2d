import { isObject, type Json, type JsonObject, numberOf, objectsOf, stringOf } from '#test/fakes/discord/json.ts';

/** A message as far as the rules look at it. */
export interface Shape {
  readonly content: string;
  readonly embeds: readonly JsonObject[];
  readonly components: readonly JsonObject[];
  readonly flags: number;
  readonly attachments: readonly { readonly id: string; readonly filename: string }[];
}

/** One request body under examination, with the little state that the rules need. */
export interface Subject {
  readonly kind: 'create' | 'edit' | 'defer' | 'modal' | 'choices' | 'commands';
  /** Fields of the message, or the callback's data; empty for commands. */
  readonly body: JsonObject;
  /** Definitions of commands, for kind commands. */
  readonly commands: readonly JsonObject[];
  readonly files: readonly { readonly n: string; readonly name: string; readonly size: number }[];
  /** The message before the edit; null when it is new. */
  readonly before: Shape | null;
  /** Largest file allowed here, in bytes. */
  readonly sizeLimit: number;
}

/** Says what is wrong with a body, one sentence each; nothing when it is right. */
export type Check = (subject: Subject) => readonly string[];

/** The flag that turns a message into one of components only. */
export const V2 = 32768;

/** A subject from its telling parts. */
export function subject(parts: Partial<Subject> & { readonly kind: Subject['kind'] }): Subject {
  return { body: {}, commands: [], files: [], before: null, sizeLimit: 10 * 1024 * 1024, ...parts };
}

/** True for what is written into a message: a new one or an edit. */
export function isMessage({ kind }: Subject): boolean {
  return kind === 'create' || kind === 'edit';
}

/** The message as it will stand after the request: present fields replace, null clears, absent ones stay. */
export function shapeAfter({ body, before, files }: Subject): Shape {
  const listed = Array.isArray(body.attachments) ? objectsOf(body.attachments) : null;
  const kept = (before?.attachments ?? []).filter((old) => !listed || listed.some((one) => String(one.id) === old.id));
  const given = (key: string) => body[key] !== undefined;
  return {
    content: given('content') ? stringOf(body.content) : (before?.content ?? ''),
    embeds: given('embeds') ? objectsOf(body.embeds) : (before?.embeds ?? []),
    components: given('components') ? objectsOf(body.components) : (before?.components ?? []),
    flags: (before?.flags ?? 0) | numberOf(body.flags),
    attachments: [...kept, ...uploadedNames({ body, files })],
  };
}

/** The names that uploaded files will have: the placeholder's `filename` wins over the part's own. */
export function uploadedNames(request: Pick<Subject, 'body' | 'files'>): Shape['attachments'] {
  const listed = objectsOf(request.body.attachments);
  return request.files.map((file) => ({
    id: file.n,
    filename: stringOf(listed.find((one) => String(one.id) === file.n)?.filename) || file.name,
  }));
}

/** Every component of a tree, parents before children. */
export function allComponents(components: Json | undefined): readonly JsonObject[] {
  return objectsOf(components).flatMap((one) => [
    one,
    ...allComponents(one.components),
    ...allComponents([one.accessory ?? null, one.component ?? null]),
  ]);
}

/** Every string anywhere inside a value. */
export function allStrings(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(allStrings);
  return isObject(value) ? Object.values(value).flatMap(allStrings) : [];
}
