import type { Failure } from '#shared/failure.ts';
import { cut } from '#shared/text/cut.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

export interface Bounds {
  readonly from: number;
  readonly to: number;
}

/** The number itself; throws `invalid` when it is not whole or lies outside. */
export function whole(field: Message, value: number, { from, to }: Bounds): number {
  if (!Number.isInteger(value) || value < from || value > to) {
    throw wrong(field, message('limit.whole', { from, to }), value);
  }
  return value;
}

/** A float that crossed the wire carries 24 bits: 1.2 arrives as 1.2000000476837158. The shortest text for it is meant. */
export function bounded(field: Message, value: number, { from, to }: Bounds): number {
  if (!(value >= from && value <= to)) throw wrong(field, message('limit.number', { from, to }), value);
  return Number(value.toPrecision(7));
}

/** A share of something: above 0, up to 1. */
export function share(field: Message, value: number): number {
  if (!(value > 0 && value <= 1)) throw wrong(field, message('limit.share'), value);
  return bounded(field, value, { from: 0, to: 1 });
}

/** What is thrown for a value outside its limits. */
export function wrong(field: Message, limit: Message, given: string | number | Message): Failure {
  return failure('invalid', 'request.wrong', { field, limit, given });
}

/** A name from outside, short enough for a sentence. */
export function shown(name: string): string | Message {
  return name === '' ? message('given.none') : JSON.stringify(cut(name, 61));
}
