import type { Sentences } from '#shared/text/message.ts';

/** About the styles of a server. */
export const STYLES = {
  'style.exists': ({ name }: { name: string }) => `Cannot create the style ${name}: this server has one of that name`,
  'style.full': ({ max }: { max: number }) => `Cannot keep more styles: ${max} at most. Deleting one makes room`,
  'style.ready-made': ({ name }: { name: string }) =>
    `The style “${name}” is ready-made and stays; a new one of the same name replaces it here`,
  'style.denied':
    'The styles belong to the server: changing them takes the permission Manage Server. Everybody may use them and ' +
    'look at them',
  'style.deleted': ({ name }: { name: string }) => `The style ${name} is forgotten. Its pictures stay.`,
  'style.default-chosen': ({ name }: { name: string }) => `Without a name the style ${name} is used from now on.`,
  'style.default-plain': 'Words are drawn as they are from now on.',
  'style.no-change': ({ name }: { name: string }) => `Cannot undo a change of the style “${name}”: none is known here`,
  'style.undo-created': ({ name }: { name: string }) => `The style ${name} is gone again.`,
  'style.undo-edited': ({ name }: { name: string }) => `The style ${name} is as it was before its last change.`,
  'style.undo-deleted': ({ name }: { name: string }) => `The style ${name} is there again.`,
  'style.import-json': 'Cannot import styles: the text is not JSON',
  'style.import-none': 'Cannot import styles: there is none in the file',
  'style.import-many': ({ max, given }: { max: number; given: number }) =>
    `Cannot import this many styles: at most ${max}, given ${given}`,
  'style.import-twice': ({ name }: { name: string }) =>
    `Cannot import styles: the name “${name}” stands in the file twice`,
  'style.import-replaced': ({ name }: { name: string }) => `The style “${name}” was there and has been replaced`,
} as const satisfies Sentences;
