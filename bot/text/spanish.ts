import type { ENGLISH } from '#bot/text/english.ts';
import { ACCESS } from '#bot/text/spanish/access.ts';
import { BOARD } from '#bot/text/spanish/board.ts';
import { CLUSTER } from '#bot/text/spanish/cluster.ts';
import { COMMANDS } from '#bot/text/spanish/commands.ts';
import { CONTROL } from '#bot/text/spanish/control.ts';
import { DELETING } from '#bot/text/spanish/deleting.ts';
import { DISCORD } from '#bot/text/spanish/discord.ts';
import { DISPATCH } from '#bot/text/spanish/dispatch.ts';
import { DOORS } from '#bot/text/spanish/doors.ts';
import { EXPLAIN } from '#bot/text/spanish/explain.ts';
import { GALLERY } from '#bot/text/spanish/gallery.ts';
import { GOING_ON } from '#bot/text/spanish/going-on.ts';
import { HELP } from '#bot/text/spanish/help.ts';
import { JOBS } from '#bot/text/spanish/jobs.ts';
import { LISTS } from '#bot/text/spanish/lists.ts';
import { MACHINES } from '#bot/text/spanish/machines.ts';
import { MODERATION } from '#bot/text/spanish/moderation.ts';
import { OPERATION } from '#bot/text/spanish/operation.ts';
import { ORDERS } from '#bot/text/spanish/orders.ts';
import { PAGE } from '#bot/text/spanish/page.ts';
import { PICTURES } from '#bot/text/spanish/pictures.ts';
import { PREFERENCES } from '#bot/text/spanish/preferences.ts';
import { PRESETS } from '#bot/text/spanish/presets.ts';
import { PROMPT } from '#bot/text/spanish/prompt.ts';
import { ROLE_LIMITS } from '#bot/text/spanish/role-limits.ts';
import { RULES } from '#bot/text/spanish/rules.ts';
import { RULING } from '#bot/text/spanish/ruling.ts';
import { SHARED } from '#bot/text/spanish/shared.ts';
import { STORAGE } from '#bot/text/spanish/storage.ts';
import { STUDIO } from '#bot/text/spanish/studio.ts';
import { STYLE_KEEPING } from '#bot/text/spanish/style-keeping.ts';
import { STYLES } from '#bot/text/spanish/styles.ts';
import { TRAIN } from '#bot/text/spanish/train.ts';
import { TRAIN_PAGE } from '#bot/text/spanish/train-page.ts';
import { VERIFY } from '#bot/text/spanish/verify.ts';
import { VIEWS } from '#bot/text/spanish/views.ts';
import type { Translation } from '#shared/text/message.ts';

/** Every sentence in Spanish; a key that is missing or superfluous does not compile. */
export const SPANISH: Translation<typeof ENGLISH> = {
  ...SHARED,
  ...ACCESS,
  ...BOARD,
  ...CLUSTER,
  ...COMMANDS,
  ...CONTROL,
  ...DELETING,
  ...DISPATCH,
  ...DISCORD,
  ...DOORS,
  ...GOING_ON,
  ...EXPLAIN,
  ...HELP,
  ...JOBS,
  ...LISTS,
  ...MACHINES,
  ...MODERATION,
  ...OPERATION,
  ...ORDERS,
  ...GALLERY,
  ...PAGE,
  ...PICTURES,
  ...PREFERENCES,
  ...PRESETS,
  ...PROMPT,
  ...ROLE_LIMITS,
  ...RULES,
  ...RULING,
  ...STORAGE,
  ...STUDIO,
  ...STYLE_KEEPING,
  ...STYLES,
  ...TRAIN_PAGE,
  ...TRAIN,
  ...VERIFY,
  ...VIEWS,
};
