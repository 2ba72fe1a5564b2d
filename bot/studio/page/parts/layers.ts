import { element } from '#bot/studio/page/app/element.ts';

/** Pictures that lie over each other at most: previews may come faster than one covers another. */
const DEPTH_MAX = 4;

/** Pictures over each other: the newest covers the one before once it can be drawn, so nothing flickers. */
export interface Layers {
  readonly place: HTMLElement;
  isEmpty(): boolean;
  /** Lays a picture on top when it is decoded; a picture that is gone by then, or late, changes nothing. */
  cover(layer: HTMLElement): void;
  clear(): void;
}

/** Nothing is shown yet. */
export function createLayers(): Layers {
  const place = element('div', { class: 'layers' });
  let turn = 0;

  async function cover(layer: HTMLElement) {
    const mine = ++turn;
    const pictures = layer instanceof HTMLImageElement ? [layer] : [...layer.querySelectorAll('img')];
    const isThere = await Promise.all(pictures.map((picture) => picture.decode())).then(
      () => true,
      () => false,
    );
    if (!isThere || mine !== turn) return;
    place.append(layer);
    for (const old of [...place.children].slice(0, -DEPTH_MAX)) old.remove();
    await emerged(layer);
    while (layer.previousSibling) layer.previousSibling.remove();
  }

  return {
    place,
    isEmpty: () => place.childElementCount === 0,
    cover: (layer) => void cover(layer),
    clear() {
      turn++;
      place.replaceChildren();
    },
  };
}

/** Longer than it takes, for whoever is looking elsewhere: a hidden page ends no animation. */
const EMERGED_MS = 1_000;

/** When nothing can be seen through it any more. */
function emerged(layer: HTMLElement): Promise<void> {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return Promise.resolve();
  return new Promise((resolve) => {
    setTimeout(resolve, EMERGED_MS);
    layer.addEventListener('animationend', () => resolve(), { once: true });
  });
}
