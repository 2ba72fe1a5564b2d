import { byId, element, icon } from '#bot/studio/page/app/element.ts';
import { pictureAddress } from '#bot/studio/page/app/server.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** Shows one picture of a job in the whole window; arrows go through the others, anything else closes it. */
export function openZoom(card: JobCard, index: number): void {
  const dialog = byId('zoom', HTMLDialogElement);
  const picture = element('img', {});
  let at = index;
  const show = (next: number) => {
    at = (next + card.pictures.length) % card.pictures.length;
    picture.src = pictureAddress(card.id, at);
    picture.alt = card.order.prompt;
  };
  const close = element(
    'button',
    { type: 'button', class: 'square', 'aria-label': labelOf('page.close') },
    icon('close'),
  );
  dialog.onclick = () => dialog.close();
  dialog.onkeydown = (event) => {
    if (event.key === 'ArrowRight') show(at + 1);
    if (event.key === 'ArrowLeft') show(at - 1);
  };
  show(index);
  dialog.replaceChildren(picture, close);
  dialog.showModal();
}
