import { element } from '#bot/studio/page/app/element.ts';
import { trainLabel } from '#bot/studio/page/app/train-words.ts';
import type { TrainPictureCard } from '#bot/studio/server/train-api.ts';

const TEXT = /\.(txt|caption)$/i;

/** Characters, as the form takes them. */
const CAPTION_MAX = 2000;

/** Whether a file is the caption of a picture of its name, as kohya's scripts have them. */
export function isCaption(name: string): boolean {
  return TEXT.test(name);
}

/** Pictures with what files of their names say of them; the files that belong to none. */
export async function captionedBy(texts: readonly File[], pictures: readonly TrainPictureCard[]) {
  const captions = new Map<string, string>();
  for (const text of texts)
    captions.set(stemOf(text.name), (await text.text()).split('\n')[0]!.trim().slice(0, CAPTION_MAX));
  const stems = new Set(pictures.map(({ name }) => stemOf(name)));
  return {
    pictures: pictures.map((one) => ({ ...one, caption: captions.get(stemOf(one.name)) ?? one.caption })),
    alone: texts
      .filter(({ name }) => !stems.has(stemOf(name)))
      .map(({ name }) => ({ name, reason: trainLabel('no-picture') })),
  };
}

/** A picture with its words, which can be changed, and a button that leaves it out. */
export function figureOf(
  picture: TrainPictureCard,
  i: number,
  change: (i: number, picture: TrainPictureCard | null) => void,
): HTMLElement {
  const number = i + 1;
  const caption = element('textarea', {
    rows: 2,
    maxlength: CAPTION_MAX,
    'aria-label': trainLabel('caption', { number }),
    placeholder: trainLabel('caption-empty'),
  });
  caption.value = picture.caption;
  caption.addEventListener('input', () => change(i, { ...picture, caption: caption.value }));
  const gone = trainLabel('leave-out', { number });
  return element(
    'figure',
    {},
    element('img', { src: `/api/pictures/${picture.image.sha256}`, alt: picture.name }),
    caption,
    element('button', { class: 'btn small', 'aria-label': gone, onclick: () => change(i, null) }, '×'),
  );
}

function stemOf(name: string): string {
  return name.replace(/\.[^.]+$/, '').toLowerCase();
}
