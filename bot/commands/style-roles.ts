import { defineCommand, styleAsker } from '#bot/commands/command.ts';
import { nameOption, STYLE_GROUP } from '#bot/commands/style-options.ts';
import { say } from '#bot/text/say.ts';
import { styleCard } from '#bot/views/style-cards.ts';

/** Keeps a style for members of some roles. Roles are Discord's, so the studio has none. */
export const styleRoles = defineCommand({
  group: STYLE_GROUP,
  name: 'roles',
  description: say('command.style.roles'),
  options: {
    name: nameOption(say('command.style.roles.name'), 'own-style'),
    role: { kind: 'role', description: say('command.style.roles.role'), called: say('option.role'), required: true },
    may: { kind: 'boolean', description: say('command.style.roles.may'), called: say('option.may') },
  },
  who: 'manage server',
  only: 'discord',
  answers: 'card',
  async run({ name, role, may = true }, context) {
    const { style, notices } = await context.presets.setRole(styleAsker(context), name, { ...role, may });
    return { card: styleCard(style, context.reader), notices, style: style.name };
  },
});
