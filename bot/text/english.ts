import { ACCESS } from '#bot/text/english/access.ts';
import { BOARD } from '#bot/text/english/board.ts';
import { CLUSTER } from '#bot/text/english/cluster.ts';
import { COMMANDS } from '#bot/text/english/commands.ts';
import { CONTROL } from '#bot/text/english/control.ts';
import { DELETING } from '#bot/text/english/deleting.ts';
import { DISCORD } from '#bot/text/english/discord.ts';
import { DISPATCH } from '#bot/text/english/dispatch.ts';
import { DOORS } from '#bot/text/english/doors.ts';
import { EXPLAIN } from '#bot/text/english/explain.ts';
import { GALLERY } from '#bot/text/english/gallery.ts';
import { GOING_ON } from '#bot/text/english/going-on.ts';
import { HELP } from '#bot/text/english/help.ts';
import { JOBS } from '#bot/text/english/jobs.ts';
import { LISTS } from '#bot/text/english/lists.ts';
import { MACHINES } from '#bot/text/english/machines.ts';
import { MODERATION } from '#bot/text/english/moderation.ts';
import { OPERATION } from '#bot/text/english/operation.ts';
import { ORDERS } from '#bot/text/english/orders.ts';
import { PAGE } from '#bot/text/english/page.ts';
import { PICTURES } from '#bot/text/english/pictures.ts';
import { PREFERENCES } from '#bot/text/english/preferences.ts';
import { PRESETS } from '#bot/text/english/presets.ts';
import { PROMPT } from '#bot/text/english/prompt.ts';
import { ROLE_LIMITS } from '#bot/text/english/role-limits.ts';
import { RULES } from '#bot/text/english/rules.ts';
import { RULING } from '#bot/text/english/ruling.ts';
import { STORAGE } from '#bot/text/english/storage.ts';
import { STUDIO } from '#bot/text/english/studio.ts';
import { STYLE_KEEPING } from '#bot/text/english/style-keeping.ts';
import { STYLES } from '#bot/text/english/styles.ts';
import { TRAIN } from '#bot/text/english/train.ts';
import { TRAIN_PAGE } from '#bot/text/english/train-page.ts';
import { VERIFY } from '#bot/text/english/verify.ts';
import { VIEWS } from '#bot/text/english/views.ts';
import { SHARED_ENGLISH } from '#shared/text/english.ts';
import type { Sentences } from '#shared/text/message.ts';

/** Every sentence that a member or operator can read, in English, one file a room. Other languages have the same keys. */
export const ENGLISH = {
  ...SHARED_ENGLISH,
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
} as const satisfies Sentences;
