import {
  type APIComponentInLabel,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  type ModalSubmitFields,
} from 'discord.js';
import type { EditForm } from '#bot/commands/job-actions.ts';
import { SIZES, sizeOf } from '#bot/commands/sizes.ts';
import { type CustomId, writeCustomId } from '#bot/discord/custom-id.ts';
import { checkboxes, labelled, select, textField } from '#bot/discord/modals/modal-fields.ts';
import type { Order } from '#bot/domain/job.ts';
import { PLAIN_STYLE } from '#bot/domain/preset.ts';
import { PICTURE_KINDS, type PictureKind } from '#bot/ports/job-service.ts';
import { styleDescription } from '#bot/presets/visible-presets.ts';
import { FLAG_WORDS } from '#bot/prompt/flag-words.ts';
import { readPrompt } from '#bot/prompt/read-prompt.ts';
import type { Flags } from '#bot/prompt/syntax.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Language } from '#bot/text/locale.ts';
import { say } from '#bot/text/say.ts';
import { cut } from '#shared/text/cut.ts';
import type { Writer } from '#shared/text/message.ts';

/** No style can have this name. */
const USUAL_STYLE = '*';
const SELECT_OPTIONS_MAX = 25;
const PARAGRAPH = { charsMax: 4000, lines: 'many' } as const;
const SETTINGS_CHARS_MAX = 400;

/** Settings that have a field of their own in the form, or are words of the prompt. */
const OWN_FIELD: ReadonlySet<keyof Flags> = new Set(['style', 'ratio', 'no']);

/** What a form is filled in with: an order, or what was to become one and may be wrong. */
export type FormOrder = Omit<Order, 'seed' | 'start'> & {
  readonly seed?: number | string;
  readonly repeat?: number;
};

/** The form that asks for a job again. */
export function editModal(
  { view: { job }, styles }: Pick<EditForm, 'view' | 'styles'>,
  reader: { readonly language: Language },
): APIModalInteractionResponseCallbackData {
  const { order } = job.settled;
  const kept = PICTURE_KINDS.filter((kind) => order[kind] !== undefined);
  return orderModal({ order, styles, kept, id: { action: 'edit', jobId: job.id } }, reader);
}

/**
 * A form filled in with what was said: as a member said it, not as it was settled. Its words are in the language of who
 * opens it.
 */
export function orderModal(
  {
    order,
    styles,
    id,
    kept = [],
  }: {
    readonly order: FormOrder;
    readonly styles: EditForm['styles'];
    readonly id: CustomId;
    /** Kinds of pictures that stay unless they are unticked. */
    readonly kept?: readonly PictureKind[];
  },
  { language }: { readonly language: Language },
): APIModalInteractionResponseCallbackData {
  const writer = writerOf(language);
  const { text, flags } = readPrompt(order.prompt);
  const said = { ...flags, ...order };
  const size = said.width === undefined && said.height === undefined && said.ratio ? sizeOf(said.ratio) : undefined;
  const negative = [order.negative, flags.no].filter(Boolean).join(', ');
  return {
    custom_id: writeCustomId(id),
    title: writer.say(say('edit.title')),
    components: [
      labelled(
        writer.say(say('edit.prompt')),
        textField('prompt', { ...PARAGRAPH, value: text.trim(), required: true }),
      ),
      labelled(writer.say(say('edit.negative')), textField('negative', { ...PARAGRAPH, value: negative })),
      labelled(writer.say(say('edit.style')), styleField(styles, { chosen: said.style, writer })),
      kept.length > 0 ? keptField(kept, writer) : sizeField(size, writer),
      {
        ...labelled(
          writer.say(say('edit.settings')),
          textField('settings', {
            value: settingsText(said, { withRatio: size === undefined || kept.length > 0 }),
            placeholder: '--steps 8 --guidance 1.5 --seed 7',
            charsMax: SETTINGS_CHARS_MAX,
            lines: 'one',
          }),
        ),
        description: writer.say(say('edit.settings-about')),
      },
    ],
  };
}

/**
 * What was asked for with the form, as `/imagine` takes it. The settings speak the language of prompts, so they are read
 * as part of one.
 */
export function readEditModal(fields: ModalSubmitFields): Readonly<Record<string, string>> {
  const typed = (name: string) => fields.getTextInputValue(name).trim();
  const negative = typed('negative');
  const style = styleIn(fields);
  const [size] = fields.fields.has('size') ? fields.getStringSelectValues('size') : [];
  return {
    prompt: `${typed('prompt')} ${typed('settings')}`.trim(),
    ...(negative === '' ? {} : { negative }),
    ...(style === '' || style === USUAL_STYLE ? {} : { style }),
    ...(size === undefined ? {} : { size }),
  };
}

/** Which kinds of its parent's pictures an edit takes over, where the form asked. */
export function readKept(fields: ModalSubmitFields): { readonly keeps?: readonly PictureKind[] } {
  if (!fields.fields.has('kept')) return {};
  const ticked = fields.getCheckboxGroup('kept');
  return { keeps: PICTURE_KINDS.filter((kind) => ticked.includes(kind)) };
}

function sizeField(chosen: string | undefined, writer: Writer) {
  const options = SIZES.map(({ value, label }) => ({ label: writer.say(label), value }));
  return labelled(writer.say(say('edit.size')), select('size', { options, chosen }));
}

/** Stands in the place of the size, which a picture to start from says anyway: a form has five fields. */
function keptField(kinds: readonly PictureKind[], writer: Writer) {
  const options = kinds.map((value) => ({ value, label: writer.say(say(`edit.kept-${value}`)) }));
  const field = labelled(writer.say(say('edit.kept')), checkboxes('kept', options));
  return { ...field, description: writer.say(say('edit.kept-about')) };
}

function styleIn(fields: ModalSubmitFields): string {
  const field = fields.getField('style');
  return field.type === ComponentType.StringSelect ? (field.values[0] ?? '') : fields.getTextInputValue('style').trim();
}

/** A list while it fits, else a line to type the name in. */
function styleField(
  styles: EditForm['styles'],
  { chosen, writer }: { readonly chosen: string | undefined; readonly writer: Writer },
): APIComponentInLabel {
  const plain = PLAIN_STYLE;
  const known = [
    { label: writer.say(say('edit.usual-style')), value: USUAL_STYLE },
    { label: writer.say(say('edit.plain-style', { plain })), value: plain },
    ...styles.map((style) => {
      const name = cut(style.name, 100);
      const description = cut(styleDescription(style, writer), 100);
      return { label: name, value: name, ...(description === '' ? {} : { description }) };
    }),
  ];
  const isKnown = chosen === undefined || known.some(({ value }) => value === chosen);
  if (known.length <= SELECT_OPTIONS_MAX && isKnown) return select('style', { options: known, chosen });
  const placeholder = writer.say(say('edit.style-typed', { plain }));
  return textField('style', { value: chosen ?? '', placeholder, charsMax: 100, lines: 'one' });
}

function settingsText(said: Omit<Flags, 'seed'> & FormOrder, { withRatio }: { readonly withRatio: boolean }): string {
  return FLAG_WORDS.filter(({ key }) => !OWN_FIELD.has(key) || (key === 'ratio' && withRatio))
    .flatMap(({ key, names }) => {
      const value = said[key];
      if (value === undefined) return [];
      if (value === true) return [`--${names[0]}`];
      return `--${names[0]} ${typeof value === 'object' ? `${value.width}:${value.height}` : value}`;
    })
    .join(' ');
}
