/** What a button carries that turns the page of a card: which page of what command's answer. */
export interface PageId {
  /** `style list` */
  readonly call: string;
  /** From 1. */
  readonly page: number;
}

/** Changed whenever the parts change their meaning. */
const VERSION = 'p1';

/** `p1:<page>:<call>`; calls are far shorter than the hundred characters that Discord takes. */
export function writePageId({ call, page }: PageId): string {
  return `${VERSION}:${page}:${call}`;
}

/** Null when the text is no such id. */
export function readPageId(text: string): PageId | null {
  const match = text.match(/^p1:(\d{1,4}):(.+)$/);
  return match ? { page: Number(match[1]), call: match[2]! } : null;
}
