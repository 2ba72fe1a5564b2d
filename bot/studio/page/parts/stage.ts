import { ACTIONS, type Action, keyName } from '#bot/studio/page/app/actions.ts';
import { make } from '#bot/studio/page/app/commands.ts';
import { byId, element, icon } from '#bot/studio/page/app/element.ts';
import { richNodes } from '#bot/studio/page/app/rich-nodes.ts';
import { changeDraft, onStage, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { createFrame } from '#bot/studio/page/parts/frame.ts';
import { openZoom } from '#bot/studio/page/parts/zoom.ts';
import type { JobCard, OfferCard } from '#bot/studio/server/api.ts';

/** The big picture, what it is, and what can be done with it. */
export function showStage(store: PageStore): void {
  const frame = createFrame(openZoom);
  const caption = byId('caption', HTMLDivElement);
  const news = element('p', { class: 'unseen', 'aria-live': 'polite' });
  const words = element('div', { class: 'about-picture' });
  const tools = element('div', { class: 'tools', role: 'group', 'aria-label': labelOf('page.actions') });
  caption.before(news);
  caption.append(words, tools);
  let standing = '';
  store.watch(
    (state) => [onStage(state), state.facts, state.cluster.offer],
    (card, _facts, offer) => {
      caption.hidden = !card;
      if (!card) return frame.showInstead(...invitation(store, offer));
      frame.show(card);
      words.replaceChildren(...wordsAbout(store, card));
      // Buttons stay as they are while steps go by, so that they keep the focus.
      if (standing === `${card.live || card.id} ${card.state}`) return;
      standing = `${card.live || card.id} ${card.state}`;
      tools.replaceChildren(...toolsOf(store, card));
      if (!card.live) news.textContent = card.status;
    },
  );
}

function wordsAbout(store: PageStore, card: JobCard): readonly Node[] {
  const status = card.live && card.state !== 'failed' ? labelOf('page.live-status') : card.status;
  return [
    element(
      'p',
      {
        class: `status ${card.state}`,
        title: card.denoiseMs && labelOf('page.sampling', { milliseconds: Math.round(card.denoiseMs) }),
      },
      status,
    ),
    element('p', { class: 'words' }, card.order.prompt),
    element('p', { class: 'facts' }, ...factsOf(store, card)),
    ...noticesOf(card),
  ];
}

/** Settings that make the picture again; the seed can be kept with a click. */
function factsOf(store: PageStore, { settled, style, pictures }: JobCard): readonly Node[] {
  if (!settled) return [];
  const seed = pictures[0]?.seed ?? settled.seed;
  const keep = element(
    'button',
    { type: 'button', class: 'fact', title: labelOf('page.keep-seed'), onclick: () => changeDraft(store, { seed }) },
    labelOf('page.seed-value', { seed }),
  );
  const told = [
    style ?? 'plain',
    labelOf('page.steps-value', { count: settled.steps }),
    labelOf('page.guidance-value', { guidance: settled.guidance }),
    `${settled.width} × ${settled.height}`,
    `${settled.sampler} · ${settled.model}`,
  ].map((text) => element('span', { class: 'fact' }, text));
  return [...told, keep];
}

function noticesOf({ notices }: JobCard): readonly Node[] {
  return notices.map((notice) => element('div', { class: 'notice' }, ...richNodes(notice)));
}

function toolsOf(store: PageStore, card: JobCard): readonly Node[] {
  return ACTIONS.filter((action) => action.isShown(card) && action.when(card)).flatMap((action) => {
    if (!action.isForEach || card.pictures.length === 1) return [tool(action, () => action.do(store, card))];
    return card.pictures.map(({ index }) =>
      tool({ ...action, label: labelOf('page.download-one', { index: index + 1 }) }, () =>
        action.do(store, card, index),
      ),
    );
  });
}

function tool({ icon: name, label, about, key }: Action, onclick: () => void): HTMLButtonElement {
  return element(
    'button',
    { type: 'button', class: 'tool', 'aria-label': label, title: key ? `${about} (${keyName(key)})` : about, onclick },
    icon(name),
    element('span', {}, label),
  );
}

/** What a first visitor sees. */
function invitation(store: PageStore, offer: OfferCard | null): readonly Node[] {
  const suggestions = store.state.facts?.suggestions ?? [];
  return [
    element('h1', {}, labelOf('page.invitation')),
    element('p', {}, invitationLine(offer)),
    element('div', { class: 'ideas' }, ...suggestions.slice(0, IDEAS_SHOWN).map((prompt) => idea(store, prompt))),
  ];
}

const IDEAS_SHOWN = 6;

function invitationLine(offer: OfferCard | null): string {
  if (!offer) return labelOf('page.invitation-waiting');
  return offer.demonstration ? labelOf('page.invitation-demo') : labelOf('page.invitation-real');
}

function idea(store: PageStore, prompt: string): HTMLButtonElement {
  const choose = () => {
    changeDraft(store, { prompt });
    if (!store.state.isLive) void make(store);
  };
  return element('button', { type: 'button', class: 'idea', onclick: choose }, prompt);
}
