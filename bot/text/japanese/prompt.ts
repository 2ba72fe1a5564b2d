import type { PROMPT as ENGLISH } from '#bot/text/english/prompt.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of what reading a prompt finds odd. */
export const PROMPT: Translation<typeof ENGLISH> = {
  'prompt.last-backslash': '末尾のバックスラッシュは何も打ち消さないため、除きました',
  'prompt.closes-nothing': 'このかっこには対になるものがないため、文字として扱いました',
  'prompt.breaks-max': ({ max }) => `BREAKは${max}個までです。これ以降は空白として扱います`,
  'prompt.too-deep': ({ max }) => `${max}段より深いかっこは、それ以上効きません`,
  'prompt.never-closed': 'このかっこは閉じていないため、末尾まで続きます',
  'prompt.weight-no-number': ({ typed, weight }, { number }) =>
    `「${typed}」は数ではないため、重みは${number(weight)}です`,
  'prompt.weight-range': ({ typed, weight, min, max }, { number }) =>
    `重みは${min}～${max}なので、「${typed}」を${number(weight)}として読みました`,
  'prompt.weight-comma': ({ typed, weight }) =>
    `「${typed}」を${weight}として読みました。重みにはコンマではなく点を使います`,
  'prompt.weight-product': ({ max }) => `かっこの積が${max}を超えるため、重みは${max}です`,
  'prompt.and-blank': 'ANDは2つの記述をつなぎます。片方が空なので除きました',
  'prompt.and-max': ({ max }) => `ANDでつなげる記述は${max}個までです。これ以降は言葉として扱います`,
  'prompt.and-weight': ({ typed, weight, max }, { number }) =>
    `ANDの重みは-${max}～${max}なので、「${typed}」を${number(weight)}として読みました`,
  'prompt.changes-too-deep': ({ max }) => `${max}段より深い角かっこは何も変えません`,
  'prompt.adapter-misplaced': 'アダプターはプロンプトかスタイルの一覧で指定するものなので、これは除きました',
  'prompt.too-long': ({ max }) => `最初の${max}文字だけを読みます。残りは除きました`,
  'prompt.hypernetwork': 'ハイパーネットワークはここでは使えないため、除きました',
  'prompt.adapter-no-name': 'このアダプターには名前がないため、除きました',
  'prompt.adapter-left-out': ({ typed }) =>
    `「${typed}」は理解できないため除きます：アダプターの重みは1つか、テキスト用（te）とunet用の2つです`,
  'prompt.adapter-no-weight': '重みが数ではないため、1になります',
  'prompt.flag-needs-value': ({ flag, example }) => `「--${flag}」には値が必要です。例：${example}`,
  'prompt.flags-foreign': ({ flags }) => `ここに当たるものがないため、除きました：${flags.join(' ')}`,
  'prompt.double-colon': ({ typed }) =>
    `「${typed}」はここでは重みにならず、文字として描かれます。(言葉:1.5) と書くか、ANDでつないでください`,
  'prompt.list-unknown': ({ name, meant }) =>
    meant === ''
      ? `リスト「${name}」はここにありません。/wildcards list で一覧を見られます。文字のまま残すなら \\__ です`
      : `リスト「${name}」はここにありません。__${meant}__ のことですか？`,
  'prompt.lists-deep': ({ name, max }) => `リストが互いを${max}段より深く呼んでいるため、「${name}」を除きました`,
  'prompt.choices-max': ({ max }) => `プロンプトの選択肢は${max}か所までです。それ以降は除きました`,
  'prompt.grown-max': ({ max }) => `選択によりプロンプトが${max}文字を超えます。残りは除きました`,
  'prompt.link': ({ typed }) =>
    `「${typed}」は文字として描かれます。画像として使うには添付してください。画像になるリンクはDiscordのファイルだけです`,
  'prompt.flag-unknown': ({ flag }) => `「--${flag}」という設定はないため、除きました`,
  'prompt.flag-misspelt': ({ flag, meant }) =>
    `「--${flag}」という設定はないため、除きました。「--${meant}」のことですか？`,
  'prompt.flag-twice': ({ flag }) => `「--${flag}」が2回以上あります。最後のものが有効です`,
  'prompt.flag-no-number': ({ typed, example }) => `「${typed}」は数（例：${example}）ではないため、除きました`,
  'prompt.flag-no-ratio': ({ typed, example }) =>
    `「${typed}」は幅と高さの比率（例：${example}）ではないため、除きました`,
  'prompt.unknown-words': ({ model, words, more, known }, { list }) => {
    const all = [...words.map((word) => `「${word}」`), ...(more > 0 ? [`ほか${more}語`] : [])];
    return `モデル${model}は${list(all)}を知りません。知っているのは${known.join('、')}などです`;
  },
};
