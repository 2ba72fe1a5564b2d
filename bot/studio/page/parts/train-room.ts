import { make } from '#bot/studio/page/app/commands.ts';
import { byId, element, putInOrder } from '#bot/studio/page/app/element.ts';
import { enterRoom } from '#bot/studio/page/app/rooms.ts';
import { Refused, server } from '#bot/studio/page/app/server.ts';
import { changeDraft, type PageStore } from '#bot/studio/page/app/state.ts';
import { training } from '#bot/studio/page/app/train-server.ts';
import { trainLabel } from '#bot/studio/page/app/train-words.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { captionedBy, figureOf, isCaption } from '#bot/studio/page/parts/train-pictures.ts';
import { keptRows, type TrainedActions } from '#bot/studio/page/parts/trained-list.ts';
import type {
  TrainFilesCard,
  TrainList,
  TrainOutcome,
  TrainPictureCard,
  TrainWishCard,
} from '#bot/studio/server/train-api.ts';

/** While something is being trained it is looked so often how far it is. Milliseconds. */
const LOOK_MS = 1500;

/** The room where models are trained: pictures with their words, what it takes, and what was trained. */
export function showTrainRoom(store: PageStore): void {
  const room = byId('room-train', HTMLDivElement);
  const told = element('p', { class: 'outcome-line', role: 'status' });
  const list = element('ul', { class: 'trained-list' });
  const run = async (work: () => Promise<unknown>) => {
    try {
      told.textContent = '';
      await work();
      return true;
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
      told.textContent = thrown.message;
      return false;
    }
  };
  const form = trainForm(run, () => refresh());
  const actions = actionsOf(store, { run, told, refresh: () => refresh() });
  const rows = keptRows(actions);
  const refresh = keepLooking({
    isSeen: () => store.state.room === 'train',
    told,
    show({ canDescribe, trained }) {
      form.allowDescribing(canDescribe);
      const none = trained.length === 0 ? [element('li', { class: 'soft' }, trainLabel('train-page.none'))] : [];
      putInOrder(list, [...none, ...rows(trained)]);
    },
  });
  room.append(
    element('header', { class: 'row' }, element('h2', {}, trainLabel('train-page.title'))),
    told,
    form.element,
    element(
      'section',
      { class: 'sheet rule-sheet', 'aria-label': trainLabel('train-page.list') },
      element('h3', {}, trainLabel('train-page.list')),
      list,
    ),
  );
  store.watch(
    ({ room: now }) => [now],
    (now) => {
      if (now === 'train') void refresh();
    },
  );
}

function actionsOf(
  store: PageStore,
  { run, told, refresh }: { readonly run: Run; readonly told: HTMLElement; readonly refresh: () => Promise<void> },
): TrainedActions {
  const comesBack = async (jobId: string) => {
    await server.takeBack(jobId);
    await refresh();
  };
  const does = (act: (name: string) => Promise<TrainOutcome>) => (name: string) =>
    void run(async () => {
      const { said, jobId } = await act(name);
      await refresh();
      told.textContent = said;
      if (jobId !== undefined)
        told.append(
          ' ',
          putBack(() => run(() => comesBack(jobId))),
        );
    });
  return {
    ...{ stop: does(training.stop), pause: does(training.pause), resume: does(training.resume) },
    remove: does(training.remove),
    make(prompt: string) {
      changeDraft(store, { prompt });
      enterRoom('draw');
      void make(store);
    },
  };
}

function putBack(press: () => unknown): HTMLElement {
  return element('button', { type: 'button', class: 'link', onclick: () => void press() }, labelOf('page.undo'));
}

/**
 * Looks how trainings stand, now and for as long as one is running; what cannot be had it asks for
 * again by itself, and takes back what it said of that.
 */
function keepLooking({
  isSeen,
  told,
  show,
}: {
  readonly isSeen: () => boolean;
  readonly told: HTMLElement;
  readonly show: (list: TrainList) => void;
}): () => Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown = '';
  let trouble = '';
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void (isSeen() && look()), LOOK_MS);
  };
  const look = async (): Promise<void> => {
    try {
      const list = await training.list();
      if (told.textContent === trouble) told.textContent = '';
      trouble = '';
      if (JSON.stringify(list) !== shown) show(list);
      shown = JSON.stringify(list);
      if (list.trained.some(({ isDone }) => !isDone)) again();
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
      trouble = thrown.message;
      told.textContent = trouble;
      again();
    }
  };
  return look;
}

