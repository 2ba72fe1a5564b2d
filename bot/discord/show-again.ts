import type { JobCopy } from '#bot/commands/command.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import { markdownOf } from '#bot/discord/markdown.ts';
import { messageLink } from '#bot/discord/message-link.ts';
import { composePanel, NOTHING_YET } from '#bot/discord/panel/compose-panel.ts';
import { type DiscordMessage, textParts } from '#bot/discord/panel/panel-message.ts';
import { isOver } from '#bot/discord/panel/panel-state.ts';
import type { JobView } from '#bot/domain/job.ts';
import { writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Message } from '#shared/text/message.ts';

type Showing = Pick<Invocation, 'answer' | 'jobs' | 'clock' | 'reader' | 'bytesMax'>;

/** Shows who asks for it a job that was asked for before: where its message is, and what came of it. */
export async function showAgain(view: JobView, showing: Showing): Promise<void> {
  const { answer, reader } = showing;
  const said = say('pick.shown', { url: messageLink(view.job) });
  if (!isOver(view)) return answer.say(markdownOf(writerOf(reader.language).rich(said)));
  await answer.showPrivately(await panelCopy(view, { ...showing, said: [said] }));
}

/** Shows a job once more, to who asks or to the channel. */
export async function showCopy(
  { view, forAll, review }: JobCopy,
  showing: Showing & Pick<Invocation, 'serverLanguage'>,
): Promise<void> {
  const { answer, reader, serverLanguage } = showing;
  const url = messageLink(view.job);
  const said = url === '' ? [] : [say('show.from', { url })];
  if (review) {
    await answer.showPrivately(await reviewCopy(view, review, showing));
    return;
  }
  const language = forAll ? serverLanguage(view.job.place.serverId) : reader.language;
  const copy = await panelCopy(view, { ...showing, reader: { ...reader, language }, said });
  if (forAll) await answer.show(copy);
  else await answer.showPrivately(copy);
}

/** Pictures that nobody else sees, with the buttons of who decides. */
async function reviewCopy(
  { job, progress }: JobView,
  { asker, why }: NonNullable<JobCopy['review']>,
  showing: Showing,
): Promise<DiscordMessage> {
  const { review: _, ...shown } = job;
  const jobs = { ...showing.jobs, pictures: (jobId: string) => showing.jobs.reviews.pictures(asker, jobId) };
  const said = [why, say('show.from', { url: messageLink(job) })];
  return panelCopy({ job: shown, progress }, { ...showing, jobs, said, review: true });
}

/** A job's panel as a message of its own, in the language of who reads it, with sentences above. */
export async function panelCopy(
  view: JobView,
  {
    jobs,
    clock,
    reader,
    bytesMax,
    said,
    review,
  }: Omit<Showing, 'answer'> & { readonly said: readonly Message[]; readonly review?: true },
): Promise<DiscordMessage> {
  const { language } = reader;
  const message = await composePanel(view, {
    ...{ jobs, clock, bytesMax, ...NOTHING_YET },
    ...(review && { review }),
    serverLanguage: () => language,
  });
  const above = said.flatMap((each) => textParts(markdownOf(writerOf(language).rich(each))));
  return { ...message, body: { ...message.body, components: [...above, ...message.body.components] } };
}
