import type { Sentences } from '#shared/text/message.ts';
import { code, rich } from '#shared/text/rich.ts';

/** Lists of words that prompts can name, and what is said about them. */
export const LISTS = {
  'command.wildcards': "This server's lists of words, for __name__ in a prompt",
  'command.wildcards.upload': 'Keep a list of words for this server, in place of one of its name',
  'command.wildcards.upload.file': 'A text file with a thing on each line; 3::red is taken three times as often',
  'command.wildcards.upload.text': 'The things, one on each line; 3::red is taken three times as often',
  'command.wildcards.upload.name': 'What prompts call it; the name of the file when left out',
  'command.wildcards.list': 'All lists of words of this server',
  'command.wildcards.export': 'Get a list of words as a file',
  'command.wildcards.delete': 'Forget a list of words',
  'command.wildcards.name': 'The list',
  'option.file': 'file',
  'option.text': 'text',

  'list-rule.denied': 'Only members who may manage the server can change its lists of words',
  'list-rule.unknown': ({ name }: { name: string }) =>
    `There is no list of words “${name}” here; /wildcards list has those that there are`,
  'list-rule.full': ({ max }: { max: number }) => `Cannot keep more lists: ${max} at most. Deleting one makes room`,
  'list-rule.characters-in-all': ({ max, given }: { max: number; given: number }) =>
    `Cannot keep this list: all lists of a server have at most ${max} characters together, given ${given}`,
  'list-rule.name': ({ max, given }: { max: number; given: string }) =>
    `Cannot name a list “${given}”: letters, digits, dashes, and a slash for folders, at most ${max}`,
  'list-rule.characters': ({ max, given }: { max: number; given: number }) =>
    `Cannot keep this list: at most ${max} characters, given ${given}`,
  'list-rule.empty': 'Cannot keep this list: there is no word in it',
  'list-rule.lines': ({ max, given }: { max: number; given: number }) =>
    `Cannot keep this list: at most ${max} lines, given ${given}`,
  'list-rule.line': ({ max, given, line }: { max: number; given: number; line: string }) =>
    `Cannot keep this list: a line has at most ${max} characters, given ${given} in “${line}”`,
  'list-rule.no-text': 'Cannot read this file: it must be text in UTF-8',
  'list-rule.file-bytes': ({ max, given }: { max: number; given: number }) =>
    `Cannot read this file: at most ${max} bytes, given ${given}`,

  'lists.heading': 'Lists of words',
  'lists.none': rich`There is no list yet; ${code('/wildcards upload')} keeps one, and ${code('__name__')} in a prompt takes a line of it.`,
  'lists.some': rich`${code('__name__')} in a prompt takes a line of the list, the same one for the same seed.`,
  'lists.more': ({ count }: { count: number }) => `And ${count} more.`,
  'lists.lines': ({ count }: { count: number }) => `${count} ${count === 1 ? 'line' : 'lines'}`,
  'list-card.heading': ({ name }: { name: string }) => `__${name}__`,
  'list-card.kept': ({ count }: { count: number }) => `Kept with ${count} ${count === 1 ? 'line' : 'lines'}`,
  'list-card.replaced': ({ count }: { count: number }) =>
    `Kept with ${count} ${count === 1 ? 'line' : 'lines'}, in place of what it was before`,
  'list-card.begins': 'It begins',
  'list-done.deleted': ({ name }: { name: string }) => `The list “${name}” is forgotten`,
} as const satisfies Sentences;
