import type { Failure } from '#shared/failure.ts';
import { cut } from '#shared/text/cut.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** A scheduler_config.json that is an object; nothing in it is checked. Null counts as not said, as in diffusers. */
export type SchedulerConfig = Readonly<Record<string, unknown>>;

/** The value, if it is one of these; null where the file is silent. Throws `invalid` for another. */
export function oneOf<T extends string>(config: SchedulerConfig, key: string, allowed: readonly T[]): T | null {
  const value = config[key] ?? null;
  if (value === null) return null;
  const found = allowed.find((name) => name === value);
  if (!found) throw wrongSetting(key, { wanted: message('setting.one-of', { known: allowed }), value });
  return found;
}

/** True or false. */
export function flag(config: SchedulerConfig, key: string, fallback: boolean): boolean {
  const value = config[key] ?? fallback;
  if (typeof value !== 'boolean') throw wrongSetting(key, { wanted: message('setting.flag'), value });
  return value;
}

/** The same; null where the file is silent. */
export function optionalFlag(config: SchedulerConfig, key: string): boolean | null {
  return (config[key] ?? null) === null ? null : flag(config, key, false);
}

/** A whole number within bounds; COUNT_MAX if nothing less is said. */
export function integer(
  config: SchedulerConfig,
  key: string,
  { least, most = COUNT_MAX, fallback }: { least: number; most?: number; fallback: number },
): number {
  const value = config[key] ?? fallback;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw wrongSetting(key, { wanted: message('setting.whole', { from: least, to: most }), value });
  }
  return value;
}

/** A number between 0 and 1, without them. */
export function fraction(config: SchedulerConfig, key: string, fallback: number): number {
  const value = config[key] ?? fallback;
  if (typeof value !== 'number' || !(value > 0 && value < 1)) {
    throw wrongSetting(key, { wanted: message('setting.fraction'), value });
  }
  return value;
}

/** A finite number above 0. */
export function positive(config: SchedulerConfig, key: string, fallback: number): number {
  const value = config[key] ?? fallback;
  if (typeof value !== 'number' || !(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw wrongSetting(key, { wanted: message('setting.positive'), value });
  }
  return value;
}

/** The same; null where the file is silent. */
export function optionalPositive(config: SchedulerConfig, key: string): number | null {
  return (config[key] ?? null) === null ? null : positive(config, key, 1);
}

/** Timesteps, and steps that a file may set off by. */
export const COUNT_MAX = 100_000;

/** Of a setting that has no such value. */
export function wrongSetting(key: string, { wanted, value }: { wanted: string | Message; value: unknown }): Failure {
  return unusableScheduler(message('setting.wrong', { key, wanted, given: shown(value) }));
}

/** Of a file that cannot be followed, for this reason. */
export function unusableScheduler(reason: Message): Failure {
  return failure('invalid', 'scheduler.unusable', { reason });
}

/** As JSON, at most some characters of it: a file may hold anything. */
function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : String(JSON.stringify(value));
  return cut(text, SHOWN_MAX + 1);
}

const SHOWN_MAX = 100;
