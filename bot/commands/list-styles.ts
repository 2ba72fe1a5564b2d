import { defineCommand } from '#bot/commands/command.ts';
import { STYLE_GROUP } from '#bot/commands/style-options.ts';
import { isListed } from '#bot/presets/style-access.ts';
import { say } from '#bot/text/say.ts';
import { styleList, stylePages, stylesOnPage } from '#bot/views/style-cards.ts';

/** All styles of this server, and which one is used when nobody names one. */
export const listStyles = defineCommand({
  group: STYLE_GROUP,
  name: 'list',
  description: say('command.style.list'),
  options: {
    page: {
      kind: 'integer',
      description: say('command.style.list.page'),
      called: say('option.page'),
      only: 'discord',
      min: 1,
      max: 99,
    },
  },
  who: 'everybody',
  answers: 'card',
  async run({ page = 1 }, { presets, place, member, reader }) {
    const { styles: all, defaultStyle } = await presets.styles(place.serverId);
    const styles = all.filter((style) => isListed(style, member));
    // Elsewhere a list is as long as it likes.
    if (place.platform !== 'discord') return { card: styleList(styles, { defaultStyle, reader }), notices: [] };
    const pages = stylePages(styles.length, page);
    const drawn = stylesOnPage(styles, pages).map(async (style) => {
      const picture = await presets.picture(place.serverId, style);
      return picture ? [[style.name, picture] as const] : [];
    });
    const pictures = new Map((await Promise.all(drawn)).flat());
    return { card: styleList(styles, { defaultStyle, reader, pages, pictures }), notices: [], pages };
  },
});
