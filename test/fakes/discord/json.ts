/** Anything JSON can say. A body from outside stays this until something has looked at it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object as JSON has it; a missing key reads as undefined. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** True for a JSON object, false for arrays, null and scalars. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; an empty one when it is none. */
export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The objects of an array; empty when it is none. */
export function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The value as a string; empty when it is none. */
export function stringOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The value as a number; 0 when it is none. */
export function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}
