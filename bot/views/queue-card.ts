import { isWaiting, type Job, type JobView } from '#bot/domain/job.ts';
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

/** For whom the queue is shown. */
interface Asked {
  /** Where it is shown. */
  readonly serverId: string;
  /** Whether who asks may see what was written there. */
  readonly mayRead: (job: Job) => boolean;
  readonly reader: Reader;
}

/** Who waits, who is drawn, and who draws. Of jobs that who asks may not read, only how far they are is shown. */
export function queueCard(
  views: readonly JobView[],
  { renderers, ...asked }: Asked & { readonly renderers: readonly RendererSnapshot[] },
): Card {
  const { reader } = asked;
  const { rich } = writerOf(reader.language);
  const drawn = views.filter((view) => view.job.state.kind === 'rendering' && !isWaiting(view));
  const waiting = views.filter(isWaiting);
  const lines = [...drawn, ...waiting].slice(0, LISTED_MAX).map((view) => jobLine(view, asked));
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

function jobLine({ job, progress }: JobView, { serverId, mayRead, reader }: Asked): RichText {
  if (mayRead(job)) {
    return linesOf([
      jobHeading(job, { charactersMax: PROMPT_MAX }),
      [small(panelOf({ job, progress }, reader).status)],
    ]);
  }
  const where = say(job.place.serverId === serverId ? 'queue.other-channel' : 'queue.elsewhere');
  // Why a job waits may name what was asked for.
  const status = panelOf({ job, progress: { ...progress, waitingFor: null } }, reader).status;
  return linesOf([writerOf(reader.language).rich(where), [small(status)]]);
}
