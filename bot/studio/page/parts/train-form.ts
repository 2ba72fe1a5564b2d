import { element } from '#bot/studio/page/app/element.ts';
import { training } from '#bot/studio/page/app/train-server.ts';
import { trainLabel } from '#bot/studio/page/app/train-words.ts';
import { trainFields } from '#bot/studio/page/parts/train-fields.ts';
import { captionedBy, figureOf, isCaption } from '#bot/studio/page/parts/train-pictures.ts';
import type { TrainFilesCard, TrainList, TrainPictureCard, TrainWishCard } from '#bot/studio/server/train-api.ts';

const TWICE = trainLabel('twice');

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
  const fields = trainFields();
  const pictures = element('div', { class: 'train-pictures' });
  const refused = element('ul', { class: 'train-refused' });
  const cost = element('p', { class: 'soft', role: 'status' });
  let given: readonly TrainPictureCard[] = [];
  const wish = (): TrainWishCard => ({ ...fields.read(), pictures: given });
  const show = () => {
    cost.textContent = '';
    describe.disabled = !lackWords(given);
    pictures.replaceChildren(...given.map((picture, i) => figureOf(picture, i, change)));
  };
  const change = (i: number, picture: TrainPictureCard | null) => {
    given = given.flatMap((one, at) => (at !== i ? [one] : picture ? [picture] : []));
    if (picture) describe.disabled = !lackWords(given);
    else show();
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
      const { pictures: captioned, alone } = await captionedBy(texts, given);
      refused.append(...alone.map(leftOut));
      put(captioned);
    });
  const describe = describeButton(() => run(async () => put((await training.describe(wish())).pictures)));
  const begin = () =>
    run(async () => {
      await training.start(wish());
      fields.clear();
      refused.replaceChildren();
      put([]);
      await changed();
    });
  const look = button('look', () => run(() => costOf(wish()).then((text) => cost.replaceChildren(text))));
  const starting = startRows(begin);
  const actions = element('p', { class: 'row wrap' }, look, describe);
  const parts = [fields.element, dropZone(add), pictures, refused, actions, cost, ...starting.rows];
  const offer = ({ canDescribe, models }: Pick<TrainList, 'canDescribe' | 'models'>) => {
    describe.hidden = !canDescribe;
    fields.offer(models);
  };
  const takeOver = (taken: TrainWishCard) => {
    fields.write(taken);
    starting.takeBackConsent(); // it was given for other pictures
    refused.replaceChildren();
    put(taken.pictures);
  };
  return { element: sheetOf(parts), offer, takeOver };
}

/** Pictures without words are what captions are written for. */
function lackWords(given: readonly TrainPictureCard[]): boolean {
  return given.some(({ caption }) => caption.trim() === '');
}

/** Neither offered nor of use before pictures are there. */
function describeButton(press: () => unknown): HTMLButtonElement {
  const describe = button('describe', press);
  describe.hidden = true;
  describe.disabled = true;
  return describe;
}

function sheetOf(parts: readonly HTMLElement[]): HTMLElement {
  return element('section', { class: 'sheet rule-sheet', 'aria-label': trainLabel('title') }, ...parts);
}

async function costOf(wish: TrainWishCard): Promise<string> {
  const { model, steps, seconds, memoryGib, notices } = await training.plan(wish);
  return [trainLabel('cost', { model, steps, seconds, memoryGib }), ...notices].join(' · ');
}

/** Nothing starts before who starts it has said that they may. */
function startRows(begin: () => Promise<boolean>) {
  const consent = element('input', { type: 'checkbox' });
  const start = button('start', async () => {
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
    element('label', { class: 'row' }, consent, element('span', {}, trainLabel('consent'))),
    element('p', { class: 'row' }, start),
  ];
  return { rows, takeBackConsent };
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
    element('span', { class: 'soft' }, trainLabel('drop')),
    element('span', { class: 'btn small' }, trainLabel('choose')),
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

function button(key: 'describe' | 'start' | 'look', press: () => unknown): HTMLButtonElement {
  return element('button', { class: 'btn', onclick: () => void press() }, trainLabel(key));
}
