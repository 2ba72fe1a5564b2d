import { attribute, type Html, html, type Part } from '#test/fakes/discord-page/html.ts';
import { timestampText } from '#test/fakes/discord-page/timestamps.ts';

/** What the text needs to know of the world around it. */
export interface MarkdownContext {
  /** Milliseconds since 1970, for relative times. */
  readonly now: number;
  /** Name behind a user or channel id. */
  readonly nameOf: (id: string) => string | undefined;
}

/** Discord's markdown as HTML: headings, subtext, quotes, lists, code blocks, and everything inside a line. */
export function markdown(text: string, context: MarkdownContext): Html {
  const blocks = text.split(/(^```[\s\S]*?```)/m).filter((part) => part !== '');
  return html`${blocks.map((part) => (part.startsWith('```') ? codeBlock(part) : lines(part, context)))}`;
}

function codeBlock(text: string): Html {
  const code = text.slice(3, -3).replace(/^[a-z0-9]*\n/i, '');
  return html`<discord-code multiline>${code.replace(/\n$/, '')}</discord-code>`;
}

/** One kind of line; the first whose pattern fits a line makes its HTML from what the pattern captured. */
interface LineKind {
  readonly pattern: RegExp;
  readonly render: (match: RegExpExecArray, context: MarkdownContext) => Html;
}

const LINE_KINDS: readonly LineKind[] = [
  {
    pattern: /^(#{1,3}) +(.+)$/,
    render: ([, marks, rest], context) =>
      html`<discord-header level="${marks!.length}">${inline(rest!, context)}</discord-header>`,
  },
  {
    pattern: /^-# +(.+)$/,
    render: ([, rest], context) => html`<discord-subscript>${inline(rest!, context)}</discord-subscript>`,
  },
  {
    pattern: /^> (.*)$/,
    render: ([, rest], context) => html`<discord-quote>${inline(rest!, context)}</discord-quote>`,
  },
  {
    pattern: /^( *)[-*] +(.+)$/,
    render: ([, indent, rest], context) =>
      html`<div class="item" style="--depth:${Math.floor(indent!.length / 2)}">${inline(rest!, context)}</div>`,
  },
  {
    pattern: /^(\d+)\. +(.+)$/,
    render: ([, number, rest], context) =>
      html`<div class="item numbered" data-number="${number}.">${inline(rest!, context)}</div>`,
  },
];

function lines(text: string, context: MarkdownContext): Html {
  const parts: Part[] = [];
  let plain: string[] = [];
  const flush = () => {
    const words = plain.join('\n').replace(/^\n/, '');
    if (words !== '') parts.push(html`<span class="words">${inline(words, context)}</span>`);
    plain = [];
  };
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const found = LINE_KINDS.flatMap((kind) => {
      const match = kind.pattern.exec(line);
      return match ? [kind.render(match, context)] : [];
    })[0];
    if (found) {
      flush();
      parts.push(found);
    } else plain.push(line);
  }
  flush();
  return html`${parts}`;
}

/** One kind of mark inside a line. */
interface Mark {
  readonly pattern: RegExp;
  readonly render: (match: RegExpExecArray, context: MarkdownContext) => Part;
}

const MARKS: readonly Mark[] = [
  { pattern: /\\([^0-9A-Za-z\s])/y, render: ([, character]) => character! },
  {
    pattern: /(`+)([^`](?:.*?[^`])?)\1(?!`)/y,
    render: ([, , code]) => html`<discord-code>${code!.trim()}</discord-code>`,
  },
  {
    pattern: /<t:(-?\d+)(?::([tTdDfFR]))?>/y,
    render: ([, seconds, style = 'f'], { now }) =>
      html`<discord-time>${timestampText(Number(seconds), style, now)}</discord-time>`,
  },
  {
    pattern: /<(@!?|#|@&)(\d{17,19})>/y,
    render: ([, kind, id], { nameOf }) =>
      html`<span class="mention">${kind === '#' ? '#' : '@'}${nameOf(id!) ?? 'unknown'}</span>`,
  },
  { pattern: /<\/([^:>]+):\d{17,19}>/y, render: ([, command]) => html`<span class="mention">/${command}</span>` },
  {
    pattern: /\*\*([\s\S]+?)\*\*(?!\*)/y,
    render: ([, rest], context) => html`<strong>${inline(rest!, context)}</strong>`,
  },
  { pattern: /__([\s\S]+?)__(?!_)/y, render: ([, rest], context) => html`<u>${inline(rest!, context)}</u>` },
  { pattern: /\*(?=\S)([\s\S]+?)\*(?!\*)/y, render: ([, rest], context) => html`<em>${inline(rest!, context)}</em>` },
  { pattern: /(?<!\w)_([\s\S]+?)_(?!\w)/y, render: ([, rest], context) => html`<em>${inline(rest!, context)}</em>` },
  { pattern: /~~([\s\S]+?)~~/y, render: ([, rest], context) => html`<s>${inline(rest!, context)}</s>` },
  {
    pattern: /\|\|([\s\S]+?)\|\|/y,
    render: ([, rest], context) => html`<discord-spoiler>${inline(rest!, context)}</discord-spoiler>`,
  },
  {
    pattern: /\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)/y,
    render: ([, label, url], context) => html`<a${attribute('href', url)}>${inline(label!, context)}</a>`,
  },
  { pattern: /https?:\/\/[^\s<>)]+/y, render: ([url]) => html`<a${attribute('href', url)}>${url}</a>` },
];

/** Marks inside a line, found from left to right; what is no mark is text. */
function inline(text: string, context: MarkdownContext): Html {
  const parts: Part[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const hit = markAt(text, at);
    if (hit) {
      parts.push(plain, hit.mark.render(hit.match, context));
      plain = '';
      at += hit.match[0].length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  return html`${[...parts, plain]}`;
}

function markAt(text: string, at: number): { readonly mark: Mark; readonly match: RegExpExecArray } | null {
  for (const mark of MARKS) {
    mark.pattern.lastIndex = at;
    const match = mark.pattern.exec(text);
    if (match) return { mark, match };
  }
  return null;
}
