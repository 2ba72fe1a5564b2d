import { make } from '#bot/studio/page/app/commands.ts';
import { element } from '#bot/studio/page/app/element.ts';
import { changeDraft, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { OfferCard } from '#bot/studio/server/api.ts';

const IDEAS_SHOWN = 6;

/** What a first visitor sees: made once, so that nobody's press goes into the void while the renderer gets ready. */
export function createInvitation(store: PageStore): HTMLElement {
  const line = element('p', {});
  const ideas = element('div', { class: 'ideas' });
  store.watch(
    ({ cluster }) => [cluster.offer],
    (offer) => {
      line.textContent = invitationLine(offer);
    },
  );
  store.watch(
    ({ facts }) => [facts?.suggestions.slice(0, IDEAS_SHOWN).join('\n') ?? ''],
    (prompts) =>
      ideas.replaceChildren(
        ...prompts
          .split('\n')
          .filter(Boolean)
          .map((prompt) => idea(store, prompt)),
      ),
  );
  return element('div', { class: 'invitation' }, element('h2', {}, labelOf('page.invitation')), line, ideas);
}

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
