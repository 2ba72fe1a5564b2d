import type { KeptPanel } from '#bot/discord/panel/kept-panel.ts';
import { type Message, panelMessage } from '#bot/discord/panel/panel-message.ts';
import type { JobView } from '#bot/jobs/job.ts';
import type { JobDesk } from '#bot/ports.ts';
import { panelOf } from '#bot/views/job-panel.ts';

/** The message that shows a view as it stands, with its pictures from the store. */
export async function composePanel(
  view: JobView,
  {
    desk,
    bytesMax,
    sizeRefused,
    preview,
  }: { readonly desk: JobDesk } & Pick<KeptPanel, 'bytesMax' | 'sizeRefused' | 'preview'>,
): Promise<Message> {
  const panel = panelOf(view);
  const isStored = panel.pictures.some((picture) => picture.kind === 'stored');
  const stored = isStored ? await desk.pictures(view.job.id) : [];
  return panelMessage(panel, {
    jobId: view.job.id,
    stored: new Map(stored.map(({ picture, data }) => [picture.file, data])),
    preview: preview && { kind: 'preview', data: preview.data, mime: preview.mime, alt: 'The last preview' },
    bytesMax,
    sizeRefused,
  });
}
