/**
 * A piece of text with what it is, free of any platform: Discord prints it as its markdown, the studio as elements.
 * Words of members are always the text of a node: nobody reads marks in them.
 */
export type RichNode =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  /** What somebody types: a command, a flag, a file's name. */
  | { readonly kind: 'code'; readonly text: string }
  /** A place to go to; the address is ours, never somebody's words. */
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  /** Somebody by their id on the platform, where that can be shown as a mention; `text` is their name. */
  | { readonly kind: 'mention'; readonly text: string; readonly userId: string }
  /** A line of less weight. */
  | { readonly kind: 'small'; readonly text: RichText }
  /** A stretch of a text to point at (UTF-16 offsets into `text`); a block of its own. */
  | { readonly kind: 'excerpt'; readonly text: string; readonly from: number; readonly to: number }
  | { readonly kind: 'break' };

export type RichText = readonly RichNode[];

const BREAK: RichNode = { kind: 'break' };

/** Text with its nodes in place: rich`Write ${code('/help')}`. A string in it is plain text. */
export function rich(texts: TemplateStringsArray, ...parts: readonly (string | RichNode | RichText)[]): RichText {
  const nodes = texts.flatMap((text, index) => [plainNode(text), ...nodesOf(parts[index] ?? '')]);
  return nodes.filter((node) => node.kind !== 'plain' || node.text !== '');
}

/** Text that is shown as it is. */
export function plainNode(text: string): RichNode {
  return { kind: 'plain', text };
}

/** Text that stands out. */
export function strong(text: string): RichNode {
  return { kind: 'strong', text };
}

/** Text that somebody types. */
export function code(text: string): RichNode {
  return { kind: 'code', text };
}

/** Text that leads somewhere. */
export function link(text: string, url: string): RichNode {
  return { kind: 'link', text, url };
}

/** Somebody, who is not to be woken by it: whoever sends the text sees to that. */
export function mention(text: string, userId: string): RichNode {
  return { kind: 'mention', text, userId };
}

/** A line of less weight. */
export function small(text: RichText): RichNode {
  return { kind: 'small', text };
}

/** Texts on a line each. */
export function linesOf(texts: readonly RichText[]): RichText {
  return joinRich(texts, BREAK);
}

/** Texts with something between them; empty ones are left out. */
export function joinRich(texts: readonly RichText[], between: string | RichNode): RichText {
  return texts
    .filter((text) => text.length > 0)
    .flatMap((text, i) => (i === 0 ? text : [...nodesOf(between), ...text]));
}

/** The words alone, for logs and for places that take no more; an excerpt is left out. */
export function plainText(text: RichText): string {
  return text
    .map((node) => {
      switch (node.kind) {
        case 'small':
          return plainText(node.text);
        case 'break':
          return '\n';
        case 'excerpt':
          return '';
        default:
          return node.text;
      }
    })
    .join('');
}

function nodesOf(part: string | RichNode | RichText): RichText {
  if (typeof part === 'string') return part === '' ? [] : [plainNode(part)];
  return 'kind' in part ? [part] : part;
}
