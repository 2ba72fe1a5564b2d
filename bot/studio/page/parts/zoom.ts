import { download } from '#bot/studio/page/app/commands.ts';
import { byId, element } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { largeAddress, SMALL_SIDE } from '#bot/studio/page/parts/frame.ts';
import { createPlayButton } from '#bot/studio/page/parts/moving-picture.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** Shows one picture of a job in the whole window; arrows go through the others, anything else closes it. */
export function openZoom(card: JobCard, index: number): void {
  const dialog = byId('zoom', HTMLDialogElement);
  const picture = element('img', {});
  let at = index;
  const show = (next: number) => {
    at = (next + card.pictures.length) % card.pictures.length;
    const { width, height, seed } = card.pictures[at]!;
    picture.src = largeAddress(card, at);
    picture.alt = card.moves ? labelOf('page.alt-moving', { prompt: card.order.prompt, seed }) : card.order.prompt;
    picture.classList.toggle('sharp', Math.max(width, height) <= SMALL_SIDE);
  };
  const save = element(
    'button',
    {
      class: 'btn icon-only save',
      'aria-label': labelOf('page.download'),
      title: labelOf('page.download-about'),
    },
    icon('save'),
  );
  save.addEventListener('click', (event) => {
    event.stopPropagation();
    download(card, at);
  });
  const close = element(
    'button',
    { class: 'btn quiet icon-only small', 'aria-label': labelOf('page.close') },
    icon('close'),
  );
  dialog.onclick = () => dialog.close();
  dialog.onkeydown = (event) => {
    if (event.key === 'ArrowRight') show(at + 1);
    if (event.key === 'ArrowLeft') show(at - 1);
  };
  show(index);
  const play = card.moves ? [createPlayButton(picture, card.id)] : [];
  dialog.replaceChildren(picture, ...play, save, close);
  dialog.showModal();
}
