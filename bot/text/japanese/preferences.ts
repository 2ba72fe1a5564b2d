import type { PREFERENCES as ENGLISH } from '#bot/text/english/preferences.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese about what members like to have in every prompt. */
export const PREFERENCES: Translation<typeof ENGLISH> = {
  'prefer.heading': 'あなたの好みの描き方',
  'prefer.about': 'どのサーバーでも、あなたのすべてのプロンプトに付きます。プロンプト自体の指定が優先されます。',
  'prefer.suffix': 'すべてのプロンプトに付けるもの',
  'prefer.options': '自分用のオプション',
  'prefer.nothing': 'なし',
  'prefer.remix-on': 'リミックスはオン：もう一度描く前に言葉を尋ねます。',
  'prefer.remix-off': 'リミックスはオフ：同じ言葉でもう一度描きます。',
  'prefer.many': ({ given }) =>
    `すべてのプロンプトには付けられません：--repeat と {a, b} はプロンプト自体に書いてください。指定は「${given}」です`,
  'prefer.flag-unknown': ({ flag, meant }) =>
    meant === ''
      ? `「--${flag}」はすべてのプロンプトに付けられません：そのような設定も、似た設定もありません。設定は /help にあります`
      : `「--${flag}」はすべてのプロンプトに付けられません：そのような設定はありません。「--${meant}」のことですか？`,
  'prefer.flag-foreign': ({ flags }) =>
    `${flags.join(' ')} はすべてのプロンプトに付けられません：ここには当たるものがないので、除いてください`,
  'prefer.flag-value': ({ typed, example }) =>
    `「${typed}」は値としてすべてのプロンプトに付けられません：${example} のように書いてください`,
  'prefer.name': ({ max, given }) =>
    `この名前は使えません：文字で始め、文字・数字・ハイフンで${max}字まで、指定は「${given}」です`,
  'prefer.name-taken': ({ name }) => `--${name} という名前は使えません：すでに意味があります`,
  'prefer.options-max': ({ max, given }) =>
    `自分用のオプションが多すぎます：${max}個まで、指定は${given}個です。値なしで指定すると消えます`,
  'command.prefer': 'すべてのプロンプトに付けるもの',
  'command.prefer.suffix': 'すべてのプロンプトに付ける言葉とオプション',
  'command.prefer.suffix.text': '例：soft light --ar 3:2。省略するとなくなります',
  'command.prefer.option': '自分用のオプション',
  'command.prefer.option.name': '入力する名前：mine なら --mine',
  'command.prefer.option.value': 'その意味。省略すると消えます',
  'command.prefer.remix': 'もう一度描く前に言葉を尋ねる',
  'command.prefer.remix.on': 'はい、またはいいえ',
  'command.prefer.show': '設定した好みを見る',
  'option.on': 'オン',
};
