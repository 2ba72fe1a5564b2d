import type { EXPLAIN as ENGLISH } from '#bot/text/english/explain.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of how a prompt is read, taken apart. */
export const EXPLAIN: Translation<typeof ENGLISH> = {
  'command.explain': 'プロンプトの読まれ方：トークン、重み、スタイルが足すもの、除かれるもの',
  'explain.heading': ({ model }) => `${model}の読み方`,
  'explain.heading-unread': 'まだ読み取れません',
  'explain.chosen': '選ばれたもの：',
  'explain.problems': 'このままでは描けません',
  'explain.notices': '除かれたもの・変えられたもの',
  'explain.prompt': 'プロンプト',
  'explain.negative': '入れたくないもの',
  'explain.text': ({ name, number, steps, weight }, { say, number: written }) =>
    [
      `${say(name)}${number}`,
      ...(steps === '' ? [] : [`ステップ${steps}`]),
      ...(weight === 1 ? [] : [`効き${written(weight)}`]),
    ].join('、'),
  'explain.more-texts': ({ count }) => `ほか${count}件のテキスト`,
  'explain.window': ({ number, of, count, max }) =>
    `${of === 1 ? '' : `区間${number}/${of}、`}${max}トークン中${count}：`,
  'explain.window-words': ({ number, of, count }) => `${of === 1 ? '' : `部分${number}/${of}、`}${count}語：`,
  'explain.more-windows': ({ count }) => `ほか${count}区間`,
  'explain.style': ({ style }) => `スタイル${style}が足すもの`,
  'explain.before': '前：',
  'explain.after': '後：',
  'explain.avoids': '入れたくないもの：',
  'explain.unknown': 'モデルが知らない言葉',
  'explain.sampler': 'サンプラー',
  'explain.spacing': '間隔',
  'explain.steps': 'ステップ',
  'explain.guidance': 'ガイダンス',
  'explain.size': 'サイズ',
  'explain.seed': 'シード',
  'explain.count': '枚数',
  'explain.clip-skip': 'CLIPスキップ',
  'explain.strength': '強度',
  'explain.variation': '変化',
  'explain.tile': 'タイル',
  'explain.stop': '途中停止',
  'explain.from-option': '選択どおり',
  'explain.from-flag': 'プロンプトから',
  'explain.from-style': 'スタイルから',
  'explain.from-model': 'モデルから',
  'explain.from-picture': '画像から',
  'explain.from-chance': 'ランダム',
  'explain.from-usual': '標準',
};
