import type { Context } from 'hono';
import { readFields } from '#bot/api/read-fields.ts';
import type { Input, Options } from '#bot/commands/option.ts';
import { GIVEN_BYTES_MAX } from '#bot/ports/picture-intake.ts';
import { failure } from '#bot/text/say.ts';

/** The fields and files of a form (`multipart/form-data`), whose values are text whatever they mean. */
export async function readForm<All extends Options>(
  c: Context,
  fields: All,
): Promise<{ readonly fields: Input<All>; readonly files: ReadonlyMap<string, readonly Uint8Array[]> }> {
  const values: Record<string, unknown> = {};
  const files = new Map<string, Uint8Array[]>();
  for (const [name, value] of await formOf(c)) {
    const plain = name.replace(/\[\]$/, '');
    if (typeof value === 'string') values[plain] = fieldValue(value, fields[plain]?.kind);
    else files.set(plain, [...(files.get(plain) ?? []), await bytesOf(value)]);
  }
  return { fields: readFields(values, fields), files };
}

async function formOf(c: Context): Promise<FormData> {
  const type = c.req.header('content-type') ?? '';
  if (!type.startsWith('multipart/form-data')) throw failure('invalid', 'api.no-form', { type });
  try {
    return await c.req.formData();
  } catch (thrown) {
    if (thrown instanceof TypeError) throw failure('invalid', 'api.no-form', { type }, { cause: thrown });
    throw thrown;
  }
}

async function bytesOf(file: File): Promise<Uint8Array> {
  if (file.size > GIVEN_BYTES_MAX) throw failure('invalid', 'intake.bytes', { max: GIVEN_BYTES_MAX });
  return new Uint8Array(await file.arrayBuffer());
}

/** Text as what the field takes; what is no such thing stays text, to be refused by name. */
function fieldValue(text: string, kind: string | undefined): unknown {
  if ((kind === 'integer' || kind === 'number') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
