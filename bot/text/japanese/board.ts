import type { BOARD as ENGLISH } from '#bot/text/english/board.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of what the studio's drawer of machines says. */
export const BOARD: Translation<typeof ENGLISH> = {
  'board.now': '今',
  'board.seconds': ({ count }) => `${count}秒`,
  'board.minutes': ({ count }) => `${count}分`,
  'board.elsewhere': 'ほかのサーバー',
  'board.elsewhere-job': 'ほかのサーバーの依頼',
  'board.block': ({ title, seconds }) => `${title}、約${seconds}秒で完成`,
  'board.block-untimed': ({ title }) => `${title}、時間は未定`,
  'board.yours': '左の線はここで頼まれたものです。まずサーバー間、次にメンバー間で公平に分けます。',
  'board.add': 'マシンを追加',
  'board.add-how': 'もう一台のマシンのEaselのフォルダーで、点の代わりに16文字以上のシークレットを入れて起動します：',
  'board.address': 'アドレスとポート',
  'board.secret': 'シークレット',
  'board.try': '試して追加',
  'board.trying': '確認中 …',
  'board.added': ({ name, device }) =>
    `${name}${device === '' ? '' : `（${device}）`}が応答し、Easelを再起動するまで描きます。ずっと使うには、次のように起動します：`,
  'board.named': 'その場合、名前を挙げたマシンだけが描きます。このマシンもレンダラーとして動かせば描きます。',
};
