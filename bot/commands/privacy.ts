import { defineCommand } from '#bot/commands/command.ts';
import { say } from '#bot/text/say.ts';
import { privacyCard } from '#bot/views/privacy-card.ts';

/** What is kept of who asks, for how long, who sees it, and how it is deleted. */
export const privacy = defineCommand({
  name: 'privacy',
  description: say('command.privacy'),
  options: {},
  who: 'everybody',
  only: 'discord',
  answers: 'card',
  async run(_, { jobs, member, place, reader }) {
    const { platform, serverId } = place;
    const [kept, here, everywhere, { studio }] = await Promise.all([
      jobs.keptFor(place),
      jobs.countOf(member, { platform, serverId }),
      jobs.countOf(member, { platform }),
      jobs.rules.settings.of(place),
    ]);
    return { card: privacyCard({ kept, here, everywhere, isInGallery: studio }, reader), notices: [] };
  },
});
