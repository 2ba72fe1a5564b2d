import { make } from '#bot/studio/page/app/commands.ts';
import { byId, element, putInOrder } from '#bot/studio/page/app/element.ts';
import { enterRoom } from '#bot/studio/page/app/rooms.ts';
import { Refused, server } from '#bot/studio/page/app/server.ts';
import { changeDraft, type PageStore } from '#bot/studio/page/app/state.ts';
import { training } from '#bot/studio/page/app/train-server.ts';
import { trainLabel } from '#bot/studio/page/app/train-words.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { type Run, trainForm } from '#bot/studio/page/parts/train-form.ts';
import { keptRows, type TrainedActions } from '#bot/studio/page/parts/trained-list.ts';
import type { TrainList, TrainOutcome } from '#bot/studio/server/train-api.ts';

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
  const actions = actionsOf(store, { form, run, told, refresh: () => refresh() });
  const rows = keptRows(actions);
  const refresh = keepLooking({
    isSeen: () => store.state.room === 'train',
    told,
    show({ trained, ...offer }) {
      form.offer(offer);
      const none = trained.length === 0 ? [element('li', { class: 'soft' }, trainLabel('none'))] : [];
      putInOrder(list, [...none, ...rows(trained)]);
    },
  });
  room.append(
    element('header', { class: 'row' }, element('h2', {}, trainLabel('title'))),
    told,
    form.element,
    element(
      'section',
      { class: 'sheet rule-sheet', 'aria-label': trainLabel('list') },
      element('h3', {}, trainLabel('list')),
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
  {
    form,
    run,
    told,
    refresh,
  }: {
    readonly form: ReturnType<typeof trainForm>;
    readonly run: Run;
    readonly told: HTMLElement;
    readonly refresh: () => Promise<void>;
  },
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
    again: (name: string) =>
      void run(async () => {
        form.takeOver(await training.again(name));
        told.textContent = trainLabel('taken-over', { name });
      }),
    make(prompt: string) {
      changeDraft(store, { prompt });
      enterRoom('draw');
      void make(store);
    },
  };
}

function putBack(press: () => unknown): HTMLElement {
  return element('button', { class: 'link', onclick: () => void press() }, labelOf('page.undo'));
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
