import { takeFromEasel, takeIn } from '#bot/studio/page/app/control-picture.ts';
import { element } from '#bot/studio/page/app/element.ts';
import type { GivenCard, PageStore } from '#bot/studio/page/app/state.ts';
import { attempt } from '#bot/studio/page/app/toasts.ts';
import { labelOf, words } from '#bot/studio/page/app/words.ts';
import { field } from '#bot/studio/page/parts/field.ts';
import type { SlotOptions } from '#bot/studio/page/parts/picture-slot.ts';

/** Where a picture beside the words may come from. */
export function sources(store: PageStore): Pick<SlotOptions, 'fromFile' | 'fromEasel'> {
  return {
    fromFile: async (file: Blob) => {
      let taken: GivenCard | null = null;
      await attempt(async () => {
        taken = await takeIn(file);
      });
      return taken as GivenCard | null;
    },
    fromEasel: () => takeFromEasel(store),
  };
}

/** Above 0, up to this: how closely a picture is followed, or how much of it acts. */
const STRENGTH_MAX = 2;

const STRENGTH: NumberRange = { min: 0.05, max: STRENGTH_MAX, usual: 1 };

interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** What it is as long as nobody has moved it. */
  readonly usual: number;
}

/** A number that the model decides as long as nobody has moved it. */
export function slider(label: string, set: (value: number) => void, { min, max, usual } = STRENGTH) {
  const value = element('output', {});
  const oninput = () => set(input.valueAsNumber);
  const input = element('input', { type: 'range', min, max, step: 0.05, 'aria-label': label, oninput });
  return {
    row: field('weight', { label, control: input, value }),
    show(now: number | null) {
      input.valueAsNumber = now ?? usual;
      input.style.setProperty('--full', String(((now ?? usual) - min) / (max - min)));
      value.textContent = now === null ? labelOf('page.auto') : words.number(now);
    },
  };
}
