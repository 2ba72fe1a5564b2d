import { isWaiting, type JobView } from '#bot/domain/job.ts';
import { STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import type { LaneBlock, LanesCard, WaitingCard } from '#bot/studio/server/operator-api.ts';
import type { Reader } from '#bot/text/languages.ts';
import { panelOf } from '#bot/views/job-panel.ts';
import { plainText } from '#shared/text/rich.ts';

/** Jobs that are shown; the rest of a long queue is beyond every lane. */
const SHOWN_MAX = 100;

/**
 * Open jobs, in the order in which they are drawn, by the machine that draws them or would. Of jobs of other places
 * nobody reads the words. What is planned begins when what is before it in its lane ends.
 */
export function lanesCard(
  views: readonly JobView[],
  { machines, reader }: { readonly machines: readonly string[]; readonly reader: Reader },
): LanesCard {
  const shown = views.slice(0, SHOWN_MAX);
  const lanes = machines.map((machine) => ({ machine, blocks: blocksOf(shown.filter((view) => isAt(view, machine))) }));
  const waiting = shown.filter(isWaiting).map((view): WaitingCard => {
    return { ...seenOf(view), why: plainText(panelOf(view, reader).status) };
  });
  return { lanes: lanes.filter(({ blocks }) => blocks.length > 0), waiting };
}

function isAt({ job, progress }: JobView, machine: string): boolean {
  return job.state.kind === 'rendering' ? job.state.rendererId === machine : progress.plannedAt === machine;
}

function blocksOf(views: readonly JobView[]): readonly LaneBlock[] {
  let freeMs = 0;
  return views.map((view) => {
    const { step, steps, etaMs } = view.progress;
    const isDrawn = !isWaiting(view);
    const fromMs = isDrawn ? 0 : freeMs;
    const untilMs = etaMs === null ? null : Math.max(fromMs, etaMs);
    freeMs = Math.max(freeMs, untilMs ?? freeMs);
    return { ...seenOf(view), isDrawn, fromMs, untilMs, full: isDrawn && steps > 0 ? step / steps : 0 };
  });
}

function seenOf({ job }: JobView): Pick<LaneBlock, 'id' | 'title'> {
  const isOwn = job.place.platform === STUDIO_PLACE.platform;
  return isOwn ? { id: job.id, title: job.settled.order.prompt } : { id: null, title: null };
}
