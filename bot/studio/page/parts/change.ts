import { withFlag } from '#bot/prompt/change-flag.ts';
import { keepsRest } from '#bot/studio/page/app/draft-settings.ts';
import { byId, element } from '#bot/studio/page/app/element.ts';
import { type IconName, icon } from '#bot/studio/page/app/icons.ts';
import { hasMargins, marginPixels, theMask } from '#bot/studio/page/app/start-picture.ts';
import { changeDraft, type DraftStart, NO_MARGINS, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { createChangeCanvas, type Pencil, widen } from '#bot/studio/page/parts/change-canvas.ts';
import { field } from '#bot/studio/page/parts/field.ts';
import { createTries } from '#bot/studio/page/parts/tries.ts';

/** Largest brush, in pixels of a picture whose shorter side is 128. */
const BRUSH_MAX = 48;

/** One press of "left" draws half of the picture's side more there. */
const WIDER = 0.5;

/** The picture to start from on the easel: what is blue is drawn anew, in it and round it. */
export function showChange(store: PageStore): void {
  const pencil: Pencil = { tool: 'brush', radius: 8 };
  const tools = byId('change-tools', HTMLElement);
  const place = byId('change', HTMLElement);
  createChangeCanvas(store, place, pencil);
  tools.append(...toolButtons(store, pencil));
  byId('change-sheet', HTMLDivElement).append(
    brushField(pencil),
    strengthField(store),
    keepField(store),
    widenField(store),
    createTries(store),
    element('p', { class: 'soft small-text' }, labelOf('page.change-about')),
  );
  store.watch(
    ({ isChanging }) => [isChanging],
    (isChanging) => {
      for (const id of ['change-tools', 'change', 'change-sheet']) byId(id, HTMLElement).hidden = !isChanging;
      for (const id of ['rack', 'stage']) byId(id, HTMLElement).hidden = isChanging;
      byId('room-draw', HTMLDivElement).classList.toggle('is-changing', isChanging);
    },
  );
  // Caught on its way down: the keys of the page, which were there first, would take a picture back instead of a stroke.
  document.addEventListener('keydown', (event) => undoStroke(store, event), { capture: true });
}

function undoStroke({ state }: PageStore, event: KeyboardEvent): void {
  const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z';
  if (!state.isChanging || !isUndo || document.activeElement === byId('prompt', HTMLTextAreaElement)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.shiftKey) theMask().redo();
  else theMask().undo();
}

function toolButtons(store: PageStore, pencil: Pencil): readonly HTMLElement[] {
  const kinds: readonly (readonly [Pencil['tool'], IconName])[] = [
    ['brush', 'brush'],
    ['eraser', 'eraser'],
    ['lasso', 'lasso'],
    ['region', 'region'],
  ];
  const choices = kinds.map(([tool, picture]) => {
    const label = labelOf(`page.tool-${tool}`);
    const choose = () => {
      pencil.tool = tool;
      show();
    };
    const traits = {
      class: 'btn quiet icon-only',
      'data-tool': tool,
      'aria-label': label,
      title: label,
    };
    return { tool, button: element('button', { ...traits, onclick: choose }, icon(picture)) };
  });
  const show = () => {
    for (const { tool, button } of choices) button.setAttribute('aria-pressed', String(tool === pencil.tool));
  };
  const actionButton = (label: string, picture: IconName, act: () => void) =>
    element('button', { class: 'btn quiet icon-only', 'aria-label': label, title: label, onclick: act }, icon(picture));
  show();
  const region = choices.find(({ tool }) => tool === 'region')!.button;
  store.watch(
    ({ cluster }) => [cluster.findsThings],
    (findsThings) => {
      region.hidden = !findsThings;
      if (!findsThings && pencil.tool === 'region') choices[0]!.button.click();
    },
  );
  return [
    ...choices.map(({ button }) => button),
    actionButton(labelOf('page.mask-undo'), 'back', () => theMask().undo()),
    actionButton(labelOf('page.mask-redo'), 'on', () => theMask().redo()),
    actionButton(labelOf('page.mask-clear'), 'remove', () => {
      theMask().remember();
      theMask().clear();
    }),
  ];
}

function brushField(pencil: Pencil): HTMLElement {
  const value = element('output', {});
  const label = labelOf('page.brush');
  const slider = element('input', { type: 'range', min: 1, max: BRUSH_MAX, step: 1, 'aria-label': label });
  const show = () => {
    pencil.radius = slider.valueAsNumber;
    value.textContent = labelOf('page.pixels', { count: 2 * pencil.radius });
    slider.style.setProperty('--full', String((pencil.radius - 1) / (BRUSH_MAX - 1)));
  };
  slider.valueAsNumber = pencil.radius;
  slider.addEventListener('input', show);
  show();
  return field('brush', { label, control: slider, value });
}

/** What is usual: a picture alone keeps its layout, what is marked is all new. */
const STRENGTH = { whole: 0.75, part: 1 };

function strengthField(store: PageStore): HTMLElement {
  const value = element('output', {});
  const label = labelOf('page.strength');
  const slider = element('input', { type: 'range', min: 0.05, max: 1, step: 0.05, 'aria-label': label });
  slider.addEventListener('input', () => {
    const { start } = store.state.draft;
    if (start) changeDraft(store, { start: { ...start, strength: slider.valueAsNumber } });
  });
  const show = () => {
    const { start } = store.state.draft;
    if (!start) return;
    const strength = start.strength ?? (theMask().share > 0 || hasMargins(start) ? STRENGTH.part : STRENGTH.whole);
    slider.valueAsNumber = strength;
    slider.style.setProperty('--full', String((strength - 0.05) / 0.95));
    value.textContent = strengthWord(strength);
    slider.setAttribute('aria-valuetext', value.textContent);
  };
  store.watch(
    ({ draft }) => [draft.start],
    (_start) => show(),
  );
  theMask().onChange(show);
  return field('strength', { label, control: slider, value });
}

/** What is not marked stays as it is, unless the prompt says otherwise: the switch changes what stands there. */
function keepField(store: PageStore): HTMLElement {
  const box = element('input', { type: 'checkbox' });
  box.addEventListener('change', () => {
    const { prompt } = store.state.draft;
    changeDraft(store, { prompt: withFlag(prompt, 'keep', box.checked ? null : 'off') });
  });
  store.watch(
    ({ draft }) => [draft.prompt],
    (prompt) => {
      box.checked = keepsRest(prompt);
    },
  );
  return element('label', { class: 'row' }, box, element('span', {}, labelOf('page.keep-rest')));
}

/** How much may change, in plain words. */
export function strengthWord(strength: number): string {
  if (strength >= 1) return labelOf('page.strength-all');
  if (strength > 0.7) return labelOf('page.strength-much');
  return labelOf(strength > 0.4 ? 'page.strength-some' : 'page.strength-little');
}

function widenField(store: PageStore): HTMLElement {
  const sides = (['left', 'right', 'top', 'bottom'] as const).map((side) => {
    const toggle = () => widen(store, side, (store.state.draft.start?.margins[side] ?? 0) > 0 ? 0 : WIDER);
    const word = labelOf(`page.side-${side}`);
    return { side, button: element('button', { class: 'btn small', onclick: toggle }, word) };
  });
  const all = (name: string, marginsOf: (start: DraftStart) => DraftStart['margins']) => {
    const set = () => {
      const { start } = store.state.draft;
      if (start) changeDraft(store, { start: { ...start, margins: marginsOf(start) } });
    };
    return element('button', { class: 'btn small', onclick: set }, name);
  };
  const around = (share: number) => ({ left: share, right: share, top: share, bottom: share });
  const value = element('output', {});
  store.watch(
    ({ draft }) => [draft.start],
    (start) => {
      if (!start) return;
      for (const { side, button } of sides) button.setAttribute('aria-pressed', String(start.margins[side] > 0));
      const pixels = [...new Set(Object.values(marginPixels(start)).filter((length) => length > 0))];
      value.textContent = pixels.length === 1 ? labelOf('page.pixels-each', { count: pixels[0]! }) : '';
    },
  );
  const control = element(
    'div',
    { class: 'pads', role: 'group', 'aria-label': labelOf('page.widen') },
    ...sides.map(({ button }) => button),
    all('1.5×', () => around(0.25)),
    all('2×', () => around(WIDER)),
    all(labelOf('page.square'), toSquare),
    all(labelOf('page.not-wider'), () => NO_MARGINS),
  );
  return field('widen', { label: labelOf('page.widen'), control, value });
}

function toSquare({ width, height }: DraftStart): DraftStart['margins'] {
  const [across, down] = [Math.max(0, height / width - 1) / 2, Math.max(0, width / height - 1) / 2];
  return { left: across, right: across, top: down, bottom: down };
}
