import { defineCommand } from '#bot/commands/command.ts';
import { IMAGINE_OPTIONS } from '#bot/commands/imagine-options.ts';
import { say } from '#bot/text/say.ts';
import { explainCard } from '#bot/views/explain-card.ts';

const { prompt, negative, style } = IMAGINE_OPTIONS;

/** How a prompt is read, before anybody draws it. */
export const explain = defineCommand({
  name: 'explain',
  description: say('command.explain'),
  options: { prompt, negative, style },
  who: 'everybody',
  answers: 'card',
  async run(order, { jobs, place, member, reader }) {
    return { card: explainCard(await jobs.explain(order, { place, member }), reader), notices: [] };
  },
});
