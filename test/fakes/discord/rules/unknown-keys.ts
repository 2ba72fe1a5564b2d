import { isObject, type Json, type JsonObject, objectOf, stringOf } from '#test/fakes/discord/json.ts';

/** Names that discord.js always sends, or that are newer than the description. They mean nothing or are allowed. */
const TOLERATED = new Set(['tts', 'nonce', 'enforce_nonce', 'file_types', 'animated']);

/**
 * Keys of a body that no fitting schema knows: the description itself lets every misspelt key pass. Of several
 * alternatives only those count whose fixed values (like a component's `type`) the body has.
 */
export function unknownKeys(spec: JsonObject, schema: Json, body: Json, path = ''): readonly string[] {
  if (Array.isArray(body)) {
    const items = alternatives(spec, schema).flatMap((one) => (one.items === undefined ? [] : [one.items]));
    return body.flatMap((value, index) => inside(spec, items, value, `${path}/${index}`));
  }
  if (!isObject(body)) return [];
  const fitting = alternatives(spec, schema).filter((one) => one.properties && sameConstants(spec, one, body));
  if (fitting.length === 0 || fitting.some((one) => one.additionalProperties)) return [];
  return Object.entries(body).flatMap(([key, value]) => {
    const schemas = fitting.flatMap((one) => objectOf(one.properties)[key] ?? []);
    if (schemas.length > 0) return inside(spec, schemas, value ?? null, `${path}/${key}`);
    return TOLERATED.has(key) ? [] : [`${path}/${key} is no field of this operation`];
  });
}

function inside(spec: JsonObject, schemas: readonly Json[], value: Json, path: string): readonly string[] {
  return schemas.length === 0 ? [] : unknownKeys(spec, { oneOf: schemas }, value, path);
}

/** The plain schemas behind references and combinations. */
function alternatives(spec: JsonObject, schema: Json): readonly JsonObject[] {
  const own = resolved(spec, schema);
  const parts = [own.oneOf, own.anyOf, own.allOf].flatMap((part) => (Array.isArray(part) ? part : []));
  return [own, ...parts.flatMap((part) => alternatives(spec, part))];
}

/** The schema, or the one it refers to. */
function resolved(spec: JsonObject, schema: Json | undefined): JsonObject {
  const reference = stringOf(objectOf(schema).$ref);
  if (!reference) return objectOf(schema);
  const keys = reference.slice(2).split('/');
  return resolved(
    spec,
    keys.reduce<Json | undefined>((node, key) => objectOf(node)[key], spec),
  );
}

function sameConstants(spec: JsonObject, schema: JsonObject, body: JsonObject): boolean {
  return Object.entries(objectOf(schema.properties)).every(([key, property]) => {
    const value = body[key];
    const own = resolved(spec, property);
    if (value === undefined || value === null) return true;
    return own.const === undefined ? !Array.isArray(own.enum) || own.enum.includes(value) : own.const === value;
  });
}
