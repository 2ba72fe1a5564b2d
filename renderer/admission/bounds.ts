import { Failure } from '#shared/failure.ts';

export interface Bounds {
  readonly from: number;
  readonly to: number;
}

/** The number itself; throws `invalid` when it is not whole or lies outside. */
export function whole(name: string, value: number, { from, to }: Bounds): number {
  if (!Number.isInteger(value) || value < from || value > to) {
    throw wrong(name, `a whole number from ${from} to ${to}`, value);
  }
  return value;
}

/** A float that crossed the wire carries 24 bits: 1.2 arrives as 1.2000000476837158. The shortest text for it is meant. */
export function bounded(name: string, value: number, { from, to }: Bounds): number {
  if (!(value >= from && value <= to)) throw wrong(name, `a number from ${from} to ${to}`, value);
  return Number(value.toPrecision(7));
}

/** A share of something: above 0, up to 1. */
export function share(name: string, value: number): number {
  if (!(value > 0 && value <= 1)) throw wrong(name, 'a number above 0, up to 1', value);
  return bounded(name, value, { from: 0, to: 1 });
}

/** The end of a sentence that names what there is. */
export function oneOf(things: readonly { readonly name: string }[]): string {
  const names = things.map(({ name }) => name).join(', ');
  return names === '' ? 'there is none here' : `it must be one of ${names}`;
}

/** What is thrown for a value outside its limits. */
export function wrong(name: string, limit: string, given: string | number): Failure {
  return new Failure('invalid', `Cannot render: ${name} must be ${limit}, given ${given}`);
}

/** A name from outside, short enough for a sentence. */
export function shown(name: string): string {
  return name === '' ? 'none' : JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
}
