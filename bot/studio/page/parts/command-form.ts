import { element } from '#bot/studio/page/app/element.ts';
import { type CommandInput, type InputValue, server } from '#bot/studio/page/app/server.ts';
import type { GivenCard, PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { createSlot } from '#bot/studio/page/parts/picture-slot.ts';
import { sources } from '#bot/studio/page/parts/picture-sources.ts';
import type { CommandCard, OptionCard } from '#bot/studio/server/api.ts';

/** The form of a command, made of what its options say. Fields that are left empty are not said. */
export interface CommandForm {
  readonly rows: readonly HTMLElement[];
  /** Once all pictures that were chosen have come to the studio. */
  read(): Promise<CommandInput>;
}

/** A text that may be longer than this gets a field of several lines. */
const LINE_CHARS_MAX = 400;

/** Stillness after which completions are asked for. */
const QUIET_MS = 120;

interface Field {
  readonly row: HTMLElement;
  /** Null = not said. */
  read(): InputValue | null;
  /** What is on its way into it. */
  coming?(): Promise<unknown>;
}

/** An empty form. */
export function createCommandForm(store: PageStore, command: CommandCard): CommandForm {
  const fields = command.options.map(
    (option) => [option.name, fieldOf(store, { call: command.call, option })] as const,
  );
  return {
    rows: fields.map(([, { row }]) => row),
    read: async () => {
      await Promise.all(fields.map(([, { coming }]) => coming?.()));
      return Object.fromEntries(
        fields.flatMap(([name, field]) => {
          const value = field.read();
          return value === null ? [] : [[name, value]];
        }),
      );
    },
  };
}

function fieldOf(store: PageStore, { call, option }: { readonly call: string; readonly option: OptionCard }): Field {
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
      return picture(store, option);
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

/** Chosen, dropped or taken from the easel; it goes to the studio at once. */
function picture(store: PageStore, option: OptionCard): Field {
  let given: GivenCard | null = null;
  let coming: Promise<unknown> = Promise.resolve();
  const put = (one: GivenCard | null) => {
    given = one;
    slot.show(one);
  };
  const sent = (one: Promise<GivenCard | null>) => {
    slot.busy(true);
    coming = one.finally(() => slot.busy(false));
    return one;
  };
  const { fromFile, fromEasel } = sources(store);
  const slot = createSlot({
    label: option.label,
    take: put,
    away: () => put(null),
    fromFile: (file) => sent(fromFile(file)),
    fromEasel: () => sent(fromEasel()),
  });
  slot.show(null);
  return {
    row: element('div', { class: 'picture-row' }, nameOf(option), slot.place),
    read: () => given && { sha256: given.sha256 },
    coming: () => coming,
  };
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

function labelled(option: OptionCard, control: HTMLElement): HTMLLabelElement {
  return element('label', {}, nameOf(option), control);
}

function nameOf({ label, description, required }: OptionCard): HTMLElement {
  return element('span', {}, required ? `${label} *` : label, element('small', {}, ` ${description}`));
}
