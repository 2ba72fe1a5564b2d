import { changeSetting } from '#bot/studio/page/app/draft-settings.ts';
import { element } from '#bot/studio/page/app/element.ts';
import { findMarks } from '#bot/studio/page/app/marks.ts';
import { mediumOf, titleOf } from '#bot/studio/page/app/plate-words.ts';
import { richNodes } from '#bot/studio/page/app/rich-nodes.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { COMMA, inOneLine, labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard } from '#bot/studio/server/api.ts';
import { plainText } from '#shared/text/rich.ts';

/** The plate beside a picture: its words, its medium, and what was odd. */
export interface Caption {
  readonly words: HTMLElement;
  readonly facts: HTMLElement;
  readonly notices: HTMLElement;
  show(card: JobCard): void;
}

/** Each of them is written anew only when it has changed. */
export function createCaption(store: PageStore): Caption {
  const words = element('h2', { class: 'words' });
  const facts = element('p', { class: 'facts small-text' });
  const notices = element('div', { class: 'notices small-text' });
  let written = { facts: '', notices: '' };
  return {
    words,
    facts,
    notices,
    show(card) {
      const title = titleOf(card);
      if (words.textContent !== title) words.textContent = title;
      words.title = card.order.prompt;
      const told = noticesNow(store, card);
      const now = { facts: factsKey(card), notices: JSON.stringify(told) };
      if (now.facts !== written.facts) facts.replaceChildren(...factsOf(store, card));
      if (now.notices !== written.notices) notices.replaceChildren(...told.map(noticeOf));
      notices.hidden = told.length === 0;
      written = now;
    },
  };
}

/** What the prompt field says at this moment, about the same words, is not said a second time here. */
function noticesNow({ state }: PageStore, { notices, order }: JobCard): JobCard['notices'] {
  if (state.draft.prompt !== order.prompt) return notices;
  const said = new Set(findMarks(state).sentences.map(({ text }) => text));
  return notices.filter((notice) => !said.has(plainText(notice)));
}

function noticeOf(notice: JobCard['notices'][number]): HTMLElement {
  return element('div', { class: 'notice' }, ...richNodes(notice));
}

function factsKey({ settled, style, pictures, order }: JobCard): string {
  return JSON.stringify([settled, style, pictures[0]?.seed ?? settled?.seed, order.prompt]);
}

/** Settings that make the picture again; the seed can be kept with a click. */
function factsOf(store: PageStore, card: JobCard): readonly (Node | string)[] {
  const { settled, pictures } = card;
  if (!settled) return [];
  const seed = pictures[0]?.seed ?? settled.seed;
  const keep = element(
    'button',
    {
      class: 'fact',
      title: labelOf('page.keep-seed'),
      onclick: () => changeSetting(store, 'seed', seed),
    },
    labelOf('page.seed-value', { seed }),
  );
  const { before, after } = mediumOf(card);
  return [`${inOneLine(before)}${COMMA}`, keep, `${COMMA}${inOneLine(after)}`];
}
