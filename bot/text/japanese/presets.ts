import type { PRESETS as ENGLISH } from '#bot/text/english/presets.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese about styles and what they settle: names, numbers, templates, adapters. */
export const PRESETS: Translation<typeof ENGLISH> = {
  'number.none': '数ではないもの',
  'number.endless': '終わりのない数',

  'name.unknown-spacing': ({ given, known }) => `間隔「${given}」はありません。使えるのは${known.join('、')}です`,
  'name.unknown': ({ what, typed, meant, known, more }) =>
    `${NAMED[what]}「${typed}」はここにありません。${hint({ meant, known, more })}`,

  'range.steps': ({ max, given }, { text }) =>
    `このステップ数は使えません：1～${max}の整数が必要です。指定は${text(given)}です`,
  'range.guidance': ({ max, given }, { text }) =>
    `このガイダンスは使えません：0～${text(max)}の数が必要です。指定は${text(given)}です`,
  'range.count': ({ max, given }, { text }) =>
    `この枚数は使えません：1～${max}の整数が必要です。指定は${text(given)}です`,
  'range.seed': ({ max, given }, { text }) =>
    `このシードは使えません：0～${max}の整数が必要です。指定は${text(given)}です`,
  'range.side': ({ side, min, max, given }, { text }) =>
    `この${SIDES[side]}は使えません：${min}～${max}ピクセルの整数が必要です。指定は${text(given)}です`,
  'range.side-multiple': ({ side, multiple, given, near }) =>
    `この${SIDES[side]}は使えません：${multiple}の倍数が必要です。指定は${given}、近い値は${near.join('と')}です`,
  'range.steps-lowered': ({ max, given }, { text }) =>
    `ステップ数を上限の${text(max)}に下げました。指定は${text(given)}でした`,
  'range.steps-lowered-for': ({ max, given, sampler }, { text }) =>
    `ステップ数をサンプラー${sampler}の上限の${text(max)}に下げました。指定は${text(given)}でした`,
  'range.guidance-lowered': ({ max, given }, { text }) =>
    `ガイダンスを上限の${text(max)}に下げました。指定は${text(given)}でした`,

  'preset.name': ({ max, given }) =>
    `スタイルにこの名前は付けられません：文字、数字、ハイフンで1～${max}文字です。指定は「${given}」です`,
  'preset.name-taken': ({ name }) =>
    `スタイルに「${name}」という名前は付けられません：この語はスタイルなしを意味します`,
  'preset.name-written': ({ name }) => `名前は「${name}」と書きます`,
  'preset.over-ready-made': ({ name }) =>
    `ここでは既成のスタイル「${name}」の代わりになります。削除すると元のものに戻ります`,
  'preset.description-length': ({ max, given }) => `この説明は保存できません：${max}文字まで、指定は${given}文字です`,
  'preset.negative-length': ({ max, given }) =>
    `このネガティブプロンプトは保存できません：${max}文字まで、指定は${given}文字です`,
  'preset.no-karras': ({ sampler }) => `サンプラー「${sampler}」にはKarras式の間隔がないため、なしで描きます`,
  'preset.size': ({ given }) => `このサイズは使えません：512x768 のような形が必要です。指定は「${given}」です`,
  'preset.clip-skip': ({ max, given }, { text }) =>
    `テキストエンコーダーの層をその数だけ省けません：0～${max}まで、指定は${text(given)}です`,

  'template.length': ({ max, given, added }) =>
    `このテンプレートは保存できません：${added && `先頭に「${added}」を付けて`}${max}文字まで、指定は${given}文字です`,
  'template.place-twice': ({ place, count }) =>
    `このテンプレートは使えません：「${place}」は1回だけ書けます。指定は${count}回です`,
  'template.flag': ({ given }) =>
    `このテンプレートは使えません：書けるのは言葉だけで、設定にはそれぞれのオプションがあります。指定は「${given}」です`,
  'template.place-added': ({ template }) => `プロンプトの言葉は先頭に入ります：「${template}」`,

  'adapter.twice': ({ name }) => `アダプター「${name}」が2回指定されています`,
  'adapter.too-many': ({ max, given }) => `アダプターが多すぎて使えません：${max}個まで、指定は${given}個です`,
  'adapter.weight': ({ name, max, given }, { text }) =>
    `アダプター「${name}」をその重みでは使えません：-${max}～${max}まで、指定は${text(given)}です`,

  'ready-made.fast': '4ステップで1枚',
  'ready-made.base': 'あなたの言葉に、よくある失敗を除く指定だけ',
  'ready-made.photo': 'カメラで撮ったように',
  'ready-made.cinematic': '映画のワンシーン',
  'ready-made.cartoon': '太い輪郭と平らな色',
  'ready-made.line-art': 'きれいな黒い線だけ',
  'ready-made.low-poly': '少ない三角形で組み立てた世界',
  'ready-made.oil': 'キャンバスに厚塗りの油絵',
  'ready-made.charcoal': 'ざらついた紙にぼかした木炭',
  'ready-made.pastel': '紙に淡いパステル',
  'ready-made.anime': 'アニメのセル塗り',
  'ready-made.isometric': '斜め上から見た小さな世界',
  'ready-made.storybook': '4ステップの絵本の場面',
  'ready-made.fine': 'より丁寧な絵本の場面（20ステップ）',
  'ready-made.pixel-art': '大きな四角いドット',
  'ready-made.watercolor': '紙に柔らかな水彩',
  'ready-made.blueprint': '青い紙に白い線',
  'ready-made.neon': '暗闇に光る線',
  'ready-made.chalkboard': '緑の黒板にチョーク',
};

const NAMED = { style: 'スタイル', model: 'モデル', sampler: 'サンプラー', adapter: 'アダプター' } as const;
const SIDES = { width: '幅', height: '高さ' } as const;

function hint({ meant, known, more }: { meant: string; known: readonly string[]; more: number }): string {
  if (meant !== '') return `「${meant}」のことですか？`;
  if (known.length === 0) return 'まだ1つもありません';
  return `あるのは${known.join('、')}${more > 0 ? `、ほか${more}件` : ''}です`;
}
