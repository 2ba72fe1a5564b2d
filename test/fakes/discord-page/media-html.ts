import { extensionOf } from '#test/fakes/discord/world/attachments.ts';
import type { Attachment } from '#test/fakes/discord/world/message-state.ts';
import { attribute, type Html, html } from '#test/fakes/discord-page/html.ts';

/** A picture to show: a file of the message, or an address outside. */
export interface Medium {
  readonly file: Attachment | null;
  readonly url: string;
  readonly description: string | null;
  readonly spoiler: boolean;
}

/** Pictures the way Discord lays them out: one as it is, two to four in halves, more in rows of three. */
export function mosaic(media: readonly Medium[]): Html {
  const layout = media.length === 1 ? 'one' : media.length <= 4 ? `few count-${media.length}` : 'many';
  return html`<div class="mosaic ${layout}">${media.map(picture)}</div>`;
}

/** Files of a classic message: pictures together, everything else as a card. */
export function attachmentsHtml(attachments: readonly Attachment[]): Html {
  const pictures = attachments.filter(isPicture);
  const others = attachments.filter((one) => !isPicture(one));
  return html`<discord-attachments slot="attachments" class="files">
    ${pictures.length > 0 && mosaic(pictures.map(mediumOf))}${others.map(fileCard)}
  </discord-attachments>`;
}

/** The picture of a file. */
export function mediumOf(file: Attachment): Medium {
  const spoiler = file.filename.startsWith('SPOILER_');
  return { file, url: dataUrl(file), description: file.description, spoiler };
}

/** A file's bytes as an address that needs no network. */
export function dataUrl(file: Attachment): string {
  return `data:${file.contentType};base64,${Buffer.from(file.bytes).toString('base64')}`;
}

/** A file that is no picture: name and size. */
export function fileCard(file: Attachment): Html {
  const size = file.bytes.length < 1024 ? `${file.bytes.length} bytes` : `${(file.bytes.length / 1024).toFixed(2)} KB`;
  return html`<div class="file"><span class="sheet">📄</span><div><a>${file.filename}</a><small>${size}</small></div></div>`;
}

function isPicture(file: Attachment): boolean {
  return ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif'].includes(extensionOf(file.filename));
}

function picture({ url, file, description, spoiler }: Medium): Html {
  const size = html`${attribute('width', file?.width)}${attribute('height', file?.height)}`;
  const badge = description ? html`<span class="alt">ALT</span>` : null;
  return html`<figure${attribute('class', spoiler && 'spoiler')}>
    <img${attribute('src', url)}${attribute('alt', description ?? '')}${size} />${badge}
    ${spoiler && html`<figcaption>SPOILER</figcaption>`}
  </figure>`;
}
