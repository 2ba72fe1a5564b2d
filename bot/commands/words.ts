import { type CommandGroup, defineCommand, ruleAsker } from '#bot/commands/command.ts';
import { say } from '#bot/text/say.ts';
import { wordRulesCard } from '#bot/views/rule-cards.ts';

/** `/words`: what must not be in the words that pictures of a server come of. */
const WORDS: CommandGroup = { name: 'words', description: say('command.words') };

const PATTERN = {
  kind: 'text',
  description: say('command.words.pattern'),
  called: say('option.words'),
  required: true,
  charactersMax: 100,
} as const;

/** Refuses words from now on, in prompts, negative prompts, and texts and names of styles. */
export const addWord = defineCommand({
  group: WORDS,
  name: 'add',
  description: say('command.words.add'),
  options: {
    words: PATTERN,
    'except-adults': {
      kind: 'boolean',
      description: say('command.words.except-adults'),
      called: say('option.except-adults'),
    },
    'look-first': {
      kind: 'boolean',
      description: say('command.words.look-first'),
      called: say('option.look-first'),
    },
  },
  who: 'manage server',
  only: 'discord',
  onlyInServers: true,
  answers: 'card',
  async run({ words: pattern, 'except-adults': exceptAdultPlaces = false, 'look-first': isLookedAt }, context) {
    const { rules } = context.jobs;
    const rule = { pattern, exceptAdultPlaces, ...(isLookedAt && { isLookedAt }) };
    await rules.words.add(ruleAsker(context), rule);
    return { card: wordRulesCard(await rules.words.list(context.place.serverId), context.reader), notices: [] };
  },
});

/** What is refused here. */
export const listWords = defineCommand({
  group: WORDS,
  name: 'list',
  description: say('command.words.list'),
  options: {},
  who: 'moderate',
  only: 'discord',
  onlyInServers: true,
  answers: 'card',
  async run(_, { jobs, place, reader }) {
    return { card: wordRulesCard(await jobs.rules.words.list(place.serverId), reader), notices: [] };
  },
});

/** Allows words again. */
export const removeWord = defineCommand({
  group: WORDS,
  name: 'remove',
  description: say('command.words.remove'),
  options: { words: PATTERN },
  who: 'manage server',
  only: 'discord',
  onlyInServers: true,
  answers: 'sentence',
  async run({ words }, context) {
    const { pattern } = await context.jobs.rules.words.remove(ruleAsker(context), words);
    return say('word.removed', { pattern });
  },
});
