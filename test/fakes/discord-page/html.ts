/** A piece of HTML that is safe to put into a page as it is. */
export interface Html {
  readonly html: string;
}

/** What a template takes: text is escaped, HTML stays, lists are joined, null and false are nothing. */
export type Part = Html | string | number | null | undefined | false | readonly Part[];

/** Builds HTML; every value that is not HTML already is escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: strings.reduce((text, piece, index) => text + textOf(parts[index - 1]) + piece) };
}

/** Takes text as HTML. Only for what this program wrote itself. */
export function trusted(text: string): Html {
  return { html: text };
}

/** An attribute when the value is there; true gives the bare name. */
export function attribute(name: string, value: string | number | boolean | null | undefined): Html {
  if (value === null || value === undefined || value === false) return trusted('');
  return value === true ? trusted(` ${name}`) : trusted(` ${name}="${escaped(String(value))}"`);
}

function textOf(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'object') return 'html' in part ? part.html : part.map(textOf).join('');
  return escaped(String(part));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
