import { PLAIN_STYLE } from '#bot/domain/preset.ts';
import { withFlag } from '#bot/prompt/change-flag.ts';
import { changeSetting, chosenStyle, isInPrompt, settingsOf } from '#bot/studio/page/app/draft-settings.ts';
import { byId, element, putInOrder } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { later } from '#bot/studio/page/app/later.ts';
import { server } from '#bot/studio/page/app/server.ts';
import { addSketches } from '#bot/studio/page/app/sketches.ts';
import type { Draft, PageStore, State } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { buttonPicture, sketchPlace } from '#bot/studio/page/parts/choices.ts';
import type { StyleCard } from '#bot/studio/server/api.ts';

/** The styles as small pictures, plain first, and a button that makes a new one. */
export function showStyles(store: PageStore): void {
  const place = byId('styles', HTMLDivElement);
  const tiles = new Map<string, StyleTile>();
  store.watch(
    ({ styles, cluster }) => [styles, cluster.offer === null],
    ({ styles, defaultStyle }, isEarly) => {
      // Which styles there are depends on the models: until one has told, a row would only jump.
      if (isEarly && tiles.size === 0) return;
      const names = [PLAIN_STYLE, ...styles.map(({ name }) => name)];
      for (const name of names) {
        const tile = tiles.get(name) ?? createTile(store, name);
        tiles.set(name, tile);
        tile.look(styles.find((style) => style.name === name)?.picture ?? null);
        dress(tile.button, { about: aboutOf(store.state, name), isDefault: name === (defaultStyle ?? PLAIN_STYLE) });
      }
      for (const name of tiles.keys()) if (!names.includes(name)) tiles.delete(name);
      putInOrder(
        place,
        names.map((name) => tiles.get(name)!.button),
      );
    },
  );
  store.watch(
    ({ styles, draft, cluster }) => [styles, settingsOf(draft).style, cluster.offer === null],
    (_styles, _chosen, _isEarly) => {
      const chosen = chosenName(store.state);
      for (const [name, { button: tile }] of tiles) {
        tile.setAttribute('aria-checked', String(name === chosen));
        tile.tabIndex = name === chosen || (!tiles.has(chosen) && name === PLAIN_STYLE) ? 0 : -1;
      }
    },
  );
  place.addEventListener('keydown', (event) => step(store, event));
  showAbout(store);
  awaitPictures(store);
  const make = byId('new-style', HTMLButtonElement);
  make.append(icon('plus'), labelOf('page.new-style'));
  make.addEventListener('click', () => openDialog(store, null));
}

function openDialog(store: PageStore, style: StyleCard | null): void {
  void later(
    () => import('#bot/studio/page/parts/style-dialog.ts'),
    ({ openStyleDialog }) => openStyleDialog(store, style),
  );
}

function chosenName(state: State): string {
  const said = settingsOf(state.draft).style ?? state.styles.defaultStyle ?? PLAIN_STYLE;
  return chosenStyle(state)?.name ?? said.toLowerCase();
}

interface StyleTile {
  readonly button: HTMLButtonElement;
  /** What this machine has drawn of it, when nobody drew anything; null = nothing yet. */
  look(address: string | null): void;
}

/** Hatched, then what the machine drew of the style, then, where that is quick, your own sentence in it. */
function createTile(store: PageStore, name: string): StyleTile {
  const onclick = () => changeSetting(store, 'style', name);
  const traits = { class: 'choice', role: 'radio', 'data-style': name, onclick };
  const button = element('button', traits, element('span', { class: 'hatch' }), element('span', {}, name));
  const picture = buttonPicture(button);
  const sketch = sketchPlace(button, (draft) => withStyle(draft, name));
  let isSketched = false;
  const show = (address: string | null) => {
    isSketched ||= address !== null;
    sketch.show(address);
  };
  // Pictures of styles that have a name are drawn by the bot; there is none of drawing without a style.
  addSketches([{ ...sketch, show, lasting: name === PLAIN_STYLE }]);
  return {
    button,
    look(address) {
      if (address !== null && !isSketched && picture.getAttribute('src') !== address) picture.src = address;
    },
  };
}

/** Between two looks for pictures that were drawn meanwhile. */
const LOOK_AGAIN_MS = 30_000;

/** As long as one is missing that somebody could see, it is asked for now and then. */
function awaitPictures(store: PageStore): void {
  setInterval(async () => {
    const { styles, room, side, isConnected } = store.state;
    const isSeen = room === 'draw' && side !== null && isConnected && !document.hidden;
    if (!isSeen || styles.styles.every(({ picture }) => picture !== null)) return;
    const now = await server.styles().catch(() => null); // a comfort: the page says elsewhere that it is alone
    if (now && JSON.stringify(now) !== JSON.stringify(styles)) store.set({ styles: now });
  }, LOOK_AGAIN_MS);
}

function dress(tile: HTMLElement, { about, isDefault }: { readonly about: string; readonly isDefault: boolean }): void {
  tile.title = isDefault ? labelOf('page.default-about', { about }) : about;
  const mark = tile.querySelector('.default');
  if (!isDefault) mark?.remove();
  else if (!mark)
    tile.lastElementChild!.append(
      element('i', { class: 'default', role: 'img', 'aria-label': labelOf('page.default') }),
    );
}

/** The draft in that style, whatever its prompt says. */
function withStyle(draft: Draft, name: string): Draft {
  return { ...draft, prompt: withFlag(draft.prompt, 'style', null), style: name };
}

function aboutOf({ styles }: State, name: string): string {
  return styles.styles.find((one) => one.name === name)?.description || labelOf('page.plain-about');
}

/** What the chosen style does, that the prompt says it, and a way to change it. */
function showAbout(store: PageStore): void {
  const text = element('span', {});
  const change = element('button', { class: 'link', id: 'edit-style' });
  change.addEventListener('click', () => openDialog(store, chosenStyle(store.state)));
  byId('style-about', HTMLParagraphElement).append(text, ' ', change);
  store.watch(
    (state) => [chosenStyle(state), isInPrompt(state.draft, 'style')],
    (style, isSaid) => {
      const about = style ? style.description || style.template : labelOf('page.plain-about');
      text.textContent = isSaid ? labelOf('page.said-about', { about }) : about;
      change.hidden = style === null;
      change.textContent = style?.readyMade ? labelOf('page.adapt') : labelOf('page.edit');
    },
  );
}

/** Arrow keys move the choice, as in every group of radio buttons. */
function step(store: PageStore, event: KeyboardEvent): void {
  const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (move === undefined) return;
  event.preventDefault();
  const names = [PLAIN_STYLE, ...store.state.styles.styles.map(({ name }) => name)];
  const next = names[(names.indexOf(chosenName(store.state)) + move + names.length) % names.length]!;
  changeSetting(store, 'style', next);
  queueMicrotask(() => document.querySelector<HTMLElement>(`[data-style="${CSS.escape(next)}"]`)?.focus());
}
