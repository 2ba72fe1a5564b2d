import { element } from '#bot/studio/page/app/element.ts';
import { type TrainWord, trainLabel } from '#bot/studio/page/app/train-words.ts';
import type { TrainWishCard } from '#bot/studio/server/train-api.ts';

type Settings = Omit<TrainWishCard, 'pictures'>;

/** What is said of a training besides its pictures; what is left empty is as usual. */
export function trainFields() {
  const kind = choice(...(['style', 'subject', 'words'] as const).map((one) => option(one, trainLabel(one))));
  const name = element('input', { type: 'text', maxlength: 32, autocomplete: 'off', autocapitalize: 'off' });
  const about = element('input', { type: 'text', maxlength: 60 });
  const steps = element('input', { type: 'number', min: 1, max: 20_000 });
  const models = modelChoice();
  const model = models.element;
  const precision = choice(option('', trainLabel('usual')), option('float32'), option('float16'));
  const text = element('input', { type: 'checkbox' });
  const textRow = box(text, 'how-text');
  const crop = element('input', { type: 'checkbox' });
  const aboutField = field('about', about);
  const follow = () => {
    aboutField.hidden = kind.value === 'style'; // which is no kind of thing
    textRow.hidden = kind.value === 'words'; // text encoders stay as they are for those
  };
  follow();
  kind.addEventListener('change', follow);
  return {
    element: element(
      'div',
      { class: 'train-fields' },
      field('kind', kind),
      field('name', name),
      aboutField,
      field('how-model', model),
      field('steps', steps),
      field('how-precision', precision),
      textRow,
      box(crop, 'how-crop'),
    ),
    offer: models.offer,
    clear() {
      for (const input of [name, about, steps, precision]) input.value = '';
      for (const input of [text, crop]) input.checked = false;
    },
    write(wish: Settings) {
      kind.value = wish.kind;
      name.value = wish.name;
      about.value = wish.about;
      steps.value = String(wish.steps ?? '');
      precision.value = wish.precision ?? '';
      text.checked = wish.trainText ?? false;
      crop.checked = wish.randomCrop ?? false;
      if (wish.model !== undefined) models.choose(wish.model);
      follow();
      name.focus();
    },
    read: (): Settings => ({
      kind: kind.value as TrainWishCard['kind'],
      name: name.value.trim().toLowerCase(),
      about: aboutField.hidden ? '' : about.value.trim(),
      ...(model.value !== '' && { model: model.value }),
      ...(steps.value !== '' && { steps: Number(steps.value) }),
      ...(precision.value !== '' && { precision: precision.value as 'float32' | 'float16' }),
      ...(text.checked && !textRow.hidden && { trainText: true }),
      ...(crop.checked && { randomCrop: true }),
    }),
  };
}

/** The models that can be trained; one that was chosen and is there no more is said to be so when it is asked for. */
function modelChoice() {
  const model = element('select');
  let offered = '';
  const choose = (name: string) => {
    model.value = name;
    if (model.value !== name) model.append(option(name));
    model.value = name;
  };
  const offer = (models: readonly string[]) => {
    if (offered === models.join()) return;
    offered = models.join();
    const chosen = model.value;
    model.replaceChildren(...models.map((one) => option(one)));
    if (chosen !== '') choose(chosen);
  };
  return { element: model, choose, offer };
}

function field(key: TrainWord & ('kind' | 'name' | 'about' | 'steps' | 'how-model' | 'how-precision'), input: Node) {
  return element('label', { class: 'train-field' }, element('span', {}, trainLabel(key)), input);
}

function box(input: HTMLInputElement, key: TrainWord & ('how-text' | 'how-crop')) {
  return element('label', { class: 'row' }, input, element('span', {}, trainLabel(key)));
}

function choice(...options: readonly HTMLOptionElement[]) {
  return element('select', {}, ...options);
}

function option(value: string, label = value): HTMLOptionElement {
  return element('option', { value }, label);
}
