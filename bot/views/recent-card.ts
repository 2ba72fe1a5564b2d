import type { Job, JobView } from '#bot/domain/job.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card, Pages } from '#bot/views/card.ts';
import { plainPrompt } from '#bot/views/job-heading.ts';
import { panelOf } from '#bot/views/job-panel.ts';
import { cut } from '#shared/text/cut.ts';
import { joinRich, link, plainNode } from '#shared/text/rich.ts';

/** Jobs on one page: Discord shows ten pictures side by side. */
const LISTED_MAX = 10;

/** Characters of a prompt in the list. */
const PROMPT_MAX = 120;

/** One of the jobs of a member, by its number from the newest, which is 1. */
export interface NumberedJob {
  readonly number: number;
  readonly view: JobView;
}

/** Those of the jobs that a page shows, newest first; the last page where there are not as many. */
export function recentPage(
  views: readonly JobView[],
  asked: number,
): { readonly pages: Pages; readonly shown: readonly NumberedJob[] } {
  const count = Math.max(1, Math.ceil(views.length / LISTED_MAX));
  const page = Math.min(asked, count);
  const numbered = views.map((view, at) => ({ number: at + 1, view }));
  return { pages: { page, count }, shown: numbered.slice((page - 1) * LISTED_MAX, page * LISTED_MAX) };
}

/** What a member drew last: what was asked for, what came of it, and the way there. */
export function recentCard(
  shown: readonly NumberedJob[],
  {
    name,
    count,
    reader,
    linkTo,
  }: {
    readonly name: string;
    readonly count: number;
    readonly reader: Reader;
    readonly linkTo: (job: Job) => string;
  },
): Card {
  const { rich, say: words } = writerOf(reader.language);
  return {
    heading: rich(say('recent.heading', { name, count })),
    paragraphs: [rich(say('recent.how'))],
    fields: shown.map(({ number, view }) => {
      const url = linkTo(view.job);
      const way = url === '' ? [] : [link(words(say('recent.there')), url)];
      return {
        name: [plainNode(`${number} · ${cut(plainPrompt(view.job), PROMPT_MAX)}`)],
        value: joinRich([panelOf(view, reader).status, way], ' · '),
      };
    }),
  };
}