const TWICE = trainLabel('train-page.twice');

function leftOut({ name, reason }: { readonly name: string; readonly reason: string }): HTMLElement {
  return element('li', {}, `${name}: ${reason}`);
}

/** Says what is refused; whether it was not. */
type Run = (work: () => Promise<unknown>) => Promise<boolean>;

function trainForm(run: Run, changed: () => Promise<void>) {
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
    const twice = card.pictures.filter(({ image }) => known.has(image.sha256));
    refused.append(...card.refused.map(leftOut), ...twice.map(({ name }) => leftOut({ name, reason: TWICE })));
    show();
  };
  const add = (files: Iterable<File>) =>
    run(async () => {
      const all = [...files];
      const texts = all.filter(({ name }) => isCaption(name));
      for (const file of all) if (!isCaption(file.name)) take(await training.files(file));
      if (texts.length === 0) return;
      const { pictures: captioned, alone } = await captionedBy(texts, given);
      given = captioned;
      refused.append(...alone.map(leftOut));
      show();
    });
  const describing = async () => {
    given = (await training.describe(wish())).pictures;
    show();
  };
  const describe = button('train-page.describe', () => run(describing));
  describe.hidden = true;
  const begin = () =>
    run(async () => {
      await training.start(wish());
      given = [];
      fields.clear();
      refused.replaceChildren();
      show();
      await changed();
    });
  const reckon = async () => {
    cost.textContent = await costOf(wish());
  };
  const look = button('train-page.look', () => run(reckon));
  const actions = element('p', { class: 'row wrap' }, look, describe);
  const parts = [fields.element, dropZone(add), pictures, refused, actions, cost, ...startRows(begin)];
  const allowDescribing = (may: boolean) => {
    describe.hidden = !may;
  };
  return { element: sheetOf(parts), allowDescribing };
}

function sheetOf(parts: readonly HTMLElement[]): HTMLElement {
  return element('section', { class: 'sheet rule-sheet', 'aria-label': trainLabel('train-page.title') }, ...parts);
}

async function costOf(wish: TrainWishCard): Promise<string> {
  const { model, steps, seconds, notices } = await training.plan(wish);
  return [trainLabel('train-page.cost', { model, steps, seconds }), ...notices].join(' · ');
}

/** Nothing starts before who starts it has said that they may. */
function startRows(begin: () => Promise<boolean>): readonly HTMLElement[] {
  const consent = element('input', { type: 'checkbox' });
  const start = button('train-page.start', async () => {
    start.disabled = true; // pressed twice it would begin twice
    if (await begin()) consent.checked = false; // it was said of these pictures
    allow();
  });
  start.className = 'btn main';
  const allow = () => {
    start.disabled = !consent.checked;
  };
  allow();
  consent.addEventListener('change', allow);
  return [
    element('label', { class: 'row' }, consent, element('span', {}, trainLabel('train-page.consent'))),
    element('p', { class: 'row' }, start),
  ];
}

function formFields() {
  const kinds = (['style', 'subject', 'words'] as const).map((kind) =>
    element('option', { value: kind }, trainLabel(`train-page.${kind}`)),
  );
  const kind = element('select', {}, ...kinds);
  const name = element('input', { type: 'text', maxlength: 32, autocomplete: 'off', autocapitalize: 'off' });
  const about = element('input', { type: 'text', maxlength: 60 });
  const steps = element('input', { type: 'number', min: 1, max: 20_000 });
  const field = (
    key: Parameters<typeof trainLabel>[0] & `train-page.${'kind' | 'name' | 'about' | 'steps'}`,
    input: Node,
  ) => element('label', { class: 'train-field' }, element('span', {}, trainLabel(key)), input);
  return {
    element: element(
      'div',
      { class: 'train-fields' },
      field('train-page.kind', kind),
      field('train-page.name', name),
      field('train-page.about', about),
      field('train-page.steps', steps),
    ),
    clear() {
      for (const input of [name, about, steps]) input.value = '';
    },
    read: (): Omit<TrainWishCard, 'pictures'> => ({
      kind: kind.value as TrainWishCard['kind'],
      name: name.value.trim().toLowerCase(),
      about: about.value.trim(),
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
  return element('button', { type: 'button', class: 'btn', onclick: () => void press() }, trainLabel(key));
}
