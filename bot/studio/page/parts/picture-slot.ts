import { droppedPicture } from '#bot/studio/page/app/dropped-picture.ts';
import { element } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import type { GivenCard } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

/** A place for a picture: empty, it asks for one; filled, it shows it and lets it go. */
export interface Slot {
  readonly place: HTMLElement;
  show(picture: GivenCard | null): void;
  /** Something is made of the picture. */
  busy(isBusy: boolean): void;
}

export interface SlotOptions {
  readonly label: string;
  readonly take: (picture: GivenCard) => void;
  readonly away: () => void;
  /** Null = it could not be taken, which is said already. */
  readonly fromFile: (file: Blob) => Promise<GivenCard | null>;
  /** Null = there is no picture on the easel. */
  readonly fromEasel: () => Promise<GivenCard | null>;
}

/** Nothing is in it. A file can be chosen, dropped on it, or the picture on the easel be taken. */
export function createSlot({ label, take, away, fromFile, fromEasel }: SlotOptions): Slot {
  const taken = async (picture: Promise<GivenCard | null>) => {
    const one = await picture;
    if (one) take(one);
  };
  const choose = () => {
    const input = element('input', { type: 'file', accept: 'image/*' });
    input.addEventListener('change', () => {
      const [file] = input.files ?? [];
      if (file) void taken(fromFile(file));
    });
    input.click();
  };
  const picture = element('img', { alt: label });
  const filled = element('div', { class: 'given-picture' }, picture, button(labelOf('page.take-away'), 'close', away));
  const empty = element(
    'div',
    { class: 'stack' },
    button(labelOf('page.choose-picture'), 'picture', choose),
    button(labelOf('page.from-easel'), 'brush', () => void taken(fromEasel())),
  );
  const place = element(
    'div',
    { class: 'slot-picture', role: 'group', 'aria-label': label },
    element('span', {}, label),
    empty,
  );
  place.addEventListener('drop', (event) => {
    const dropped = droppedPicture(event);
    if (!dropped) return;
    event.preventDefault();
    event.stopPropagation(); // elsewhere on the page it would be what the next picture starts from
    document.body.classList.remove('dropping');
    void taken(dropped.file().then(fromFile));
  });
  return {
    place,
    show(one) {
      if (one && picture.getAttribute('src') !== one.address) picture.src = one.address;
      const now = one ? filled : empty;
      if (!now.isConnected || now.parentElement !== place) {
        empty.remove();
        filled.remove();
        place.append(now);
      }
    },
    busy(isBusy) {
      place.classList.toggle('hatch', isBusy);
      place.ariaBusy = String(isBusy);
    },
  };
}

function button(label: string, picture: 'picture' | 'brush' | 'close', onclick: () => void): HTMLButtonElement {
  return element('button', { class: 'btn small', onclick }, icon(picture), label);
}
