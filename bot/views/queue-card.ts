import type { JobView } from '#bot/domain/job.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import type { Card } from '#bot/views/card.ts';
import { jobHeading } from '#bot/views/job-heading.ts';
import { panelOf } from '#bot/views/job-panel.ts';
import { rendererBoard } from '#bot/views/renderer-board.ts';
import { counted } from '#bot/views/text.ts';

/** Jobs listed in one card, and characters of a prompt in it. */
const LISTED_MAX = 10;
const PROMPT_MAX = 80;

/** Who waits, who is drawn, and who draws. Prompts of other servers stay private: of those only the place is shown. */
export function queueCard(
  views: readonly JobView[],
  { renderers, serverId }: { readonly renderers: readonly RendererSnapshot[]; readonly serverId: string },
): Card {
  const drawn = views.filter(({ job }) => job.state.kind === 'rendering');
  const waiting = views.filter(({ job }) => job.state.kind === 'queued');
  const lines = [...drawn, ...waiting].slice(0, LISTED_MAX).map((view) => jobLine(view, serverId));
  const more = drawn.length + waiting.length - lines.length;
  return {
    heading: 'The queue',
    paragraphs: [
      summary(drawn.length, waiting.length),
      ...lines,
      ...(more > 0 ? [`And ${counted(more, 'more job')}.`] : []),
    ],
    fields: rendererBoard(renderers).fields,
  };
}

function summary(drawn: number, waiting: number): string {
  if (drawn + waiting === 0) return 'Nothing waits. What you ask for now is drawn at once.';
  return `${counted(drawn, 'job')} drawn now, ${counted(waiting, 'job')} waiting.`;
}

function jobLine(view: JobView, serverId: string): string {
  const { job } = view;
  const isOurs = job.place.serverId === serverId;
  const what = isOurs ? jobHeading(job, { charactersMax: PROMPT_MAX }) : 'A job of another server';
  return `${what}\n-# ${panelOf(view).status}`;
}
