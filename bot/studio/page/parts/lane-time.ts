import { boardLabel } from '#bot/studio/page/app/board-words.ts';
import { element } from '#bot/studio/page/app/element.ts';
import type { LanesCard } from '#bot/studio/server/operator-api.ts';

/** How much time lanes show, in milliseconds: the least that holds the whole plan. */
const HORIZONS = [60_000, 120_000, 240_000, 480_000, 1_200_000, 2_400_000, 3_600_000, 7_200_000] as const;

/** Marks on the axis, the first of which is now. */
const MARKS = 4;

/** The time that the lanes of this plan show. */
export function horizonOf({ lanes }: LanesCard): number {
  const end = Math.max(0, ...lanes.flatMap(({ blocks }) => blocks.map(({ untilMs }) => untilMs ?? 0)));
  return HORIZONS.find((ms) => ms >= end) ?? HORIZONS.at(-1)!;
}

/** The axis above the lanes. */
export function timeAxis() {
  const marks = Array.from({ length: MARKS + 1 }, () => element('span'));
  const place = element('p', { class: 'axis small-text', 'aria-hidden': 'true' }, ...marks);
  return {
    element: place,
    show(horizonMs: number, hasLanes: boolean) {
      place.hidden = !hasLanes;
      for (const [at, mark] of marks.entries()) mark.textContent = timeText((horizonMs * at) / MARKS);
    },
  };
}

function timeText(ms: number): string {
  if (ms === 0) return boardLabel('board.now');
  const seconds = ms / 1000;
  return seconds % 60 === 0
    ? boardLabel('board.minutes', { count: seconds / 60 })
    : boardLabel('board.seconds', { count: seconds });
}
