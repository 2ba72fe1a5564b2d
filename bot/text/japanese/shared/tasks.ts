import type { TASKS as ENGLISH } from '#shared/text/english/tasks.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of the kinds of tasks. */
export const TASKS: Translation<typeof ENGLISH> = {
  'task.draw': '描画',
  'task.upscale': '拡大',
  'task.restore': '顔の修復',
  'task.describe': '画像の説明',
  'task.segment': '画像の中のもの探し',
  'task.animate': 'アニメ化',
  'task.train': '学習',
  'task.preprocess': '制御画像の準備',
  'task.missing': '描けません：リクエストにタスクが必要ですが、ありません',
  'task.unsupported': ({ task, able }, writer) =>
    `ここでは「${writer.say(task)}」ができません：` +
    `このレンダラーにできるのは${writer.list(able)}で、ほかのネットワークはありません`,
};
