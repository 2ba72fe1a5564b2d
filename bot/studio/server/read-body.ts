import type { Input, Options } from '#bot/commands/option.ts';
import { readInput } from '#bot/commands/read-input.ts';
import { failure, failureOf } from '#bot/text/say.ts';

/** A JSON object that has not been looked at. */
type Unread = Readonly<Record<string, unknown>>;

/** The body of a request by the fields that it may have; whatever else is in it is refused by name. */
export async function readBody<All extends Options>(
  request: { json(): Promise<unknown> },
  fields: All,
): Promise<Input<All>> {
  return readFields(await readJson(request), fields);
}

/**
 * The body of a request that carries what a command is given beside fields of its own: `{"input": {…}, …}`. The input is
 * read by the command.
 */
export async function readCommandBody<All extends Options>(
  request: { json(): Promise<unknown> },
  fields: All,
): Promise<{ readonly input: unknown; readonly fields: Input<All> }> {
  const body = await readJson(request);
  if (typeof body !== 'object' || body === null || !('input' in body)) {
    return { input: {}, fields: readFields(body, fields) };
  }
  const { input, ...others }: Unread = { ...body };
  return { input, fields: readFields(others, fields) };
}

/** The fields of an object, or a refusal that says everything that is wrong with them. */
export function readFields<All extends Options>(values: unknown, fields: All): Input<All> {
  const read = readInput(fields, { values, platform: 'studio' });
  if (!read.ok) throw failureOf('invalid', read.problems);
  return read.input;
}

/** Whatever JSON a body holds. Throws `invalid` for what is none. */
export async function readJson(request: { json(): Promise<unknown> }): Promise<unknown> {
  try {
    return await request.json();
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw failure('invalid', 'input.json');
    throw thrown;
  }
}
