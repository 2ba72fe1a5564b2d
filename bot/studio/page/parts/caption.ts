import { changeSetting } from '#bot/studio/page/app/draft-settings.ts';
import { element } from '#bot/studio/page/app/element.ts';
import { findMarks } from '#bot/studio/page/app/marks.ts';
import { richNodes } from '#bot/studio/page/app/rich-nodes.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard } from '#bot/studio/server/api.ts';
import { plainText } from '#shared/text/rich.ts';

/** What stands beside a picture. */
export interface Caption {
  /** How it stands, and its words. */
  readonly heading: HTMLElement;
  /** Its settings, and what was odd. */
  readonly more: HTMLElement;
  show(card: JobCard): void;
}

/** How the job stands, its words, its settings and what was odd; each is written anew only when it has changed. */
export function createCaption(store: PageStore): Caption {
  const status = element('p', {});
  const words = element('p', { class: 'words' });
  const facts = element('p', { class: 'facts' });
  const notices = element('div', { class: 'notices' });
  let written = { facts: '', notices: '' };
  return {
    heading: element('div', { class: 'about-picture' }, status, words),
    more: element('div', { class: 'about-picture' }, facts, notices),
    show(card) {
      const line = card.live && card.state !== 'failed' ? labelOf('page.live-status') : card.status;
      if (status.textContent !== line) status.textContent = line;
      status.className = `status ${card.state}`;
      status.title = card.denoiseMs ? labelOf('page.sampling', { milliseconds: Math.round(card.denoiseMs) }) : '';
      if (words.textContent !== card.order.prompt) words.textContent = card.order.prompt;
      const told = noticesNow(store, card);
      const now = { facts: factsKey(card), notices: JSON.stringify(told) };
      if (now.facts !== written.facts) facts.replaceChildren(...factsOf(store, card));
      if (now.notices !== written.notices) notices.replaceChildren(...told.map(noticeOf));
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

function factsKey({ settled, style, pictures }: JobCard): string {
  return JSON.stringify([settled, style, pictures[0]?.seed ?? settled?.seed]);
}

/** Settings that make the picture again; the seed can be kept with a click. */
function factsOf(store: PageStore, { settled, style, pictures }: JobCard): readonly Node[] {
  if (!settled) return [];
  const seed = pictures[0]?.seed ?? settled.seed;
  const keepSeed = () => changeSetting(store, 'seed', seed);
  const keep = element(
    'button',
    { type: 'button', class: 'fact', title: labelOf('page.keep-seed'), onclick: keepSeed },
    labelOf('page.seed-value', { seed }),
  );
  const told = [
    style ?? 'plain',
    labelOf('page.steps-value', { count: settled.steps }),
    labelOf('page.guidance-value', { guidance: settled.guidance }),
    `${settled.width} × ${settled.height}`,
    labelOf('page.drawn-with', { sampler: settled.sampler, model: settled.model }),
  ].map((text) => element('span', { class: 'fact' }, text));
  return [...told, keep];
}
