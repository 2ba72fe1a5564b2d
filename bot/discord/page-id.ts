/** What a button carries that turns the page of a card: which page of what command's answer. */
export interface PageId {
  /** `style list` */
  readonly call: string;
  /** From 1. */
  readonly page: number;
  /** The member whom the answer is about; absent = it is about nobody. */
  readonly about?: string;
}

/** Changed whenever the parts change their meaning. */
const VERSION = 'p1';

/** `p1:<page>:<call>`, and the member's id behind another colon; all is far shorter than the hundred characters that Discord takes. */
export function writePageId({ call, page, about }: PageId): string {
  return [VERSION, page, call, ...(about === undefined ? [] : [about])].join(':');
}

/** Null when the text is no such id. */
export function readPageId(text: string): PageId | null {
  const match = text.match(/^p1:(\d{1,4}):([^:]+)(?::(\d+))?$/);
  if (!match) return null;
  const [, page, call = '', about] = match;
  return { page: Number(page), call, ...(about !== undefined && { about }) };
}
