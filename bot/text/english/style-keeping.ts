import type { Sentences } from '#shared/text/message.ts';

/** Who may use a style, and what it was. */
export const STYLE_KEEPING = {
  'style-rule.roles': ({ name, roles }: { name: string; roles: readonly string[] }) =>
    `Cannot draw with the style “${name}”: it is for members with the role ${roles.join(' or ')}`,
  'style-rule.roles-max': ({ max, given }: { max: number; given: number }) =>
    `Cannot keep a style for so many roles: ${max} at most, given ${given}. Take one away first`,
  'style-rule.no-version': ({ name, oldest, newest, given, wasRemoved }: Version) =>
    wasRemoved
      ? `Cannot bring back version ${given} of the style “${name}”: it was deleted then; the one before has it`
      : `Cannot bring back this version of the style “${name}”: there are ${oldest} to ${newest}, given ${given}`,
  'style-card.hidden': 'hidden: in no list',
  'style-card.roles': ({ roles }: { roles: readonly string[] }) => `only for ${roles.join(', ')}`,
  'style-file.without-roles': 'Who may use a style is not in the file: roles are of this server alone',

  'style-version.heading': ({ name }: { name: string }) => `History of ${name}`,
  'style-version.about': '/style restore brings a version back; /style undo takes back the last change.',
  'style-version.older': ({ count }: { count: number }) => `${count} older ${count === 1 ? 'version' : 'versions'}`,
  'style-version.removed': 'deleted',
  'style-version.returned': 'there again',
  'style-version.first': 'the oldest that is known',
  'style-version.same': 'nothing changed',
  'style-version.changed': ({ settings }: { settings: readonly string[] }) => `changed: ${settings.join(', ')}`,

  'command.style.setting.hidden': 'In no list: only who knows its name uses it',
  'command.style.roles': 'Keep a style for members of some roles',
  'command.style.roles.name': 'The style',
  'command.style.roles.role': 'A role whose members may use it',
  'command.style.roles.may': 'No takes the role away; with none left everybody may',
  'command.style.history': 'What a style was before each of its changes',
  'command.style.history.name': 'The style, also a deleted one',
  'command.style.restore': 'Bring back a version of a style',
  'command.style.restore.name': 'The style, also a deleted one',
  'command.style.restore.version': 'Its number in /style history',
  'option.hidden': 'hidden',
  'option.may': 'may',
  'option.version': 'version',
} as const satisfies Sentences;

type Version = { name: string; oldest: number; newest: number; given: number; wasRemoved: boolean };
