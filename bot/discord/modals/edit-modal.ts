import {
  type APIComponentInLabel,
  type APIModalInteractionResponseCallbackData,
  type APISelectMenuOption,
  ComponentType,
  type ModalSubmitFields,
  TextInputStyle,
} from 'discord.js';
import { writeCustomId } from '#bot/discord/custom-id.ts';
import { ratioOf, SIZES, sizeOf } from '#bot/discord/sizes.ts';
import type { JobView, Order } from '#bot/domain/job.ts';
import { PLAIN_STYLE } from '#bot/domain/preset.ts';
import { FLAG_WORDS } from '#bot/prompt/flag-words.ts';
import { readPrompt } from '#bot/prompt/read-prompt.ts';
import type { Flags } from '#bot/prompt/syntax.ts';

/** No style can have this name. */
const USUAL_STYLE = '*';
const SELECT_OPTIONS_MAX = 25;
const TEXT_CHARS_MAX = 4000;
const SETTINGS_CHARS_MAX = 400;

/** Settings that have a field of their own in the form, or are words of the prompt. */
const OWN_FIELD: ReadonlySet<keyof Flags> = new Set(['style', 'ratio', 'no']);

/** The form that asks for a job again, filled in with what was said: as a member said it, not as it was settled. */
export function editModal(
  { job }: JobView,
  { styles }: { readonly styles: readonly { readonly name: string; readonly description: string }[] },
): APIModalInteractionResponseCallbackData {
  const { order } = job.settled;
  const { text, flags } = readPrompt(order.prompt);
  const said = { ...flags, ...order };
  const size = said.width === undefined && said.height === undefined && said.ratio ? sizeOf(said.ratio) : undefined;
  const negative = [order.negative, flags.no].filter(Boolean).join(', ');
  return {
    custom_id: writeCustomId({ action: 'edit', jobId: job.id }),
    title: 'Edit and draw again',
    components: [
      label('Prompt', paragraph('prompt', { value: text.trim(), required: true })),
      label('Not in the picture', paragraph('negative', { value: negative, required: false })),
      label('Style', styleField(styles, said.style)),
      label(
        'Size',
        select('size', { options: SIZES.map(({ name, value }) => ({ label: name, value })), chosen: size }),
      ),
      {
        ...label('Settings', settingsField(settingsText(said, { withRatio: size === undefined }))),
        description: 'As in a prompt; without a seed it is a new picture',
      },
    ],
  };
}

/** What was asked for with the form. The settings speak the language of prompts, so they are read as part of one. */
export function readEditModal(fields: ModalSubmitFields): Order {
  const typed = (name: string) => fields.getTextInputValue(name).trim();
  const negative = typed('negative');
  const style = styleIn(fields);
  return {
    prompt: `${typed('prompt')} ${typed('settings')}`.trim(),
    ...(negative === '' ? {} : { negative }),
    ...(style === '' || style === USUAL_STYLE ? {} : { style }),
    ...ratioOf(fields.getStringSelectValues('size')[0] ?? null),
  };
}

function styleIn(fields: ModalSubmitFields): string {
  const field = fields.getField('style');
  return field.type === ComponentType.StringSelect ? (field.values[0] ?? '') : fields.getTextInputValue('style').trim();
}

/** A list while it fits, else a line to type the name in. */
function styleField(
  styles: readonly { readonly name: string; readonly description: string }[],
  chosen: string | undefined,
): APIComponentInLabel {
  const known = [
    { label: "This server's usual style", value: USUAL_STYLE },
    { label: `${PLAIN_STYLE}: no style`, value: PLAIN_STYLE },
    ...styles.map(({ name, description }) => ({
      label: name.slice(0, 100),
      value: name.slice(0, 100),
      ...(description === '' ? {} : { description: description.slice(0, 100) }),
    })),
  ];
  const isKnown = chosen === undefined || known.some(({ value }) => value === chosen);
  if (known.length <= SELECT_OPTIONS_MAX && isKnown) return select('style', { options: known, chosen });
  return line('style', { value: chosen ?? '', placeholder: 'Name of a style, or plain', charsMax: 100 });
}

function settingsText(said: Flags & Order, { withRatio }: { readonly withRatio: boolean }): string {
  return FLAG_WORDS.filter(({ key }) => !OWN_FIELD.has(key) || (key === 'ratio' && withRatio))
    .flatMap(({ key, names }) => {
      const value = said[key];
      if (value === undefined) return [];
      return `--${names[0]} ${typeof value === 'object' ? `${value.width}:${value.height}` : value}`;
    })
    .join(' ');
}

function settingsField(value: string): APIComponentInLabel {
  return line('settings', { value, placeholder: '--steps 8 --guidance 1.5 --seed 7', charsMax: SETTINGS_CHARS_MAX });
}

function label(text: string, component: APIComponentInLabel) {
  return { type: ComponentType.Label as const, label: text, component };
}

function paragraph(id: string, { value, required }: { value: string; required: boolean }): APIComponentInLabel {
  return {
    type: ComponentType.TextInput,
    custom_id: id,
    style: TextInputStyle.Paragraph,
    required,
    max_length: TEXT_CHARS_MAX,
    ...filled(value, TEXT_CHARS_MAX),
  };
}

function line(
  id: string,
  { value, placeholder, charsMax }: { value: string; placeholder: string; charsMax: number },
): APIComponentInLabel {
  return {
    type: ComponentType.TextInput,
    custom_id: id,
    style: TextInputStyle.Short,
    required: false,
    max_length: charsMax,
    placeholder,
    ...filled(value, charsMax),
  };
}

/** Discord refuses a form whose field holds more than it takes, or an empty value. */
function filled(value: string, charsMax: number): { readonly value?: string } {
  return value === '' ? {} : { value: value.slice(0, charsMax) };
}

function select(
  id: string,
  { options, chosen }: { options: readonly APISelectMenuOption[]; chosen: string | undefined },
): APIComponentInLabel {
  const value = chosen ?? options[0]!.value;
  return {
    type: ComponentType.StringSelect,
    custom_id: id,
    required: true,
    options: options.map((option) => ({ ...option, default: option.value === value })),
  };
}
