import { byId, element } from '#bot/studio/page/app/element.ts';
import { Refused } from '#bot/studio/page/app/server.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { teaching } from '#bot/studio/page/app/teach-server.ts';
import { teachLabel } from '#bot/studio/page/app/teach-words.ts';
import { taughtRow } from '#bot/studio/page/parts/taught-list.ts';
import type { TrainFilesCard, TrainPictureCard, TrainWishCard } from '#bot/studio/server/train-api.ts';

/** While something is being taught it is looked so often how far it is. Milliseconds. */
const LOOK_MS = 1500;

/** The room where models are taught: pictures with their words, what it takes, and what was taught. */
export function showTrainRoom(store: PageStore): void {
  const room = byId('room-train', HTMLDivElement);
  const told = element('p', { class: 'outcome-line', role: 'status' });
  const list = element('ul', { class: 'taught-list' });
  const run = async (work: () => Promise<unknown>) => {
    try {
      told.textContent = '';
      await work();
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
      told.textContent = thrown.message;
    }
  };
  const form = teachForm(run, () => refresh());
  let shown = '';
  const refresh = async (): Promise<void> => {
    const { canDescribe, trained } = await teaching.list();
    form.allowDescribing(canDescribe);
    const actions = {
      stop: (name: string) => void run(() => teaching.stop(name).then(refresh)),
      remove: (name: string) => void run(() => teaching.remove(name).then(refresh)),
    };
    if (JSON.stringify(trained) !== shown)
      list.replaceChildren(
        ...(trained.length === 0 ? [element('li', { class: 'soft' }, teachLabel('teach.none'))] : []),
        ...trained.map((card) => taughtRow(card, actions)),
      );
    shown = JSON.stringify(trained);
    if (trained.some(({ isDone }) => !isDone) && store.state.room === 'train')
      setTimeout(() => void run(refresh), LOOK_MS);
  };
  room.append(
    element('header', { class: 'row' }, element('h2', {}, teachLabel('teach.title'))),
    told,
    form.element,
    element(
      'section',
      { class: 'sheet rule-sheet', 'aria-label': teachLabel('teach.list') },
      element('h3', {}, teachLabel('teach.list')),
      list,
    ),
  );
  store.watch(
    ({ room: now }) => [now],
    (now) => {
      if (now === 'train') void run(refresh);
    },
  );
}

type Run = (work: () => Promise<unknown>) => Promise<void>;

function teachForm(run: Run, changed: () => Promise<void>) {
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
  const take = (card: TrainFilesCard) => {
    const known = new Set(given.map(({ image }) => image.sha256));
    given = [...given, ...card.pictures.filter(({ image }) => !known.has(image.sha256))];
    const told = card.refused.map(({ name, reason }) => element('li', {}, `${name}: ${reason}`));
    refused.append(...told);
    show();
  };
  const add = (files: Iterable<File>) =>
    run(async () => {
      for (const file of files) take(await teaching.files(file));
    });
  const describe = button('teach.describe', () =>
    run(async () => {
      given = (await teaching.describe(wish())).pictures;
      show();
    }),
  );
  describe.hidden = true;
  const begin = () =>
    run(async () => {
      await teaching.start(wish());
      given = [];
      refused.replaceChildren();
      show();
      await changed();
    });
  const look = button('teach.look', () =>
    run(async () => {
      cost.textContent = await costOf(wish());
    }),
  );
  const actions = element('p', { class: 'row wrap' }, look, describe);
  const parts = [fields.element, dropZone(add), pictures, refused, actions, cost, ...startRows(begin)];
  const allowDescribing = (may: boolean) => {
    describe.hidden = !may;
  };
  return { element: sheetOf(parts), allowDescribing };
}

function sheetOf(parts: readonly HTMLElement[]): HTMLElement {
  return element('section', { class: 'sheet rule-sheet', 'aria-label': teachLabel('teach.title') }, ...parts);
}

async function costOf(wish: TrainWishCard): Promise<string> {
  const { model, steps, seconds, notices } = await teaching.plan(wish);
  return [teachLabel('teach.cost', { model, steps, seconds }), ...notices].join(' · ');
}

/** Nothing starts before who starts it has said that they may. */
function startRows(begin: () => Promise<void>): readonly HTMLElement[] {
  const consent = element('input', { type: 'checkbox' });
  const start = button('teach.start', begin);
  start.disabled = true;
  start.className = 'btn main';
  consent.addEventListener('change', () => {
    start.disabled = !consent.checked;
  });
  return [
    element('label', { class: 'row' }, consent, element('span', {}, teachLabel('teach.consent'))),
    element('p', { class: 'row' }, start),
  ];
}

function formFields() {
  const kinds = (['style', 'subject', 'words'] as const).map((kind) =>
    element('option', { value: kind }, teachLabel(`teach.${kind}`)),
  );
  const kind = element('select', {}, ...kinds);
  const name = element('input', { type: 'text', maxlength: 32, autocomplete: 'off', autocapitalize: 'off' });
  const about = element('input', { type: 'text', maxlength: 60 });
  const steps = element('input', { type: 'number', min: 1, max: 20_000 });
  const field = (key: Parameters<typeof teachLabel>[0] & `teach.${'kind' | 'name' | 'about' | 'steps'}`, input: Node) =>
    element('label', { class: 'train-field' }, element('span', {}, teachLabel(key)), input);
  return {
    element: element(
      'div',
      { class: 'train-fields' },
      field('teach.kind', kind),
      field('teach.name', name),
      field('teach.about', about),
      field('teach.steps', steps),
    ),
    read: (): Omit<TrainWishCard, 'pictures'> => ({
      kind: kind.value as TrainWishCard['kind'],
      name: name.value.trim().toLowerCase(),
      about: about.value.trim(),
      ...(steps.value === '' ? {} : { steps: Number(steps.value) }),
    }),
  };
}

function dropZone(add: (files: Iterable<File>) => Promise<void>): HTMLElement {
  const input = element('input', { type: 'file', multiple: true, accept: 'image/*,.zip,.txt', class: 'unseen' });
  input.addEventListener('change', () => {
    void add([...(input.files ?? [])]);
    input.value = '';
  });
  const zone = element(
    'label',
    { class: 'train-drop' },
    element('span', { class: 'soft' }, teachLabel('teach.drop')),
    element('span', { class: 'btn small' }, teachLabel('teach.choose')),
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

function figureOf(
  picture: TrainPictureCard,
  i: number,
  change: (i: number, picture: TrainPictureCard | null) => void,
): HTMLElement {
  const number = i + 1;
  const caption = element('textarea', {
    rows: 2,
    maxlength: 2000,
    'aria-label': teachLabel('teach.caption', { number }),
    placeholder: teachLabel('teach.caption-empty'),
  });
  caption.value = picture.caption;
  caption.addEventListener('input', () => change(i, { ...picture, caption: caption.value }));
  const gone = teachLabel('teach.leave-out', { number });
  return element(
    'figure',
    {},
    element('img', { src: `/api/pictures/${picture.image.sha256}`, alt: picture.name }),
    caption,
    element(
      'button',
      { type: 'button', class: 'btn quiet small', 'aria-label': gone, onclick: () => change(i, null) },
      '×',
    ),
  );
}

function button(key: 'teach.describe' | 'teach.start' | 'teach.look', press: () => unknown): HTMLButtonElement {
  return element('button', { type: 'button', class: 'btn', onclick: () => void press() }, teachLabel(key));
}
