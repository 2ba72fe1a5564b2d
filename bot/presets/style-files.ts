import type { PresetSettings } from '#bot/domain/preset.ts';
import { printAdapters } from '#bot/presets/adapters.ts';
import { PLACE } from '#bot/presets/template.ts';
import { failure } from '#bot/text/say.ts';
import { cut } from '#shared/text/cut.ts';

/** A style as files hold it. */
export type FiledStyle = PresetSettings & {
  readonly name: string;
  readonly description: string;
  readonly hidden?: boolean;
};

/** Characters of a header that a sentence repeats. */
const SHOWN_MAX = 100;

/** Rows of one file. More would be no list any more, whatever is in them. */
const ROWS_MAX = 1000;

/** Styles as JSON, with the names of the options that make a style; what a style leaves to the model is left out. */
export function printStyleJson(styles: readonly FiledStyle[]): string {
  const entries = styles.map((style) => {
    const { name, description, template, negative, model, sampler, karras, spacing, steps, guidance } = style;
    const { adapters, width, height, clipSkip, control, likeStrength, hidden } = style;
    const size = width !== null && height !== null ? { size: `${width}x${height}` } : { width, height };
    const own = { name, description, template, negative, model, sampler, karras, spacing, steps, guidance };
    const pictures = { control, 'like-strength': likeStrength };
    const said = { ...own, ...size, 'clip-skip': clipSkip, ...pictures, hidden: hidden || null };
    const all = { ...said, adapters: adapters.length === 0 ? null : printAdapters(adapters) };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== ''));
  });
  return `${JSON.stringify(entries, null, 2)}\n`;
}

/** Styles as A1111's styles.csv, which has words only. */
export function printStyleCsv(styles: readonly FiledStyle[]): string {
  const rows = styles.map(({ name, template, negative }) => [name, template === PLACE ? '' : template, negative]);
  return [COLUMNS, ...rows]
    .map((row) => row.map(quoted).join(','))
    .join('\r\n')
    .concat('\r\n');
}

const COLUMNS = ['name', 'prompt', 'negative_prompt'];

/**
 * Styles of a file that A1111 wrote. Columns are found by their names; rows without words, with which people divide
 * their lists, are left out. Throws `invalid` where there is no such column or too many rows.
 */
export function readStyleCsv(text: string): readonly { name: string; template: string; negative: string }[] {
  const [header = [], ...rows] = csvRows(text.replace(/^\uFEFF/, ''));
  const [name, prompt, negative] = [at(header, 'name'), at(header, 'prompt', 'text'), at(header, 'negative_prompt')];
  if (name < 0 || prompt < 0)
    throw failure('invalid', 'style-file.columns', { given: cut(header.join(', '), SHOWN_MAX) });
  if (rows.length > ROWS_MAX) throw failure('invalid', 'style-file.rows', { max: ROWS_MAX, given: rows.length });
  return rows
    .map((row) => ({ name: row[name] ?? '', template: row[prompt] ?? '', negative: row[negative] ?? '' }))
    .filter(({ name, template, negative }) => name.trim() !== '' && (template + negative).trim() !== '');
}

function at(header: readonly string[], ...names: readonly string[]): number {
  return header.findIndex((column) => names.includes(column.trim().toLowerCase()));
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 4180: fields in quotes may hold commas, line ends, and quotes twice. A quote elsewhere is a letter like any other. */
function csvRows(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  let field = '';
  let state: 'begins' | 'bare' | 'quoted' = 'begins';
  const endField = () => {
    rows.at(-1)!.push(field);
    [field, state] = ['', 'begins'];
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (state === 'quoted') {
      if (sign !== '"') field += sign;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else state = 'bare';
    } else if (sign === '"' && state === 'begins') state = 'quoted';
    else if (sign === ',') endField();
    else if (sign === '\n' || sign === '\r') {
      endField();
      if (sign === '\r' && text[at + 1] === '\n') at += 1;
      rows.push([]);
    } else {
      field += sign;
      state = 'bare';
    }
  }
  endField();
  return rows.filter((row) => row.some((each) => each.trim() !== ''));
}
