import { FIRST_SENTENCE, SENTENCE_SLOTS, type SentenceSlot, slotsIn, withSlot } from '#bot/presets/sentence-slots.ts';
import { make } from '#bot/studio/page/app/commands.ts';
import { byId, element } from '#bot/studio/page/app/element.ts';
import { readOnce } from '#bot/studio/page/app/read-once.ts';
import { changeDraft, chosenModel, type PageStore, type State } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { type Choices, createChoices } from '#bot/studio/page/parts/choices.ts';

/** What the colours of the list look like, for those who look for one. */
const PAINTS: Readonly<Record<string, string>> = {
  red: '#c8352b',
  blue: '#2f62c9',
  yellow: '#e5b62e',
  pink: '#e9a3b8',
  purple: '#7a3fa0',
  white: '#fff',
};

/** A sentence to build: its slots, and for each the words that may stand there, as the picture that they would make. */
export function showBuilder(store: PageStore): void {
  const place = byId('builder', HTMLDivElement);
  const about = element('p', { class: 'soft' }, labelOf('page.build-a-sentence'));
  const sentence = element('p', { class: 'sentence' });
  place.append(about, sentence, ...SENTENCE_SLOTS.map((slot) => group(store, slot)));
  byId('drawn-as', HTMLElement).after(ideas(store));
  showSentence(store, sentence);
  store.watch(
    ({ side, isChanging }) => [side === 'builder' && !isChanging],
    (isOpen) => {
      place.hidden = !isOpen;
    },
  );
}

/** Your sentence, with a line under each word that can be exchanged; pressing one leads to its group. */
function showSentence(store: PageStore, place: HTMLElement): void {
  store.watch(
    ({ draft }) => [draft.prompt],
    (prompt) => {
      const words = readOnce(prompt).text.trim();
      const text = words === '' ? FIRST_SENTENCE : words.slice(0, SHOWN_MAX);
      const places = slotsIn(text).filter((one, index, all) => index === 0 || one.from >= all[index - 1]!.to);
      const nodes: (Node | string)[] = [];
      let at = 0;
      for (const { slot, from, to } of places) {
        // A comma stays with its word.
        const comma = /^[,.;:]/.exec(text.slice(to))?.[0] ?? '';
        const word = element('span', { class: 'nowrap' }, slotButton(slot, text.slice(from, to)), comma);
        nodes.push(text.slice(at, from), word);
        at = to + comma.length;
      }
      place.replaceChildren(...nodes, text.slice(at));
      place.hidden = places.length === 0;
    },
  );
}

/** A longer prompt is no sentence to be built of words. */
const SHOWN_MAX = 120;

function slotButton(slot: SentenceSlot['name'], word: string): HTMLElement {
  const lead = () => {
    const group = document.querySelector<HTMLElement>(`#builder [data-slot="${slot}"]`);
    group?.scrollIntoView({ block: 'nearest' });
    group?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  };
  return element('button', { class: 'slot', onclick: lead }, word);
}

function group(store: PageStore, { name, options }: SentenceSlot): HTMLElement {
  const title = labelOf(`page.slot-${name}`);
  const choices = createChoices(store, {
    label: title,
    options,
    chosen: ({ draft }) => slotsIn(draft.prompt).find(({ slot }) => slot === name)?.option ?? null,
    choose: (option) => changeDraft(store, { prompt: withSlot(store.state.draft.prompt, name, option) }),
    known: isKnown,
    paint: name === 'colour' ? (option) => PAINTS[option]! : null,
    draw: (draft, option) => ({ ...draft, prompt: withSlot(draft.prompt, name, option) }),
  });
  const more = moreButton(store, choices);
  return element('section', { class: 'group', 'data-slot': name }, element('h2', {}, title), choices.place, more);
}

/** Shows more of a group's tiles, as long as there are some. */
function moreButton(store: PageStore, choices: Choices): HTMLElement {
  const onclick = () => {
    choices.showMore();
    button.hidden = !choices.hasMore();
  };
  const button = element('button', { class: 'btn small quiet', onclick }, labelOf('page.more'));
  store.watch(
    (state) => [state.draft.prompt, state.cluster.offer, state.reading?.model],
    (_prompt, _offer, _model) => {
      button.hidden = !choices.hasMore();
    },
  );
  return button;
}

/** Whether the model knows all words of it, or does not say which ones it knows. */
function isKnown(state: State, option: string): boolean {
  const words = chosenModel(state)?.words ?? [];
  return words.length === 0 || option.split(' ').every((word) => words.includes(word));
}

const IDEAS_SHOWN = 4;

const NO_IDEAS: readonly string[] = [];

/** Whole sentences to begin with. */
function ideas(store: PageStore): HTMLElement {
  const list = element('div', { class: 'ideas' });
  const place = element('section', { class: 'group' }, element('h2', {}, labelOf('page.ideas')), list);
  store.watch(
    ({ facts, side, isChanging }) => [facts?.suggestions ?? NO_IDEAS, side === 'builder' && !isChanging],
    (prompts, isOpen) => {
      place.hidden = prompts.length === 0 || !isOpen;
      list.replaceChildren(...prompts.slice(0, IDEAS_SHOWN).map((prompt) => idea(store, prompt)));
    },
  );
  return place;
}

function idea(store: PageStore, prompt: string): HTMLButtonElement {
  const choose = () => {
    changeDraft(store, { prompt });
    if (!store.state.isLive) void make(store);
  };
  return element('button', { class: 'idea', onclick: choose }, prompt);
}
