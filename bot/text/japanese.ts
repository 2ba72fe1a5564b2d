import type { ENGLISH } from '#bot/text/english.ts';
import { ACCESS } from '#bot/text/japanese/access.ts';
import { BOARD } from '#bot/text/japanese/board.ts';
import { CLUSTER } from '#bot/text/japanese/cluster.ts';
import { COMMANDS } from '#bot/text/japanese/commands.ts';
import { CONTROL } from '#bot/text/japanese/control.ts';
import { DELETING } from '#bot/text/japanese/deleting.ts';
import { DISCORD } from '#bot/text/japanese/discord.ts';
import { DISPATCH } from '#bot/text/japanese/dispatch.ts';
import { DOORS } from '#bot/text/japanese/doors.ts';
import { EXPLAIN } from '#bot/text/japanese/explain.ts';
import { GALLERY } from '#bot/text/japanese/gallery.ts';
import { GOING_ON } from '#bot/text/japanese/going-on.ts';
import { HELP } from '#bot/text/japanese/help.ts';
import { JOBS } from '#bot/text/japanese/jobs.ts';
import { LISTS } from '#bot/text/japanese/lists.ts';
import { MACHINES } from '#bot/text/japanese/machines.ts';
import { MODERATION } from '#bot/text/japanese/moderation.ts';
import { OPERATION } from '#bot/text/japanese/operation.ts';
import { ORDERS } from '#bot/text/japanese/orders.ts';
import { PAGE } from '#bot/text/japanese/page.ts';
import { PICTURES } from '#bot/text/japanese/pictures.ts';
import { PREFERENCES } from '#bot/text/japanese/preferences.ts';
import { PRESETS } from '#bot/text/japanese/presets.ts';
import { PROMPT } from '#bot/text/japanese/prompt.ts';
import { ROLE_LIMITS } from '#bot/text/japanese/role-limits.ts';
import { RULES } from '#bot/text/japanese/rules.ts';
import { RULING } from '#bot/text/japanese/ruling.ts';
import { SHARED } from '#bot/text/japanese/shared.ts';
import { STORAGE } from '#bot/text/japanese/storage.ts';
import { STUDIO } from '#bot/text/japanese/studio.ts';
import { STYLE_KEEPING } from '#bot/text/japanese/style-keeping.ts';
import { STYLES } from '#bot/text/japanese/styles.ts';
import { TRAIN } from '#bot/text/japanese/train.ts';
import { TRAIN_PAGE } from '#bot/text/japanese/train-page.ts';
import { VERIFY } from '#bot/text/japanese/verify.ts';
import { VIEWS } from '#bot/text/japanese/views.ts';
import type { Translation } from '#shared/text/message.ts';

/** Every sentence in Japanese; a key that is missing or superfluous does not compile. */
export const JAPANESE: Translation<typeof ENGLISH> = {
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
