import { type Json, type JsonObject, objectOf, objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import { attachmentAt } from '#test/fakes/discord/world/attachments.ts';
import { emojiKey } from '#test/fakes/discord/world/emoji.ts';
import type { MessageVersion } from '#test/fakes/discord/world/message-state.ts';
import { attribute, type Html, html } from '#test/fakes/discord-page/html.ts';
import { type MarkdownContext, markdown } from '#test/fakes/discord-page/markdown.ts';
import { dataUrl, fileCard, type Medium, mosaic } from '#test/fakes/discord-page/media-html.ts';

/** How a message's components look. */
export interface ComponentContext extends MarkdownContext {
  readonly version: MessageVersion;
}

const BUTTON_TYPES = ['primary', 'primary', 'secondary', 'success', 'destructive', 'secondary', 'primary'];

/** One component and what is in it; an unknown type is shown as such, never left out silently. */
export function componentHtml(component: JsonObject, context: ComponentContext): Html {
  const children = () => objectsOf(component.components).map((one) => componentHtml(one, context));
  switch (component.type) {
    case 1:
      return html`<discord-action-row>${children()}</discord-action-row>`;
    case 2:
      return buttonHtml(component);
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      return html`<div class="select">${stringOf(component.placeholder) || 'Make a selection'}<i>⌄</i></div>`;
    case 9:
      return html`<section><div>${children()}</div>${accessory(objectOf(component.accessory), context)}</section>`;
    case 10:
      return html`<div class="text">${markdown(stringOf(component.content), context)}</div>`;
    case 11:
      return html`<div class="thumbnail">${mosaic([medium(component, context)])}</div>`;
    case 12:
      return mosaic(objectsOf(component.items).map((item) => medium(item, context)));
    case 13: {
      const file = attachmentAt(stringOf(objectOf(component.file).url), context.version.attachments);
      return file ? fileCard(file) : html`<div class="file">missing file</div>`;
    }
    case 14:
      return html`<hr class="spacing-${Number(component.spacing ?? 1)}${component.divider === false && ' bare'}" />`;
    case 17:
      return containerHtml(component, children());
    default:
      return html`<div class="unknown">component type ${String(component.type)}</div>`;
  }
}

/** The library's button lives in an action row only. */
function accessory(component: JsonObject, context: ComponentContext): Html {
  const shown = componentHtml(component, context);
  return component.type === 2 ? html`<discord-action-row>${shown}</discord-action-row>` : shown;
}

function containerHtml(component: JsonObject, children: readonly Html[]): Html {
  const { accent_color: accent } = component;
  const colour = typeof accent === 'number' ? `--accent:#${accent.toString(16).padStart(6, '0')}` : null;
  const kind = `container${component.spoiler === true ? ' spoiler' : ''}`;
  return html`<div class="${kind}"${attribute('style', colour)}>${children}</div>`;
}

function buttonHtml(button: JsonObject): Html {
  const style = Number(button.style);
  const emoji = emojiKey(button.emoji);
  const [label, url] = [stringOf(button.label), stringOf(button.url)];
  const state = html`${attribute('disabled', button.disabled === true)}${attribute('url', url || null)}`;
  return html`<discord-button type="${BUTTON_TYPES[style] ?? 'secondary'}"${state}
    >${emoji && html`<span class="emoji">${emoji.split(':')[0]}</span>`}${label && html`<span>${label}</span>`}</discord-button
  >`;
}

function medium(item: JsonObject, { version }: ComponentContext): Medium {
  const url = stringOf(objectOf(item.media as Json | undefined).url);
  const file = attachmentAt(url, version.attachments) ?? null;
  return {
    file,
    url: file ? dataUrl(file) : url,
    description: stringOf(item.description) || null,
    spoiler: item.spoiler === true,
  };
}
