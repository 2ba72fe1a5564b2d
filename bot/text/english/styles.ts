import type { Message, Sentences, Writer } from '#shared/text/message.ts';
import { rich } from '#shared/text/rich.ts';

/** About the styles of a server. */
export const STYLES = {
  'style-rule.exists': ({ name }: { name: string }) =>
    `Cannot create the style ${name}: this server has one of that name`,
  'style-rule.full': ({ max }: { max: number }) => `Cannot keep more styles: ${max} at most. Deleting one makes room`,
  'style-rule.ready-made': ({ name }: { name: string }) =>
    `The style “${name}” is ready-made and stays; a new one of the same name replaces it here`,
  'style-rule.denied':
    'This belongs to the server: changing it takes the permission Manage Server. Everybody may look at it',
  'style-file.json': 'JSON, with everything',
  'style-file.csv': 'styles.csv of A1111, words only',
  'style-file.none': 'This server has no styles of its own yet; /style create makes one',
  'style-file.words-only': 'styles.csv holds words only: sampler, steps and all else are in the JSON',
  'style-file.columns': ({ given }: { given: string }) =>
    `Cannot import styles: the file must have the columns name and prompt, given ${given}`,
  'style-file.rows': ({ max, given }: { max: number; given: number }) =>
    `Cannot import styles: ${max} rows at most, given ${given}`,
  'style-done.deleted': ({ name }: { name: string }) => `The style ${name} is forgotten. Its pictures stay.`,
  'style-done.default-chosen': ({ name }: { name: string }) => `Without a name the style ${name} is used from now on.`,
  'style-done.channel-chosen': ({ name }: { name: string }) =>
    `Without a name the style ${name} is used in this channel from now on.`,
  'style-done.channel-follows': "This channel uses the server's usual style again.",
  'style-where.server': 'everywhere in this server',
  'style-where.channel': 'in this channel; without a name it follows the server again',
  'style-done.default-plain': 'Words are drawn as they are from now on.',
  'style-rule.no-change': ({ name }: { name: string }) =>
    `No change of a style “${name}” is known here; /style list has the styles that there are`,
  'style-done.undo-created': ({ name }: { name: string }) => `The style ${name} is gone again.`,
  'style-done.undo-edited': ({ name }: { name: string }) => `The style ${name} is as it was before its last change.`,
  'style-done.undo-deleted': ({ name }: { name: string }) => `The style ${name} is there again.`,
  'style-rule.import-json':
    'Cannot import styles: the text is neither JSON, as /style export gives it, nor the styles.csv of A1111',
  'style-rule.import-none': 'Cannot import styles: there is none in the file',
  'style-rule.import-many': ({ max, given }: { max: number; given: number }) =>
    `Cannot import this many styles: at most ${max}, given ${given}`,
  'style-rule.import-twice': ({ name }: { name: string }) =>
    `Cannot import styles: the name “${name}” stands in the file twice`,
  'style-done.import-problem': ({ name, problem }: { name: string; problem: Message }, { rich: words }: Writer) =>
    rich`${name}: ${words(problem)}`,
  'style-done.import-replaced': ({ name }: { name: string }) => `The style “${name}” was there and has been replaced`,
} as const satisfies Sentences;
