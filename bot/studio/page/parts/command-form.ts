import { element } from '#bot/studio/page/app/element.ts';
import { type CommandInput, type InputValue, server } from '#bot/studio/page/app/server.ts';
import { attempt } from '#bot/studio/page/app/toasts.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { CommandCard, OptionCard } from '#bot/studio/server/api.ts';

/** The form of a command, made of what its options say. Fields that are left empty are not said. */
export interface CommandForm {
  readonly rows: readonly HTMLElement[];
  read(): CommandInput;
}

/** A text that may be longer than this gets a field of several lines. */
const LINE_CHARS_MAX = 400;

/** Stillness after which completions are asked for. */
const QUIET_MS = 120;

interface Field {
  readonly row: HTMLElement;
  /** Null = not said. */
  read(): InputValue | null;
}

/** An empty form. */
export function createCommandForm(command: CommandCard): CommandForm {
  const fields = command.options.map((option) => [option.name, fieldOf(command.call, option)] as const);
  return {
    rows: fields.map(([, { row }]) => row),
    read: () =>
      Object.fromEntries(
        fields.flatMap(([name, field]) => {
          const value = field.read();
          return value === null ? [] : [[name, value]];
        }),
      ),
  };
}

function fieldOf(call: string, option: OptionCard): Field {
  switch (option.kind) {
    case 'boolean':
      return choice(option, [
        { value: 'yes', label: labelOf('page.yes'), meant: true },
        { value: 'no', label: labelOf('page.no'), meant: false },
      ]);
    case 'choice':
      return choice(
        option,
        option.choices.map((one) => ({ ...one, meant: one.value })),
      );
    case 'integer':
    case 'number':
      return number(option);
    case 'picture':
      return picture(option);
    case 'text':
    case 'seed':
      return text(call, option);
  }
}

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly meant: string | boolean;
}

function choice(option: OptionCard, choices: readonly Choice[]): Field {
  const select = element(
    'select',
    {},
    ...(option.required ? [] : [element('option', { value: '' }, labelOf('page.auto'))]),
    ...choices.map(({ value, label }) => element('option', { value }, label)),
  );
  return {
    row: labelled(option, select),
    read: () => choices.find(({ value }) => value === select.value)?.meant ?? null,
  };
}

function number(option: OptionCard): Field {
  const { min, max, kind } = option;
  const input = element('input', {
    type: 'number',
    placeholder: labelOf('page.auto'),
    min,
    max,
    step: kind === 'integer' ? 1 : 'any',
  });
  return { row: labelled(option, input), read: () => (input.value === '' ? null : input.valueAsNumber) };
}

/** A file that is sent as soon as it is chosen; what does not arrive is not said. */
function picture(option: OptionCard): Field {
  const input = element('input', { type: 'file', accept: 'image/*' });
  let sent: InputValue | null = null;
  input.addEventListener('change', () => {
    sent = null;
    const [file] = input.files ?? [];
    if (!file) return;
    input.setCustomValidity('…');
    void attempt(async () => {
      const { sha256 } = await server.keepPicture(file);
      sent = { sha256 };
    }).finally(() => input.setCustomValidity(''));
  });
  return { row: labelled(option, input), read: () => sent };
}

function text(call: string, option: OptionCard): Field {
  const isLong = (option.charactersMax ?? 0) > LINE_CHARS_MAX;
  const input = isLong
    ? element('textarea', { rows: 4, spellcheck: 'false' })
    : element('input', { type: 'text', autocomplete: 'off' });
  const row = labelled(option, input);
  if (option.completes) row.append(completing(input, { call, name: option.name }));
  return { row, read: () => (input.value === '' ? null : input.value) };
}

/** A list under the field that follows what is typed. */
function completing(
  input: HTMLInputElement | HTMLTextAreaElement,
  { call, name }: { readonly call: string; readonly name: string },
): HTMLDataListElement {
  const list = element('datalist', { id: `complete-${name}` });
  input.setAttribute('list', list.id);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = () =>
    server.complete(call, name, input.value).then(
      (found) => list.replaceChildren(...found.map(({ value, label }) => element('option', { value }, label))),
      () => {}, // the list is a comfort: a name can be typed
    );
  input.addEventListener('focus', () => void ask(), { once: true });
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, QUIET_MS);
  });
  return list;
}

function labelled({ label, description, required }: OptionCard, control: HTMLElement): HTMLLabelElement {
  const marked = required ? `${label} *` : label;
  return element('label', {}, element('span', {}, marked, element('small', {}, ` ${description}`)), control);
}
