import type { WordService } from '#bot/ports/server-rules.ts';
import type { WordList, WordListStore } from '#bot/ports/word-lists.ts';
import { readWordList, type WordLists } from '#bot/prompt/word-lists.ts';
import { failure, failureOf, say } from '#bot/text/say.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';
import type { Clock } from '#shared/clock.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message } from '#shared/text/message.ts';

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
  /** Stores it, in place of one of its name. Throws `denied`, `exhausted`, or `invalid` with all that is wrong with it. */
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
  words,
  clock,
}: {
  readonly wordLists: WordListStore;
  /** What servers do not want in words. */
  readonly words: Pick<WordService, 'broken'>;
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
      const list = {
        serverId,
        ...(await validWordList(typed, { serverId, words })),
        authorId: memberId,
        updatedAt: clock.now(),
      };
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

async function validWordList(
  typed: { readonly name: string; readonly text: string },
  server: ServerWords,
): Promise<Pick<WordList, 'name' | 'text'>> {
  const name = nameOf(typed.name);
  const text = typed.text.replace(/^\ufeff/, '');
  const isName = NAME.test(name) && name.length <= NAME_CHARACTERS_MAX;
  const problems = [
    ...(isName ? [] : [say('list-rule.name', { max: NAME_CHARACTERS_MAX, given: cut(typed.name, SHOWN_MAX) })]),
    ...textProblems(text),
  ];
  // What is far too long is not looked through for words.
  const lines = text.length > CHARACTERS_MAX ? [] : readWordList(text).map((line) => line.text);
  const unwanted = await unwantedInList(name, lines.slice(0, LINES_MAX), server);
  if (problems.length + unwanted.length > 0) throw failureOf('invalid', [...problems, ...unwanted]);
  return { name, text };
}

function textProblems(text: string): readonly Message[] {
  if (text.length > CHARACTERS_MAX) return [say('list-rule.characters', { max: CHARACTERS_MAX, given: text.length })];
  const lines = readWordList(text);
  if (lines.length === 0) return [say('list-rule.empty')];
  const long = lines.find((line) => line.text.length > LINE_CHARACTERS_MAX);
  return [
    ...(lines.length > LINES_MAX ? [say('list-rule.lines', { max: LINES_MAX, given: lines.length })] : []),
    ...(long ? [say('list-rule.line', lineTooLong(long.text))] : []),
  ];
}

function lineTooLong(line: string) {
  return { max: LINE_CHARACTERS_MAX, given: line.length, line: cut(line, SHOWN_MAX) };
}

/** What a server does not want in words. */
interface ServerWords {
  readonly serverId: string;
  readonly words: Pick<WordService, 'broken'>;
}

/** Lines that are looked at before others have their turn. */
const LINES_AT_ONCE = 500;

/**
 * A sentence for each pattern that the server refuses in a list. Its name is seen everywhere; what is drawn of it may
 * say what places for adults may.
 */
async function unwantedInList(
  name: string,
  lines: readonly string[],
  { serverId, words }: ServerWords,
): Promise<readonly Message[]> {
  const broken = [...(await words.broken({ serverId, texts: [name], isAdultPlace: false }))];
  for (let first = 0; first < lines.length; first += LINES_AT_ONCE) {
    const texts = lines.slice(first, first + LINES_AT_ONCE);
    broken.push(...(await words.broken({ serverId, texts, isAdultPlace: true })));
    await yieldToEventLoop();
  }
  const patterns = new Set(broken.filter(({ isLookedAt }) => !isLookedAt).map(({ pattern }) => pattern));
  return [...patterns].map((pattern) => say('word.unwanted-in-list', { name: cut(name, SHOWN_MAX), pattern }));
}
