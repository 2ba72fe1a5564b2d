const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

const STYLES: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

/** The text of `<t:seconds:style>` in British English and UTC; style R is relative to `now`. */
export function timestampText(seconds: number, style: string, now: number): string {
  if (style === 'R') return relative(seconds - now / 1000);
  const options = STYLES[style] ?? STYLES.f!;
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(seconds * 1000);
}

/** When a message was written, as its header says: the time today, the date before. */
export function messageTime(at: number, now: number): string {
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  const time = timestampText(at / 1000, 't', now);
  if (day(at) === day(now)) return time;
  return day(at) === day(now - 24 * 3_600_000)
    ? `Yesterday at ${time}`
    : `${timestampText(at / 1000, 'd', now)} ${time}`;
}

function relative(seconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS.at(-1)!;
  return new Intl.RelativeTimeFormat('en-GB').format(Math.trunc(seconds / size), unit);
}
