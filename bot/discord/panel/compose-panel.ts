import { type DiscordMessage, panelMessage } from '#bot/discord/panel/panel-message.ts';
import type { PanelState } from '#bot/discord/panel/panel-state.ts';
import type { JobView } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { panelOf } from '#bot/views/job-panel.ts';

/** The message that shows a view as it stands, with its pictures from the store. */
export async function composePanel(
  view: JobView,
  {
    jobs,
    bytesMax,
    sizeRefused,
    preview,
  }: { readonly jobs: JobService } & Pick<PanelState, 'bytesMax' | 'sizeRefused' | 'preview'>,
): Promise<DiscordMessage> {
  const panel = panelOf(view);
  const isStored = panel.pictures.some((picture) => picture.kind === 'stored');
  const stored = isStored ? await jobs.pictures(view.job.id) : [];
  return panelMessage(panel, {
    jobId: view.job.id,
    stored: new Map(stored.map(({ picture, data }) => [picture.file, data])),
    preview: preview && { kind: 'preview', data: preview.data, mime: preview.mime, alt: 'The last preview' },
    bytesMax,
    sizeRefused,
  });
}
