import { element } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { pictureAddress, stillAddress } from '#bot/studio/page/app/server.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

/** A button that sets a picture in motion, and stops it at its first frame. */
export function createPlayButton(picture: HTMLImageElement, id: string): HTMLButtonElement {
  const still = stillAddress(id, 0);
  const isStill = () => picture.getAttribute('src') === still;
  const name = () =>
    button.replaceChildren(icon(isStill() ? 'play' : 'stop'), labelOf(isStill() ? 'page.play' : 'page.hold-still'));
  const button = element('button', {
    class: 'btn small play',
    onclick: (event: Event) => {
      event.stopPropagation(); // a press elsewhere on what is shown large closes it
      picture.src = isStill() ? pictureAddress(id, 0) : still;
      name();
    },
  });
  name();
  return button;
}
