import { element } from '#bot/studio/page/app/element.ts';

/** How long a newer picture takes to cover the older one, as in stage.css. */
const EMERGE_MS = 260;

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
    const covered = [...place.children];
    place.append(layer);
    setTimeout(() => {
      for (const old of covered) old.remove();
    }, EMERGE_MS);
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
