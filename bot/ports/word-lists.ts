/** A list of words of one server, for `__name__`; nobody else's prompts can name it. */
export interface WordList {
  readonly serverId: string;
  /** Lower case; see validWordList. */
  readonly name: string;
  /** The file as it was given: a line for each thing that it may stand for. */
  readonly text: string;
  readonly authorId: string;
  readonly updatedAt: number;
}

/** How much a server can keep. */
export interface WordListBound {
  readonly listsMax: number;
  /** Of all lists of a server together. */
  readonly charactersMax: number;
}

/** Lists by server. Names are unique within a server, and no server sees another's. */
export interface WordListStore {
  /** All of a server by name. Until one of them changes it is the same array, so that what is made of it can be kept. */
  list(serverId: string): Promise<readonly WordList[]>;
  /** Stores it in place of one of the same name; whether there was one. Throws exhausted when it does not fit. */
  put(list: WordList, bound: WordListBound): Promise<boolean>;
  /** False when there is none of that name. */
  remove(serverId: string, name: string): Promise<boolean>;
}
