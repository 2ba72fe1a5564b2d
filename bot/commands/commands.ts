import { animate } from '#bot/commands/animate.ts';
import { listAudit, undoAudit } from '#bot/commands/audit.ts';
import { addBan, listBans, removeBan } from '#bot/commands/ban.ts';
import { blend } from '#bot/commands/blend.ts';
import type { Command } from '#bot/commands/command.ts';
import { createStyle } from '#bot/commands/create-style.ts';
import { defaultStyle } from '#bot/commands/default-style.ts';
import { deleteStyle } from '#bot/commands/delete-style.ts';
import { describe } from '#bot/commands/describe.ts';
import { editStyle } from '#bot/commands/edit-style.ts';
import { explain } from '#bot/commands/explain.ts';
import { exportStyles } from '#bot/commands/export-styles.ts';
import { follow } from '#bot/commands/follow.ts';
import { forget } from '#bot/commands/forget.ts';
import { help } from '#bot/commands/help.ts';
import { hires } from '#bot/commands/hires.ts';
import { imagine } from '#bot/commands/imagine.ts';
import { img2img, inpaint } from '#bot/commands/img2img.ts';
import { importStyles } from '#bot/commands/import-styles.ts';
import { info } from '#bot/commands/info.ts';
import { createKey, listKeys, revokeKey } from '#bot/commands/key.ts';
import { listLimits, removeLimits, setLimits } from '#bot/commands/limits.ts';
import { listStyles } from '#bot/commands/list-styles.ts';
import { notify } from '#bot/commands/notify.ts';
import { outpaint } from '#bot/commands/outpaint.ts';
import { preferOption, preferRemix, preferShow, preferSuffix } from '#bot/commands/prefer.ts';
import { preview } from '#bot/commands/preview.ts';
import { privacy } from '#bot/commands/privacy.ts';
import { queue } from '#bot/commands/queue.ts';
import { recent } from '#bot/commands/recent.ts';
import { restore } from '#bot/commands/restore.ts';
import { review } from '#bot/commands/review.ts';
import { resetSetting, setSetting, showSettings } from '#bot/commands/settings.ts';
import { show } from '#bot/commands/show.ts';
import { showStyle } from '#bot/commands/show-style.ts';
import { restoreStyle, styleHistory } from '#bot/commands/style-history.ts';
import { styleRoles } from '#bot/commands/style-roles.ts';
import {
  listTrained,
  trainDelete,
  trainPause,
  trainResume,
  trainStatus,
  trainStop,
  trainStyle,
  trainSubject,
  trainWords,
} from '#bot/commands/train.ts';
import { undelete } from '#bot/commands/undelete.ts';
import { undoStyle } from '#bot/commands/undo-style.ts';
import { upscale } from '#bot/commands/upscale.ts';
import { vary } from '#bot/commands/vary.ts';
import { verify } from '#bot/commands/verify.ts';
import { deleteList, exportList, listLists, uploadList } from '#bot/commands/wildcards.ts';
import { addWord, listWords, removeWord } from '#bot/commands/words.ts';

/** Every command there is, in the order in which they are shown. */
export const COMMANDS: readonly Command[] = [
  imagine,
  img2img,
  inpaint,
  vary,
  outpaint,
  blend,
  follow,
  upscale,
  animate,
  restore,
  preview,
  hires,
  describe,
  verify,
  show,
  info,
  explain,
  createStyle,
  editStyle,
  showStyle,
  listStyles,
  deleteStyle,
  defaultStyle,
  undoStyle,
  styleHistory,
  restoreStyle,
  styleRoles,
  importStyles,
  exportStyles,
  uploadList,
  listLists,
  exportList,
  deleteList,
  preferSuffix,
  preferOption,
  preferRemix,
  preferShow,
  trainStyle,
  trainSubject,
  trainWords,
  trainStatus,
  trainPause,
  trainResume,
  trainStop,
  listTrained,
  trainDelete,
  setLimits,
  listLimits,
  removeLimits,
  showSettings,
  setSetting,
  resetSetting,
  addWord,
  listWords,
  removeWord,
  review,
  recent,
  addBan,
  listBans,
  removeBan,
  listAudit,
  undoAudit,
  notify,
  createKey,
  listKeys,
  revokeKey,
  queue,
  undelete,
  privacy,
  forget,
  help,
];
