import type { ENGLISH } from '#bot/text/english.ts';
import { ACCESS } from '#bot/text/german/access.ts';
import { BOARD } from '#bot/text/german/board.ts';
import { CLUSTER } from '#bot/text/german/cluster.ts';
import { COMMANDS } from '#bot/text/german/commands.ts';
import { CONTROL } from '#bot/text/german/control.ts';
import { DELETING } from '#bot/text/german/deleting.ts';
import { DISCORD } from '#bot/text/german/discord.ts';
import { DISPATCH } from '#bot/text/german/dispatch.ts';
import { DOORS } from '#bot/text/german/doors.ts';
import { EXPLAIN } from '#bot/text/german/explain.ts';
import { GALLERY } from '#bot/text/german/gallery.ts';
import { GOING_ON } from '#bot/text/german/going-on.ts';
import { HELP } from '#bot/text/german/help.ts';
import { JOBS } from '#bot/text/german/jobs.ts';
import { LISTS } from '#bot/text/german/lists.ts';
import { MACHINES } from '#bot/text/german/machines.ts';
import { MODERATION } from '#bot/text/german/moderation.ts';
import { OPERATION } from '#bot/text/german/operation.ts';
import { ORDERS } from '#bot/text/german/orders.ts';
import { PAGE } from '#bot/text/german/page.ts';
import { PICTURES } from '#bot/text/german/pictures.ts';
import { PREFERENCES } from '#bot/text/german/preferences.ts';
import { PRESETS } from '#bot/text/german/presets.ts';
import { PROMPT } from '#bot/text/german/prompt.ts';
import { ROLE_LIMITS } from '#bot/text/german/role-limits.ts';
import { RULES } from '#bot/text/german/rules.ts';
import { RULING } from '#bot/text/german/ruling.ts';
import { SHARED } from '#bot/text/german/shared.ts';
import { STORAGE } from '#bot/text/german/storage.ts';
import { STUDIO } from '#bot/text/german/studio.ts';
import { STYLE_KEEPING } from '#bot/text/german/style-keeping.ts';
import { STYLES } from '#bot/text/german/styles.ts';
import { TRAIN } from '#bot/text/german/train.ts';
import { TRAIN_PAGE } from '#bot/text/german/train-page.ts';
import { VERIFY } from '#bot/text/german/verify.ts';
import { VIEWS } from '#bot/text/german/views.ts';
import type { Translation } from '#shared/text/message.ts';

/** Every sentence in German; a key that is missing or superfluous does not compile. */
export const GERMAN: Translation<typeof ENGLISH> = {
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
