import { type Json, type JsonObject, objectOf, objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import { attachmentAt } from '#test/fakes/discord/world/attachments.ts';
import type { ComponentContext } from '#test/fakes/discord-page/components-html.ts';
import { attribute, type Html, html } from '#test/fakes/discord-page/html.ts';
import { markdown } from '#test/fakes/discord-page/markdown.ts';
import { dataUrl } from '#test/fakes/discord-page/media-html.ts';

/** An embed: title, description, fields, pictures and footer beside a coloured bar. */
export function embedHtml(embed: JsonObject, context: ComponentContext): Html {
  const { color } = embed;
  const [title, description] = [stringOf(embed.title), stringOf(embed.description)];
  const footer = stringOf(objectOf(embed.footer).text);
  const thumbnail = source(embed.thumbnail, context);
  const image = source(embed.image, context);
  const colour = typeof color === 'number' ? `#${color.toString(16).padStart(6, '0')}` : null;
  const author = stringOf(objectOf(embed.author).name);
  return html`<discord-embed slot="embeds"${attribute('color', colour)}${attribute('author-name', author || null)}
    ${attribute('embed-title', title || null)}${attribute('thumbnail', thumbnail)}${attribute('image', image)}>
    ${description && html`<discord-embed-description slot="description">${markdown(description, context)}</discord-embed-description>`}
    ${objectsOf(embed.fields).length > 0 && fields(embed, context)}
    ${footer && html`<discord-embed-footer slot="footer">${footer}</discord-embed-footer>`}
  </discord-embed>`;
}

/** Fields; inline ones stand three in a row. */
function fields(embed: JsonObject, context: ComponentContext): Html {
  let inlineBefore = 0;
  const one = (field: JsonObject) => {
    const column = field.inline === true ? (inlineBefore % 3) + 1 : null;
    inlineBefore = column === null ? 0 : inlineBefore + 1;
    const place = html`${attribute('inline', column !== null)}${attribute('inline-index', column)}`;
    return html`<discord-embed-field field-title="${stringOf(field.name)}"${place}>
      ${markdown(stringOf(field.value), context)}</discord-embed-field
    >`;
  };
  return html`<discord-embed-fields slot="fields">${objectsOf(embed.fields).map(one)}</discord-embed-fields>`;
}

function source(part: Json | undefined, { version }: ComponentContext): string | null {
  const url = stringOf(objectOf(part).url);
  const file = attachmentAt(url, version.attachments);
  return file ? dataUrl(file) : url || null;
}
