import { element } from '#bot/studio/page/app/element.ts';

/** How long a newer picture takes to cover the older one, as in stage.css. */
const EMERGE_MS = 260;

/** Pictures over each other: the newest covers the one before once it can be drawn, so nothing flickers. */
export interface Layers {
  readonly place: HTMLElement;
  /** A blurred copy of what is shown, for the light around it. */
  readonly glow: HTMLElement;
  isEmpty(): boolean;
  /** Lays a picture on top when it is decoded; a picture that is gone by then, or late, changes nothing. */
  cover(layer: HTMLElement, onCovered: () => void): void;
  /** Shows these words instead of any picture. */
  say(...nodes: readonly Node[]): void;
  clear(): void;
}

/** Nothing is shown yet. */
export function createLayers(): Layers {
  const place = element('div', { class: 'layers' });
  const glow = element('img', { class: 'glow', alt: '', 'aria-hidden': 'true' });
  let turn = 0;

  async function cover(layer: HTMLElement, onCovered: () => void) {
    const mine = ++turn;
    const pictures = layer instanceof HTMLImageElement ? [layer] : [...layer.querySelectorAll('img')];
    const isThere = await Promise.all(pictures.map((picture) => picture.decode())).then(
      () => true,
      () => false,
    );
    if (!isThere || mine !== turn) return;
    const covered = [...place.children];
    place.append(layer);
    glow.src = pictures[0]!.src;
    onCovered();
    setTimeout(() => {
      for (const old of covered) old.remove();
    }, EMERGE_MS);
  }

  function clear() {
    turn++;
    place.replaceChildren();
    glow.removeAttribute('src');
  }

  return {
    place,
    glow,
    clear,
    isEmpty: () => place.childElementCount === 0,
    cover: (layer, onCovered) => void cover(layer, onCovered),
    say(...nodes) {
      clear();
      place.append(element('div', { class: 'layer words' }, ...nodes));
    },
  };
}
