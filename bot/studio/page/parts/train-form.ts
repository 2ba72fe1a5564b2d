import { element } from '#bot/studio/page/app/element.ts';
import { training } from '#bot/studio/page/app/train-server.ts';
import { trainLabel } from '#bot/studio/page/app/train-words.ts';
import { captionedBy, figureOf, isCaption } from '#bot/studio/page/parts/train-pictures.ts';
import type { TrainFilesCard, TrainPictureCard, TrainWishCard } from '#bot/studio/server/train-api.ts';

const TWICE = trainLabel('train-page.twice');

function leftOut({ name, reason }: { readonly name: string; readonly reason: string }): HTMLElement {
  return element('li', {}, `${name}: ${reason}`);
}

/** Pictures that are new to the form, and those that are in it already. */
function sorted({ pictures }: TrainFilesCard, given: readonly TrainPictureCard[]) {
  const known = new Set(given.map(({ image }) => image.sha256));
  const isKnown = ({ image }: TrainPictureCard) => known.has(image.sha256);
  const twice = pictures.filter(isKnown).map(({ name }) => ({ name, reason: TWICE }));
  return { added: pictures.filter((one) => !isKnown(one)), twice };
}

/** Says what is refused; whether it was not. */
export type Run = (work: () => Promise<unknown>) => Promise<boolean>;

/** The form where pictures and settings are given; what is taken over from another training replaces what is in it. */
export function trainForm(run: Run, changed: () => Promise<void>) {
  const fields = formFields();
  const pictures = element('div', { class: 'train-pictures' });
  const refused = element('ul', { class: 'train-refused' });
  const cost = element('p', { class: 'soft', role: 'status' });
  let given: readonly TrainPictureCard[] = [];
  const wish = (): TrainWishCard => ({ ...fields.read(), pictures: given });
  const show = () => {
    cost.textContent = '';
    pictures.replaceChildren(...given.map((picture, i) => figureOf(picture, i, change)));
  };
  const change = (i: number, picture: TrainPictureCard | null) => {
    given = given.flatMap((one, at) => (at !== i ? [one] : picture ? [picture] : []));
    if (!picture) show();
  };
  const put = (all: readonly TrainPictureCard[]) => {
    given = all;
    show();
  };
  const take = (card: TrainFilesCard) => {
    const { added, twice } = sorted(card, given);
    refused.append(...[...card.refused, ...twice].map(leftOut));
    put([...given, ...added]);
  };
  const add = (files: Iterable<File>) =>
    run(async () => {
      const all = [...files];
      const texts = all.filter(({ name }) => isCaption(name));
      for (const file of all) if (!isCaption(file.name)) take(await training.files(file));
      if (texts.length === 0) return;
      const { pictures: captioned, alone } = await captionedBy(texts, given);
      refused.append(...alone.map(leftOut));
      put(captioned);
    });
  const describing = async () => put((await training.describe(wish())).pictures);
  const describe = button('train-page.describe', () => run(describing));
  describe.hidden = true;
  const begin = () =>
    run(async () => {
      await training.start(wish());
      fields.clear();
      refused.replaceChildren();
      put([]);
      await changed();
    });
  const look = button('train-page.look', () => run(() => costOf(wish()).then((text) => cost.replaceChildren(text))));
  const starting = startRows(begin);
  const actions = element('p', { class: 'row wrap' }, look, describe);
  const parts = [fields.element, dropZone(add), pictures, refused, actions, cost, ...starting.rows];
  const allowDescribing = (may: boolean) => {
    describe.hidden = !may;
  };
  const takeOver = (taken: TrainWishCard) => {
    fields.write(taken);
    starting.takeBackConsent(); // it was given for other pictures
    refused.replaceChildren();
    put(taken.pictures);
  };
  return { element: sheetOf(parts), allowDescribing, takeOver };
}

function sheetOf(parts: readonly HTMLElement[]): HTMLElement {
  return element('section', { class: 'sheet rule-sheet', 'aria-label': trainLabel('train-page.title') }, ...parts);
}

