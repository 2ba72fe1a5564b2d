import { element } from '#bot/studio/page/app/element.ts';
import type { CommandInput } from '#bot/studio/page/app/server.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { OfferCard, StyleCard } from '#bot/studio/server/api.ts';
import { TIMESTEP_SPACINGS } from '#shared/contract/bounds.ts';

/** The form of one style. Empty fields and "auto" mean: as the model likes it. */
export interface StyleForm {
  readonly rows: readonly HTMLElement[];
  read(): CommandInput;
}

/** A form filled with a style, or empty for a new one; names are offered as far as renderers have told them. */
export function createStyleForm(style: StyleCard | null, offer: OfferCard | null): StyleForm {
  const controls = createControls(style, offer);
  return { rows: rowsOf(controls, offer), read: () => ({ ...read(controls), 'clip-skip': style?.clipSkip ?? null }) };
}

function createControls(style: StyleCard | null, offer: OfferCard | null) {
  const name = text(style?.name, 'gouache');
  name.maxLength = 32;
  name.readOnly = style !== null;
  return {
    name,
    description: text(style?.description, labelOf('page.does-example')),
    template: element('textarea', { rows: 2, spellcheck: 'false' }, style?.template ?? '{prompt}'),
    negative: text(style?.negative, ''),
    model: choice(['', ...(offer?.models ?? []).map((one) => one.name)], style?.model ?? ''),
    adapters: text((style?.adapters ?? []).map(adapterText).join(', '), 'lcm:1'),
    sampler: choice(['', ...(offer?.samplers ?? []).map((one) => one.name)], style?.sampler ?? ''),
    karras: choice(['', 'yes', 'no'], style?.karras == null ? '' : style.karras ? 'yes' : 'no', YES_NO),
    spacing: choice(['', ...TIMESTEP_SPACINGS], style?.spacing ?? ''),
    steps: number(style?.steps),
    guidance: number(style?.guidance),
    width: number(style?.width),
    height: number(style?.height),
  };
}

type Controls = ReturnType<typeof createControls>;

function rowsOf(controls: Controls, offer: OfferCard | null): readonly HTMLElement[] {
  const known = [
    ...new Set((offer?.models ?? []).flatMap((model) => model.adapters.map((adapter) => adapter.name))),
  ].join(', ');
  const { steps, guidance, width, height } = controls;
  return [
    pair(labelled(labelOf('page.name'), controls.name), labelled(labelOf('page.does'), controls.description)),
    labelled(labelOf('page.template'), controls.template, labelOf('page.template-about', { place: '{prompt}' })),
    labelled(labelOf('page.without'), controls.negative),
    pair(
      labelled(labelOf('page.model'), controls.model),
      labelled(labelOf('page.adapters'), controls.adapters, known && labelOf('page.adapters-here', { names: known })),
    ),
    pair(
      labelled(labelOf('page.sampler'), controls.sampler),
      labelled(labelOf('page.karras'), controls.karras),
      labelled(labelOf('page.spacing'), controls.spacing),
    ),
    pair(
      labelled(labelOf('page.steps'), steps),
      labelled(labelOf('page.guidance'), guidance),
      labelled(labelOf('page.width'), width),
      labelled(labelOf('page.height'), height),
    ),
  ];
}

function read(controls: Controls): CommandInput {
  return {
    name: controls.name.value,
    description: controls.description.value,
    template: controls.template.value,
    negative: controls.negative.value,
    model: controls.model.value || null,
    adapters: controls.adapters.value,
    sampler: controls.sampler.value || null,
    karras: controls.karras.value === '' ? null : controls.karras.value === 'yes',
    spacing: controls.spacing.value || null,
    steps: numberIn(controls.steps),
    guidance: numberIn(controls.guidance),
    width: numberIn(controls.width),
    height: numberIn(controls.height),
  };
}

const YES_NO = { yes: labelOf('page.yes'), no: labelOf('page.no') };

function pair(...labels: readonly HTMLElement[]): HTMLElement {
  return element('div', { class: 'pair' }, ...labels);
}

function text(value: string | undefined, placeholder: string): HTMLInputElement {
  return element('input', { type: 'text', value: value ?? '', placeholder });
}

function labelled(label: string, control: HTMLElement, hint = ''): HTMLLabelElement {
  return element('label', {}, element('span', {}, label, hint ? element('small', {}, ` ${hint}`) : null), control);
}

/** Values are shown as they are, where they have no label. */
function choice(
  options: readonly string[],
  chosen: string,
  labels: Readonly<Record<string, string>> = {},
): HTMLSelectElement {
  const all = options.includes(chosen) ? options : [...options, chosen];
  return element(
    'select',
    {},
    ...all.map((value) =>
      element('option', { value, selected: value === chosen }, labels[value] ?? (value || labelOf('page.auto'))),
    ),
  );
}

function number(value: number | null | undefined): HTMLInputElement {
  return element('input', { type: 'number', placeholder: labelOf('page.auto'), value: value ?? '', step: 'any' });
}

function numberIn(input: HTMLInputElement): number | null {
  return input.value === '' ? null : input.valueAsNumber;
}

function adapterText({ name, weight, textWeight }: StyleCard['adapters'][number]): string {
  if (textWeight) return `${name}:${textWeight.value}:${weight}`;
  return weight === 1 ? name : `${name}:${weight}`;
}
