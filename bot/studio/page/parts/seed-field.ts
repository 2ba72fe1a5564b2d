import { changeSetting, settingsOf } from '#bot/studio/page/app/draft-settings.ts';
import { element } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { anySeed, onStage, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { field, showWhoDecides } from '#bot/studio/page/parts/field.ts';
import { SEED_MAX } from '#shared/contract/bounds.ts';

/** Unlocked: another seed each time. Locked: the one that is shown; the dice throw another. */
export function seedField(store: PageStore): HTMLElement {
  const input = seedInput(store);
  const dice = square(labelOf('page.another-seed'), () => changeSetting(store, 'seed', anySeed()));
  dice.append(icon('dice'));
  const lock = square(labelOf('page.keep-the-seed'), () => {
    const { draft } = store.state;
    const isOpen = settingsOf(draft).seed === null;
    changeSetting(store, 'seed', isOpen ? (onStage(store.state)?.settled?.seed ?? anySeed()) : null);
  });
  store.watch(
    ({ draft }) => [settingsOf(draft).seed],
    (seed) => {
      if (document.activeElement !== input || seed === null) input.value = seed === null ? '' : String(seed);
      lock.replaceChildren(icon(seed === null ? 'unlocked' : 'locked'));
      lock.title = seed === null ? labelOf('page.keep-picture-seed') : labelOf('page.new-seed-each-time');
      lock.setAttribute('aria-pressed', String(seed !== null));
    },
  );
  const control = element('div', { class: 'seed' }, input, dice, lock);
  return showWhoDecides(store, { name: 'seed', of: field('seed', { label: labelOf('page.seed'), control }) });
}

function seedInput(store: PageStore): HTMLInputElement {
  const input = element('input', {
    type: 'text',
    inputmode: 'numeric',
    'aria-label': labelOf('page.seed'),
    placeholder: labelOf('page.random'),
    maxlength: String(SEED_MAX).length,
    oninput: () => {
      const digits = input.value.replace(/\D/g, '');
      if (digits !== input.value) input.value = digits;
      changeSetting(store, 'seed', digits === '' ? null : Math.min(SEED_MAX, Number(digits)));
    },
  });
  return input;
}

function square(label: string, onclick: () => void): HTMLButtonElement {
  return element('button', { class: 'btn icon-only', title: label, 'aria-label': label, onclick });
}
