import type { TRAIN_PAGE as English } from '#bot/text/english/train-page.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of the page where models are trained. */
export const TRAIN_PAGE: Translation<typeof English> = {
  'train-page.title': '画風・もの・単語を学習',
  'train-page.kind': '何を学ぶか',
  'train-page.style': '画風',
  'train-page.subject': 'もの',
  'train-page.words': '単語（Textual Inversion）',
  'train-page.name': 'プロンプトでの名前',
  'train-page.about': '種類（dog、mugなど）',
  'train-page.steps': 'ステップ数（空なら通常）',
  'train-page.drop': '5〜20枚の画像かZIPをここにドロップ',
  'train-page.choose': '画像を追加',
  'train-page.pictures': ({ count }) => `画像${count}枚`,
  'train-page.caption': ({ number }) => `画像${number}の説明文`,
  'train-page.caption-empty': '説明文（空でもよい）',
  'train-page.leave-out': ({ number }) => `画像${number}を外す`,
  'train-page.describe': '説明文を自動で書く',
  'train-page.refused': '除外',
  'train-page.twice': '同じ画像がすでにあります',
  'train-page.no-picture': 'その名前の画像がありません',
  'train-page.look': '必要な時間',
  'train-page.consent': 'これらの画像を使ってよく、写っている人も同意しています',
  'train-page.start': '開始',
  'train-page.cost': ({ steps, seconds, model }) =>
    `${model}で${steps}ステップ、${seconds === null ? '時間は未測定' : `約${seconds}秒`}。描くほうが優先です`,
  'train-page.list': 'ここで学習したもの',
  'train-page.none': 'まだありません：まず画像を渡してください。',
  'train-page.step': ({ step, of }) => `${of}中${step}ステップ`,
  'train-page.waits': '順番待ち',
  'train-page.done': '完成',
  'train-page.broke-off': ({ step }) =>
    `ステップ${step}の前の状態です。その後の損失は数ではなくなりました。ステップを減らすとうまくいくかもしれません。`,
  'train-page.stop': '終えて最良を残す',
  'train-page.delete': '削除',
  'train-page.export': ({ style }) => `書き出す（${style}）`,
  'train-page.loss': ({ from, to }) => `Loss：${from}から${to}`,
  'train-page.samples': '同じ言葉と同じシードで見る学習の様子',
  'train-page.use': ({ use }) => `プロンプトで：${use}`,
};
