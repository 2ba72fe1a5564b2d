import type { FailureCode } from '#shared/failure.ts';

/** "about 8 s", "about 2 min", "about 3 h": no more exact than an estimate can be. */
export function about(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 90) return `about ${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `about ${minutes} min` : `about ${Math.round(minutes / 60)} h`;
}

/** "0.14 s", "1.2 s", "34 s", "2 min 5 s": time that was measured. */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 1) return `${Math.max(0.01, seconds).toFixed(2)} s`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** A number without zeros that say nothing: 1, 1.5, 0.05. */
export function plainNumber(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** "Next in line", "Second in line", "12th in line": `ahead` jobs come first. */
export function placeInLine(ahead: number): string {
  const place = ORDINALS[ahead] ?? `${ahead + 1}${suffixOf(ahead + 1)}`;
  return `${place} in line`;
}

const ORDINALS = ['Next', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth', 'Ninth', 'Tenth'];

function suffixOf(place: number): string {
  if (place % 100 >= 11 && place % 100 <= 13) return 'th';
  return { 1: 'st', 2: 'nd', 3: 'rd' }[place % 10] ?? 'th';
}

/** "1 picture", "4 pictures". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** What the member can do about a failure; null where the reason says it already. */
export function adviceFor(code: FailureCode): string | null {
  switch (code) {
    case 'invalid':
      return 'Change it with ✏️ Edit';
    case 'denied':
      return null;
    case 'not-found':
      return 'Choose another style or model with ✏️ Edit';
    case 'already-exists':
    case 'superseded':
    case 'cancelled':
      return '🔁 Try again asks for it once more';
    case 'exhausted':
    case 'unavailable':
    case 'unsupported':
      return 'Wait a moment, then use 🔁 Try again';
    case 'internal':
      return '🔁 Try again may help; the operator finds the details in the log';
  }
}

/** Every fixed sentence of the panel. */
export const PANEL_TEXT = {
  inQueue: 'In the queue',
  waiting: 'Waiting',
  requeued: 'Back in line, as the renderer stopped',
  gettingReady: 'Getting ready',
  finishing: 'Finishing',
  failed: 'This did not work',
  cancelledByOwner: 'Cancelled',
  cancelledByOther: 'Cancelled by a moderator',
  deleted: 'Deleted',
  deletedHeading: 'This picture was deleted',
  picturesGone: 'The pictures are not stored any more',
  secondAttempt: 'The first renderer stopped, so it is drawn again with the same seed',
  demoHint: 'The demo model draws storybook scenes only; /help says how to add a real one',
} as const;
