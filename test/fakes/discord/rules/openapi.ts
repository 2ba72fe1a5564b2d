import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { isObject, type Json, type JsonObject, objectOf } from '#test/fakes/discord/json.ts';
import { unknownKeys } from '#test/fakes/discord/rules/unknown-keys.ts';

/** Where Discord's description lies when nobody says otherwise: beside the repository. */
export const OPENAPI_FILE = fileURLToPath(new URL('../../../../../shared/discord/openapi.json', import.meta.url));

/** An operation as the description names it. */
export interface Operation {
  readonly method: string;
  readonly template: string;
}

/** Discord's own description of its API as a judge over bodies. Compiles only what it is asked about. */
export interface Openapi {
  /** Breaches of the request schema, one sentence each. */
  checkRequest(operation: Operation, body: Json): readonly string[];
  /** Rule 15: keys that no schema of the operation knows. */
  checkKeys(operation: Operation, body: Json): readonly string[];
  /** Breaches of the response schema for this status; none where the description is silent. */
  checkAnswer(operation: Operation, status: number, body: Json): readonly string[];
}

const open = new Map<string, Openapi | null>();

/** Reads a description once per process; null, with one loud line on stderr, when the file is not there. */
export function openOpenapi(file: string): Openapi | null {
  const known = open.get(file);
  if (known !== undefined) return known;
  const found = existsSync(file) ? createOpenapi(JSON.parse(readFileSync(file, 'utf8')) as JsonObject) : null;
  if (!found) process.stderr.write(`The fake Discord checks no body against the OpenAPI description: no ${file}\n`);
  open.set(file, found);
  return found;
}

function createOpenapi(description: JsonObject): Openapi {
  const spec = withCorrections(description);
  const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false, allErrors: false });
  ajv.addSchema(spec, 'discord');
  const validators = new Map<string, ValidateFunction | null>();

  return {
    checkRequest: ({ method, template }, body) => {
      // OAuth 2 is a standard of its own: Discord's description leaves it out.
      if (lookUp(spec, ['paths', template]) === undefined) return [];
      const pointer = requestPointer(method, template);
      return lookUp(spec, pointer) === undefined ? unexpectedBody(body) : breaches(pointer, body);
    },
    checkKeys: ({ method, template }, body) => {
      const schema = lookUp(spec, requestPointer(method, template));
      return schema === undefined ? [] : unknownKeys(spec, schema, body);
    },
    checkAnswer: ({ method, template }, status, body) => {
      const responses = ['paths', template, method.toLowerCase(), 'responses', String(status)];
      const pointer = [...responses, 'content', 'application/json', 'schema'];
      return lookUp(spec, pointer) === undefined ? [] : breaches(pointer, body);
    },
  };

  function breaches(pointer: readonly string[], body: Json): readonly string[] {
    const reference = `discord#/${pointer.map(escapePointer).join('/')}`;
    const validator = validators.get(reference) ?? ajv.getSchema(reference) ?? null;
    validators.set(reference, validator);
    if (!validator || validator(body)) return [];
    const deepest = [...(validator.errors ?? [])].sort((a, b) => b.instancePath.length - a.instancePath.length);
    return deepest.slice(0, 3).map((error) => `${error.instancePath || 'body'} ${error.message ?? 'is wrong'}`);
  }
}

function requestPointer(method: string, template: string): readonly string[] {
  return ['paths', template, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema'];
}

function unexpectedBody(body: Json): readonly string[] {
  return body === null || (isObject(body) && Object.keys(body).length === 0) ? [] : ['this operation takes no body'];
}

function lookUp(spec: JsonObject, pointer: readonly string[]): Json | undefined {
  return pointer.reduce<Json | undefined>((node, key) => objectOf(node)[key], spec);
}

function escapePointer(key: string): string {
  return encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/**
 * Where the description and the documentation differ, the documentation wins: permissions travel as strings, and a
 * deferred reply answers its message too when asked for it.
 */
function withCorrections(description: JsonObject): JsonObject {
  const spec = structuredClone(description) as Record<string, Json>;
  const schemas = objectOf(objectOf(spec.components).schemas);
  for (const name of ['ApplicationCommandUpdateRequest', 'ApplicationCommandCreateRequest']) {
    const properties = objectOf(objectOf(schemas[name]).properties) as Record<string, Json>;
    if (properties.default_member_permissions) properties.default_member_permissions = { type: PERMISSION_TYPES };
  }
  const resource = objectOf(objectOf(schemas.CreateMessageInteractionCallbackResponse).properties);
  const type = objectOf(resource.type) as Record<string, Json>;
  if (type.enum) type.enum = [4, 5];
  return spec;
}

const PERMISSION_TYPES: readonly string[] = ['integer', 'string', 'null'];
