import type { Context } from 'hono';
import type { Input, Options } from '#bot/commands/option.ts';
import { readInput } from '#bot/commands/read-input.ts';
import { failure, failureOf } from '#bot/text/say.ts';

/** The JSON body of a request by the fields that it may have; whatever else is in it is refused by name. */
export async function readJsonBody<All extends Options>(c: Context, fields: All): Promise<Input<All>> {
  return readFields(await jsonOf(c), fields);
}

/** The fields of an object, or a refusal that says everything that is wrong with them. */
export function readFields<All extends Options>(values: unknown, fields: All): Input<All> {
  const read = readInput(fields, { values, platform: 'api' });
  if (!read.ok) throw failureOf('invalid', read.problems);
  return read.input;
}

/** Whatever JSON a body holds. Throws `invalid` for what is none. */
export async function jsonOf(c: Context): Promise<unknown> {
  try {
    return await c.req.json();
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw failure('invalid', 'input.json');
    throw thrown;
  }
}
