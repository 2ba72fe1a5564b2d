import { messageLink } from '#bot/discord/message-link.ts';
import { isLastChance } from '#bot/discord/panel/last-words.ts';
import type { EditPace } from '#bot/discord/panel/next-edit.ts';
import { type DiscordMessage, panelMessage } from '#bot/discord/panel/panel-message.ts';
import { isOver, type PanelState } from '#bot/discord/panel/panel-state.ts';
import type { PanelWriter } from '#bot/discord/panel/panel-writer.ts';
import { type ReadyPicture, readyPictures } from '#bot/discord/panel/ready-pictures.ts';
import { isPrivate, isWaiting, type JobView, type PanelAddress } from '#bot/domain/job.ts';
import { numberParts } from '#bot/image/number-parts.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { writerOf } from '#bot/text/languages.ts';
import { type Language, languageOf } from '#bot/text/locale.ts';
import { say } from '#bot/text/say.ts';
import { panelOf } from '#bot/views/job-panel.ts';
import { NUMBERED_PARTS, type Panel, type PanelPicture } from '#bot/views/panel.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';
import { joinRich, link, type RichText } from '#shared/text/rich.ts';

/** What keeping panels takes. */
export interface PanelSyncOptions {
  readonly jobs: JobService;
  readonly writer: PanelWriter;
  readonly clock: Clock;
  readonly log: Log;
  readonly pace?: EditPace;
  /** True while so much was refused that nothing but ends should be sent. */
  readonly onlyEnds?: () => boolean;
  /** Called when another bot with our token has shown its own job where ours was to be. */
  readonly anotherBot: () => void;
  /** The language of everything that a whole server sees. */
  readonly serverLanguage: (serverId: string) => Language;
  /** Whether the bot is in a server. */
  readonly isMember: (serverId: string) => boolean;
}

/** Of what a file may have, all pictures together have this much when they are sent quickly: uploads take longest. */
const QUICK_SHARE = 0.5;

type PreviewPicture = Extract<PanelPicture, { readonly kind: 'preview' }>;

/** What is known of a message that has not been sent. */
export const NOTHING_YET = { sizeRefused: false, filesRefused: false, preview: null } as const;

/** The message that shows a view as it stands, in its server's language, with its pictures from the store. */
export async function composePanel(
  view: JobView,
  {
    jobs,
    bytesMax,
    sizeRefused,
    preview,
    filesRefused,
    address = null,
    language: known = address?.language,
    isStopping = false,
    review,
    quickly = false,
    serverLanguage,
    clock,
  }: Pick<PanelSyncOptions, 'jobs' | 'serverLanguage' | 'clock'> &
    Pick<PanelState, 'bytesMax' | 'sizeRefused' | 'preview' | 'filesRefused'> &
    Partial<Pick<PanelState, 'language'>> & {
      /** Where it is shown; null = that is not known yet. */
      readonly address?: PanelAddress | null;
      /** The bot is about to go, and will come back to this job. */
      readonly isStopping?: boolean;
      /** For a moderator, with what can be decided of its pictures. */
      readonly review?: true | undefined;
      /** In fewer bytes, to be there sooner; what is sent so says that the files themselves follow. */
      readonly quickly?: boolean;
    },
): Promise<DiscordMessage> {
  const language = known ? languageOf(known) : serverLanguage(view.job.place.serverId);
  const offer = { ...offerOf(jobs), ...(review && { review }) };
  const open = panelOf(view, { language, platform: 'discord' }, offer);
  const timed = address && !isOver(view) ? withTimeLeft(open, { view, address, language, now: clock.now() }) : open;
  const whole = isStopping && !isOver(view) ? restarting(timed, language) : timed;
  const panel = filesRefused ? withoutPictures(whole, language) : whole;
  const ready = await storedFiles(view, { jobs, panel, bytesMax, quickly });
  const { spoiler: isSpoiler } = await jobs.rules.settings.of(view.job.place);
  const sent = [...ready.values()];
  const isWhole = sent.every(({ isSmaller }) => !isSmaller);
  const isQuick = quickly && isWhole && sent.some(({ data, pngBytes }) => data.length < (pngBytes ?? 0));
  const from = isOver(view) ? await parentLink(view, { jobs, language }) : [];
  return panelMessage(
    { ...panel, footer: joinRich([panel.footer, from], ' · ') },
    {
      jobId: view.job.id,
      stored: ready,
      isQuick,
      isSpoiler,
      preview: view.job.review ? null : lastPreview(preview, language),
      bytesMax,
      sizeRefused,
      language,
    },
  );
}

