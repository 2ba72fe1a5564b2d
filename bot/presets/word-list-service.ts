import type { WordList, WordListStore } from '#bot/ports/word-lists.ts';
import { readWordList, type WordLists } from '#bot/prompt/word-lists.ts';
import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';
import { cut } from '#shared/text/cut.ts';

/** Lists of one server, and their characters together. */
const BOUND = { listsMax: 200, charactersMax: 4_000_000 };

/** Of one list. */
const CHARACTERS_MAX = 500_000;
const LINES_MAX = 10_000;
const LINE_CHARACTERS_MAX = 2_000;
const NAME_CHARACTERS_MAX = 60;

/** Characters of something typed that a sentence repeats. */
const SHOWN_MAX = 40;

/** Who changes lists, and in which server. */
export interface ListAsker {
  readonly serverId: string;
  readonly memberId: string;
  /** May change what belongs to the server. */
  readonly mayManageServer: boolean;
}

/** A list with the number of its lines. */
export interface CountedList extends WordList {
  readonly lines: number;
}

/** The rules of lists of words. All methods throw Failure with a sentence for the member. */
export interface WordListService {
  list(serverId: string): Promise<readonly CountedList[]>;
  /** All of a server as prompts read them. */
  words(serverId: string): Promise<WordLists>;
  /** Throws `not-found`. */
  find(serverId: string, name: string): Promise<CountedList>;
  /** Stores it, in place of one of its name. Throws `denied`, `exhausted`, or `invalid`. */
  put(
    asker: ListAsker,
    typed: { readonly name: string; readonly text: string },
  ): Promise<{ readonly list: CountedList; readonly replaced: boolean }>;
  /** Forgets one; its name. */
  remove(asker: ListAsker, name: string): Promise<string>;
}

/** The lists of all servers over their store. */
export function createWordListService({
  wordLists,
  clock,
}: {
  readonly wordLists: WordListStore;
  readonly clock: Pick<Clock, 'now'>;
}): WordListService {
  const all = async (serverId: string) => (await wordLists.list(serverId)).map(counted);
  return {
    list: all,
    words: (serverId) => listsOf(wordLists, serverId),
    async find(serverId, typed) {
      const name = nameOf(typed);
      const found = (await all(serverId)).find((list) => list.name === name);
      if (!found) throw failure('not-found', 'list-rule.unknown', { name: cut(typed, SHOWN_MAX) });
      return found;
    },
    async put({ serverId, memberId, mayManageServer }, typed) {
      mustManage(mayManageServer);
      const list = { serverId, ...validWordList(typed), authorId: memberId, updatedAt: clock.now() };
      return { list: counted(list), replaced: await wordLists.put(list, BOUND) };
    },
    async remove({ serverId, mayManageServer }, typed) {
      mustManage(mayManageServer);
      const name = nameOf(typed);
      if (await wordLists.remove(serverId, name)) return name;
      throw failure('not-found', 'list-rule.unknown', { name: cut(typed, SHOWN_MAX) });
    },
  };
}

const parsed = new WeakMap<readonly WordList[], WordLists>();

/** The lists of a server as prompts read them; read once until one of them changes. */
export async function listsOf(wordLists: Pick<WordListStore, 'list'>, serverId: string): Promise<WordLists> {
  const lists = await wordLists.list(serverId);
  const known = parsed.get(lists) ?? new Map(lists.map(({ name, text }) => [name, readWordList(text)]));
  parsed.set(lists, known);
  return known;
}

function mustManage(mayManageServer: boolean): void {
  if (!mayManageServer) throw failure('denied', 'list-rule.denied');
}

function counted(list: WordList): CountedList {
  return { ...list, lines: readWordList(list.text).length };
}

/** `Colors/Warm tones.txt` is `colors/warm-tones`. */
function nameOf(typed: string): string {
  return typed
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replace(/^_+|_+$/g, '')
    .replace(/\.txt$/, '')
    .replace(/\s+/g, '-');
}

const NAME = /^[\p{L}\p{N}-]+(?:[_/][\p{L}\p{N}-]+)*$/u;

function validWordList(typed: { readonly name: string; readonly text: string }) {
  const name = nameOf(typed.name);
  if (!NAME.test(name) || name.length > NAME_CHARACTERS_MAX)
    throw failure('invalid', 'list-rule.name', { max: NAME_CHARACTERS_MAX, given: cut(typed.name, SHOWN_MAX) });
  const text = typed.text.replace(/^\ufeff/, '');
  if (text.length > CHARACTERS_MAX)
    throw failure('invalid', 'list-rule.characters', { max: CHARACTERS_MAX, given: text.length });
  const lines = readWordList(text);
  if (lines.length === 0) throw failure('invalid', 'list-rule.empty');
  if (lines.length > LINES_MAX) throw failure('invalid', 'list-rule.lines', { max: LINES_MAX, given: lines.length });
  const long = lines.find((line) => line.text.length > LINE_CHARACTERS_MAX);
  if (long)
    throw failure('invalid', 'list-rule.line', {
      max: LINE_CHARACTERS_MAX,
      given: long.text.length,
      line: cut(long.text, SHOWN_MAX),
    });
  return { name, text };
}
