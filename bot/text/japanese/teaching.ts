import type { TEACHING as English } from '#bot/text/english/teaching.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of the page where models are taught. */
export const TEACHING: Translation<typeof English> = {
  'teach.title': '画風・もの・単語を学習',
  'teach.kind': '何を学ぶか',
  'teach.style': '画風',
  'teach.subject': 'もの',
  'teach.words': '単語（Textual Inversion）',
  'teach.name': 'プロンプトでの名前',
  'teach.about': '種類（dog、mugなど）',
  'teach.steps': 'ステップ数（空なら通常）',
  'teach.drop': '5〜20枚の画像かZIPをここにドロップ',
  'teach.choose': '画像を追加',
  'teach.pictures': ({ count }) => `画像${count}枚`,
  'teach.caption': ({ number }) => `画像${number}の説明文`,
  'teach.caption-empty': '説明文（空でもよい）',
  'teach.leave-out': ({ number }) => `画像${number}を外す`,
  'teach.describe': '説明文を自動で書く',
  'teach.refused': '除外',
  'teach.twice': '同じ画像がすでにあります',
  'teach.no-picture': 'その名前の画像がありません',
  'teach.look': '必要な時間',
  'teach.consent': 'これらの画像を使ってよく、写っている人も同意しています',
  'teach.start': '開始',
  'teach.cost': ({ steps, seconds, model }) =>
    `${model}で${steps}ステップ、${seconds === null ? '時間は未測定' : `約${seconds}秒`}。描くほうが優先です`,
  'teach.list': 'ここで学習したもの',
  'teach.none': 'まだありません：まず画像を渡してください。',
  'teach.step': ({ step, of }) => `${of}中${step}ステップ`,
  'teach.waits': '順番待ち',
  'teach.done': '完成',
  'teach.broke-off': ({ step }) =>
    `ステップ${step}の前の状態です。その後の損失は数ではなくなりました。ステップを減らすとうまくいくかもしれません。`,
  'teach.stop': '終えて最良を残す',
  'teach.delete': '削除',
  'teach.export': ({ style }) => `書き出す（${style}）`,
  'teach.loss': ({ from, to }) => `Loss：${from}から${to}`,
  'teach.samples': '同じ言葉と同じシードで見る学習の様子',
  'teach.use': ({ use }) => `プロンプトで：${use}`,
};