async function costOf(wish: TrainWishCard): Promise<string> {
  const { model, steps, seconds, notices } = await training.plan(wish);
  return [trainLabel('train-page.cost', { model, steps, seconds }), ...notices].join(' · ');
}

/** Nothing starts before who starts it has said that they may. */
function startRows(begin: () => Promise<boolean>) {
  const consent = element('input', { type: 'checkbox' });
  const start = button('train-page.start', async () => {
    start.disabled = true; // pressed twice it would begin twice
    if (await begin()) consent.checked = false; // it was said of these pictures
    allow();
  });
  const takeBackConsent = () => {
    consent.checked = false;
    allow();
  };
  start.className = 'btn main';
  const allow = () => {
    start.disabled = !consent.checked;
  };
  allow();
  consent.addEventListener('change', allow);
  const rows = [
    element('label', { class: 'row' }, consent, element('span', {}, trainLabel('train-page.consent'))),
    element('p', { class: 'row' }, start),
  ];
  return { rows, takeBackConsent };
}

function formFields() {
  const kinds = (['style', 'subject', 'words'] as const).map((kind) =>
    element('option', { value: kind }, trainLabel(`train-page.${kind}`)),
  );
  const kind = element('select', {}, ...kinds);
  const name = element('input', { type: 'text', maxlength: 32, autocomplete: 'off', autocapitalize: 'off' });
  const about = element('input', { type: 'text', maxlength: 60 });
  const steps = element('input', { type: 'number', min: 1, max: 20_000 });
  let model: string | null = null;
  const field = (
    key: Parameters<typeof trainLabel>[0] & `train-page.${'kind' | 'name' | 'about' | 'steps'}`,
    input: Node,
  ) => element('label', { class: 'train-field' }, element('span', {}, trainLabel(key)), input);
  const aboutField = field('train-page.about', about);
  const showFields = () => {
    aboutField.hidden = kind.value === 'style'; // which is no kind of thing
  };
  kind.addEventListener('change', showFields);
  showFields();
  return {
    element: element(
      'div',
      { class: 'train-fields' },
      field('train-page.kind', kind),
      field('train-page.name', name),
      aboutField,
      field('train-page.steps', steps),
    ),
    clear() {
      for (const input of [name, about, steps]) input.value = '';
      model = null;
    },
    write(wish: Omit<TrainWishCard, 'pictures'>) {
      kind.value = wish.kind;
      name.value = wish.name;
      about.value = wish.about;
      steps.value = String(wish.steps ?? '');
      showFields();
      model = wish.model ?? null;
      name.focus();
    },
    read: (): Omit<TrainWishCard, 'pictures'> => ({
      kind: kind.value as TrainWishCard['kind'],
      name: name.value.trim().toLowerCase(),
      about: aboutField.hidden ? '' : about.value.trim(),
      ...(model !== null && { model }),
      ...(steps.value === '' ? {} : { steps: Number(steps.value) }),
    }),
  };
}

function dropZone(add: (files: Iterable<File>) => Promise<unknown>): HTMLElement {
  const input = element('input', { type: 'file', multiple: true, accept: 'image/*,.zip,.txt', class: 'unseen' });
  input.addEventListener('change', () => {
    void add([...(input.files ?? [])]);
    input.value = '';
  });
  const zone = element(
    'label',
    { class: 'train-drop' },
    element('span', { class: 'soft' }, trainLabel('train-page.drop')),
    element('span', { class: 'btn small' }, trainLabel('train-page.choose')),
    input,
  );
  zone.addEventListener('dragover', (event) => event.preventDefault());
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    event.stopPropagation(); // the rest of the page would draw from it
    void add([...(event.dataTransfer?.files ?? [])]);
  });
  return zone;
}

function button(
  key: 'train-page.describe' | 'train-page.start' | 'train-page.look',
  press: () => unknown,
): HTMLButtonElement {
  return element('button', { class: 'btn', onclick: () => void press() }, trainLabel(key));
}
