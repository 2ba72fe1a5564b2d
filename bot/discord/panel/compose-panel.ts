import { messageLink } from '#bot/discord/message-link.ts';
import type { EditPace } from '#bot/discord/panel/next-edit.ts';
import { type DiscordMessage, panelMessage } from '#bot/discord/panel/panel-message.ts';
import { isOver, type PanelState } from '#bot/discord/panel/panel-state.ts';
import type { PanelWriter } from '#bot/discord/panel/panel-writer.ts';
import { readyPictures } from '#bot/discord/panel/ready-pictures.ts';
import type { JobView } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { say } from '#bot/text/say.ts';
import { panelOf } from '#bot/views/job-panel.ts';
import type { Panel } from '#bot/views/panel.ts';
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
}

/** Of what a file may have, all pictures together have this much when they are sent quickly: uploads take longest. */
const QUICK_SHARE = 0.5;

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
    isStopping = false,
    quickly = false,
    serverLanguage,
  }: Pick<PanelSyncOptions, 'jobs' | 'serverLanguage'> &
    Pick<PanelState, 'bytesMax' | 'sizeRefused' | 'preview' | 'filesRefused'> & {
      /** The bot is about to go, and will come back to this job. */
      readonly isStopping?: boolean;
      /** In fewer bytes, to be there sooner; what is sent so says that the files themselves follow. */
      readonly quickly?: boolean;
    },
): Promise<DiscordMessage> {
  const language = serverLanguage(view.job.place.serverId);
  const open = panelOf(view, { language, platform: 'discord' }, { upscale: jobs.offers('upscale') });
  const whole = isStopping && !isOver(view) ? restarting(open, language) : open;
  const panel = filesRefused ? withoutPictures(whole, language) : whole;
  const isStored = panel.pictures.some((picture) => picture.kind === 'stored');
  const stored = isStored ? await jobs.pictures(view.job.id) : [];
  const files = stored.map(({ picture, data }) => ({ file: picture.file, data }));
  const share = Math.floor((bytesMax * QUICK_SHARE) / Math.max(1, files.length));
  const ready = await readyPictures(files, { bytesMax: quickly ? share : bytesMax });
  const isQuick = quickly && [...ready.values()].some(({ mime }) => mime !== 'image/png');
  const from = isOver(view) ? await parentLink(view, { jobs, language }) : [];
  return panelMessage(
    { ...panel, footer: joinRich([panel.footer, from], ' · ') },
    {
      jobId: view.job.id,
      stored: ready,
      isQuick,
      preview: preview && {
        kind: 'preview',
        data: preview.data,
        mime: preview.mime,
        alt: writerOf(language).say(say('discord.last-preview')),
      },
      bytesMax,
      sizeRefused,
      language,
    },
  );
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
function restarting(panel: Panel, language: Language): Panel {
  return { ...panel, tone: 'waiting', status: writerOf(language).rich(say('discord.restarting')), fraction: null };
}

/** What is left where the bot may not attach files, and who can change that. */
function withoutPictures(panel: Panel, language: Language): Panel {
  if (panel.pictures.length === 0) return panel;
  const why = writerOf(language).rich(say('discord.files-refused', { isDrawn: panel.tone === 'done' }));
  return { ...panel, pictures: [], notices: [why, ...panel.notices] };
}
