import { element } from '#bot/studio/page/app/element.ts';
import type { Row } from '#bot/studio/page/parts/rows.ts';

/** What a row says of its item; its button is named after the head, for those who hear the page. */
export interface ActionRowText {
  readonly head: string;
  /** Below the head; empty = nothing. */
  readonly about: string;
  /** Left out = it has a button. */
  readonly hasButton?: boolean;
}

/** A row of two texts, one above the other, and one button that does something about the item it shows now. */
export function actionRow<Item>({
  label,
  run,
  textOf,
  headTag = 'b',
  aboutClass = 'soft',
}: {
  readonly label: string;
  readonly run: (item: Item) => void;
  readonly textOf: (item: Item) => ActionRowText;
  readonly headTag?: 'b' | 'span';
  readonly aboutClass?: string;
}): Row<Item> {
  const [head, about] = [element(headTag), element('span', { class: aboutClass })];
  let now: Item | null = null;
  const onclick = () => now !== null && run(now);
  const button = element('button', { class: 'btn small', onclick }, label);
  return {
    element: element('li', {}, element('span', { class: 'stack' }, head, about), button),
    show(item) {
      now = item;
      const said = textOf(item);
      head.textContent = said.head;
      about.textContent = said.about;
      about.hidden = said.about === '';
      button.hidden = said.hasButton === false;
      button.ariaLabel = `${label}: ${said.head}`;
    },
  };
}
