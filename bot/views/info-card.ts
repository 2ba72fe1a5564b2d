import type { Job, JobView } from '#bot/domain/job.ts';
import type { Parameters } from '#bot/prompt/read-parameters.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card, CardField } from '#bot/views/card.ts';
import { jobHeading } from '#bot/views/job-heading.ts';
import { panelOf } from '#bot/views/job-panel.ts';
import { oneLine } from '#bot/views/one-line.ts';
import { settingsText } from '#bot/views/settings-text.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message, Writer } from '#shared/text/message.ts';
import { code, joinRich, linesOf, link, plainNode, type RichText, strong } from '#shared/text/rich.ts';

/** Characters of a prompt in the heading and in a line about a relative, and of the settings. */
const HEADING_MAX = 200;
const RELATIVE_MAX = 60;
const SETTINGS_MAX = 1500;

/** Jobs that came of one, as many as are listed. */
export const CHILDREN_LISTED = 8;

/** A job with what it came of and what came of it. */
export interface Lineage {
  readonly view: JobView;
  readonly parent: Job | null;
  /** Newest first. */
  readonly children: readonly Job[];
}

/** Everything to know about a job: its settings as text to copy, what it came of, and what came of it. */
export function infoCard(
  { view, parent, children }: Lineage,
  { reader, linkTo }: { readonly reader: Reader; readonly linkTo: (job: Job) => string },
): Card {
  const writer = writerOf(reader.language);
  const { job } = view;
  const text = settingsText(job);
  const field = (name: Message, value: RichText): CardField => ({ name: writer.rich(name), value });
  const relative = (each: Job) => relativeLine(each, { url: linkTo(each), writer });
  const { status, footer } = panelOf(view, reader);
  return {
    heading: jobHeading(job, { charactersMax: HEADING_MAX }),
    paragraphs: [status],
    fields: [
      field(say('info.settings'), footer),
      ...(text === null ? [] : [field(say('info.as-text'), [code(cut(text, SETTINGS_MAX))])]),
      ...(parent ? [field(say('info.from'), relative(parent))] : []),
      ...(children.length > 0 ? [field(say('info.became'), linesOf(children.map(relative)))] : []),
      field(say('info.id'), [code(job.id)]),
    ],
  };
}

/** What a picture from elsewhere says of itself, as a prompt to copy. */
export function parametersCard(parameters: Parameters, { language }: Pick<Reader, 'language'>): Card {
  const {
    prompt,
    negative,
    steps,
    guidance,
    seed,
    sampler,
    size,
    model,
    controls = [],
    imagePrompts = null,
  } = parameters;
  const writer = writerOf(language);
  const settings = [
    size && `--width ${size.width} --height ${size.height}`,
    steps !== null && `--steps ${steps}`,
    guidance !== null && `--guidance ${guidance}`,
    seed !== null && `--seed ${seed}`,
    negative !== '' && `--no ${negative}`,
  ].filter((each) => typeof each === 'string');
  const followed = controls.map(({ network, weight, from, to }) => {
    const isAll = (from ?? 0) === 0 && (to ?? 1) === 1;
    return ['ControlNet', network, weight, isAll ? null : `${from ?? 0}–${to ?? 1}`]
      .filter((part) => part !== null)
      .join(' ');
  });
  const like = imagePrompts === null ? [] : [`IP-Adapter ${imagePrompts}`];
  const line = [sampler, model, ...followed, ...like].filter((each) => each !== null).join(' · ');
  return {
    heading: [strong(cut(oneLine(prompt), HEADING_MAX))],
    paragraphs: line === '' ? [] : [[plainNode(line)]],
    fields: [
      {
        name: writer.rich(say('info.as-text')),
        value: [code(cut(oneLine([prompt, ...settings].join(' ')), SETTINGS_MAX))],
      },
    ],
  };
}

/** What was asked for, by whom, with the way there. */
function relativeLine(job: Job, { url, writer }: { readonly url: string; readonly writer: Writer }): RichText {
  const words = cut(writer.say(say(`task-kind.${job.settled.task.kind}`)), RELATIVE_MAX);
  const what = url === '' ? plainNode(words) : link(words, url);
  return joinRich([[what], jobHeading(job, { charactersMax: RELATIVE_MAX })], ' · ');
}
