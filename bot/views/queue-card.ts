import type { JobView } from '#bot/domain/job.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card } from '#bot/views/card.ts';
import { jobHeading } from '#bot/views/job-heading.ts';
import { panelOf } from '#bot/views/job-panel.ts';
import { rendererBoard } from '#bot/views/renderer-board.ts';
import type { Message } from '#shared/text/message.ts';
import { linesOf, type RichText, small } from '#shared/text/rich.ts';

/** Jobs listed in one card, and characters of a prompt in it. */
const LISTED_MAX = 10;
const PROMPT_MAX = 80;

/** Who waits, who is drawn, and who draws. Prompts of other servers stay private: of those only the place is shown. */
export function queueCard(
  views: readonly JobView[],
  {
    renderers,
    serverId,
    reader,
  }: { readonly renderers: readonly RendererSnapshot[]; readonly serverId: string; readonly reader: Reader },
): Card {
  const { rich } = writerOf(reader.language);
  const drawn = views.filter(({ job }) => job.state.kind === 'rendering');
  const waiting = views.filter(({ job }) => job.state.kind === 'queued');
  const lines = [...drawn, ...waiting].slice(0, LISTED_MAX).map((view) => jobLine(view, { serverId, reader }));
  const more = drawn.length + waiting.length - lines.length;
  return {
    heading: rich(say('queue.heading')),
    paragraphs: [
      rich(summary(drawn.length, waiting.length)),
      ...lines,
      ...(more > 0 ? [rich(say('queue.more', { count: more }))] : []),
    ],
    fields: rendererBoard(renderers, reader).fields,
  };
}

function summary(drawn: number, waiting: number): Message {
  return drawn + waiting === 0 ? say('queue.empty') : say('queue.summary', { drawn, waiting });
}

function jobLine(
  view: JobView,
  { serverId, reader }: { readonly serverId: string; readonly reader: Reader },
): RichText {
  const { job } = view;
  const isOurs = job.place.serverId === serverId;
  const what = isOurs
    ? jobHeading(job, { charactersMax: PROMPT_MAX })
    : writerOf(reader.language).rich(say('queue.elsewhere'));
  return linesOf([what, [small(panelOf(view, reader).status)]]);
}
