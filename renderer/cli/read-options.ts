import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads options and nothing else. Throws `invalid` with one sentence. */
export function readOptions<Known extends Options>(words: readonly string[], options: Known) {
  try {
    return parseArgs({ args: [...words], options, strict: true, allowPositionals: false }).values;
  } catch (thrown) {
    const [problem = ''] = (thrown as Error).message.split('. ');
    throw failure('invalid', 'command.unreadable', { problem });
  }
}

/** What a number of an option must be. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

/** The number that an option has; null where it was not said. Throws `invalid` for another one. */
export function numberOption(option: string, text: string | undefined, { from, to }: NumberRange): number | null {
  if (text === undefined) return null;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= from && value <= to) return value;
  throw wrongOption(option, message('limit.number', { from, to }), JSON.stringify(text));
}

/** Likewise for a whole number. */
export function wholeOption(option: string, text: string | undefined, range: NumberRange): number | null {
  const value = numberOption(option, text, range);
  if (value === null || Number.isInteger(value)) return value;
  throw wrongOption(option, message('limit.whole', range), JSON.stringify(text));
}

/** The file of an option that must be said. */
export function fileOption(option: string, text: string | undefined): string {
  if (text) return text;
  throw wrongOption(option, message('limit.file'), message('given.none'));
}

/** An option that cannot be followed. */
export function wrongOption(option: string, limit: Message, given: string | Message): Failure {
  return failure('invalid', 'command.option', { option, limit, given });
}