function lastPreview(preview: PanelState['preview'], language: Language): PreviewPicture | null {
  if (!preview) return null;
  const { data, mime } = preview;
  return { kind: 'preview', data, mime, alt: writerOf(language).say(say('discord.last-preview')) };
}

/** What a panel's stored pictures are sent as, by their names in the store. */
async function storedFiles(
  { job }: JobView,
  {
    jobs,
    panel,
    bytesMax,
    quickly,
  }: { readonly jobs: JobService; readonly panel: Panel; readonly bytesMax: number; readonly quickly: boolean },
): Promise<ReadonlyMap<string, ReadyPicture>> {
  if (!panel.pictures.some((picture) => picture.kind === 'stored')) return new Map();
  if (job.state.kind === 'done' && job.state.result.kind === 'animation') {
    const { file } = job.state.result.animation;
    const data = await jobs.animation(job.id);
    // As it is: it was made to fit, and there is no smaller form that moves.
    return new Map(data ? [[file, { data, mime: 'image/webp', pngBytes: null }]] : []);
  }
  const files = await filesOf(job, jobs);
  const share = Math.floor((bytesMax * QUICK_SHARE) / Math.max(1, files.length));
  const quick = quickly ? await readyPictures(files, { bytesMax: share, signed: jobs.signed }) : null;
  // What does not fit at full size in few bytes is sent in as many as there may be.
  const isWhole = quick && [...quick.values()].every(({ isSmaller }) => !isSmaller);
  return isWhole ? quick : readyPictures(files, { bytesMax, signed: jobs.signed });
}

/** As they lie in the store; of things that were found the picture with their numbers, made for it. */
async function filesOf(job: JobView['job'], jobs: JobService) {
  if (job.state.kind === 'done' && job.state.result.kind === 'masks') {
    const parts = await jobs.parts(job.id);
    return parts ? [{ file: NUMBERED_PARTS, data: await numberParts(parts) }] : [];
  }
  return (await jobs.pictures(job.id)).map(({ picture, data }) => ({ file: picture.file, data }));
}

/** The way to what a job came of, once it is over; a moving panel is not to wait for it. */
async function parentLink(
  { job: { parentId } }: JobView,
  { jobs, language }: { readonly jobs: JobService; readonly language: Language },
): Promise<RichText> {
  const parent = parentId === null ? null : await jobs.view(parentId);
  const url = parent && parent.job.state.kind !== 'deleted' ? messageLink(parent.job) : '';
  return url === '' ? [] : [link(writerOf(language).say(say('panel.from')), url)];
}

/** Nothing that was foreseen holds while the bot is away. */
/** What panels have buttons for. */
function offerOf(jobs: Pick<PanelSyncOptions['jobs'], 'offers'>) {
  const [upscale, restore] = [jobs.offers('upscale'), jobs.offers('restore')];
  return { upscale, restore, animate: jobs.offers('animate'), segment: jobs.offers('segment') };
}

function restarting(panel: Panel, language: Language): Panel {
  return { ...panel, tone: 'waiting', status: writerOf(language).rich(say('discord.restarting')), fraction: null };
}

/** What holds where only a token can change the message: said while there is time, and as the last thing. */
function withTimeLeft(
  panel: Panel,
  {
    view,
    address,
    language,
    now,
  }: { readonly view: JobView; readonly address: PanelAddress; readonly language: Language; readonly now: number },
): Panel {
  const { rich } = writerOf(language);
  if (isLastChance(address, now)) {
    const status = rich(say('discord.last-words', { job: view.job.id }));
    return { ...panel, tone: 'waiting', status, fraction: null };
  }
  if (address.reach !== 'token' || !isWaiting(view)) return panel;
  return { ...panel, notices: [rich(say('discord.time-here', { isPrivate: isPrivate(view.job) })), ...panel.notices] };
}

/** What is left where the bot may not attach files, and who can change that. */
function withoutPictures(panel: Panel, language: Language): Panel {
  if (panel.pictures.length === 0) return panel;
  const why = writerOf(language).rich(say('discord.files-refused', { isDrawn: panel.tone === 'done' }));
  return { ...panel, pictures: [], notices: [why, ...panel.notices] };
}
