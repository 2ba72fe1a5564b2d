import type { FakeModal } from '#test/fakes/discord/acts/fake-interaction.ts';
import { type JsonObject, objectOf, objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import { avatarOf } from '#test/fakes/discord-page/avatars.ts';
import { type Html, html } from '#test/fakes/discord-page/html.ts';
import { type MarkdownContext, markdown } from '#test/fakes/discord-page/markdown.ts';

/** A modal over the darkened channel, its fields filled with what the bot put in. */
export function modalHtml(
  modal: FakeModal,
  bot: { readonly name: string; readonly bot: boolean },
  context: MarkdownContext,
): Html {
  return html`<div class="backdrop"><div class="modal" role="dialog">
    <header><img class="modal-avatar" src="${avatarOf(bot)}" alt="" /><h2>${modal.title}</h2><span class="close">✕</span></header>
    <p class="warning">ⓘ <span>This form will be submitted to <b>${bot.name}</b>. Do not share passwords or other
      sensitive information.</span></p>
    <div class="fields">${modal.components.map((one) => topHtml(one, context))}</div>
    <footer><span class="button secondary">Cancel</span><span class="button primary">Submit</span></footer>
  </div></div>`;
}

function topHtml(component: JsonObject, context: MarkdownContext): Html {
  if (component.type === 10) return html`<div class="text">${markdown(stringOf(component.content), context)}</div>`;
  if (component.type === 18) {
    const field = objectOf(component.component);
    return fieldHtml(field, { label: stringOf(component.label), description: stringOf(component.description) });
  }
  const inner = objectsOf(component.components);
  return html`${inner.map((field) => fieldHtml(field, { label: stringOf(field.label), description: '' }))}`;
}

function fieldHtml(
  field: JsonObject,
  { label, description }: { readonly label: string; readonly description: string },
): Html {
  return html`<div class="field"><label>${label}${field.required !== false && html`<b class="required">*</b>`}</label>
    ${description && html`<p>${description}</p>`}${controlHtml(field)}</div>`;
}

function controlHtml(field: JsonObject): Html {
  const [value, placeholder] = [stringOf(field.value), stringOf(field.placeholder)];
  switch (field.type) {
    case 4:
      return html`<div class="input ${field.style === 2 ? 'tall' : ''}"
        >${value || html`<span class="placeholder">${placeholder}</span>`}${count(field, value)}</div>`;
    case 19:
      return html`<div class="input upload">Drop a file here, or <a>browse</a></div>`;
    case 22:
      return html`${objectsOf(field.options).map(
        (option) => html`<div>${option.default === true ? '☑' : '☐'} ${stringOf(option.label)}</div>`,
      )}`;
    default: {
      const chosen = objectsOf(field.options).find((option) => option.default === true);
      return html`<div class="select">${stringOf(chosen?.label) || placeholder || 'Make a selection'}<i>⌄</i></div>`;
    }
  }
}

/** Discord counts down where there is a limit and the field is a paragraph. */
function count(field: JsonObject, value: string): Html | null {
  const { max_length: longest, style } = field;
  return style === 2 && typeof longest === 'number' ? html`<i class="count">${longest - value.length}</i>` : null;
}
