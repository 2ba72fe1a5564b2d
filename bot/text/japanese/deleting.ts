import type { DELETING as ENGLISH } from '#bot/text/english/deleting.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of deleting, and taking it back. */
export const DELETING: Translation<typeof ENGLISH> = {
  'delete.in-bin': '削除しました。1日以内なら、ここか /undelete で元に戻せます。',
  'forget.here': 'このサーバー',
  'forget.everywhere': 'すべてのサーバー',
  'forget.sure': ({ count, where }) =>
    count === 0
      ? `${places(where)}完成したあなたの画像はありません`
      : `${where === 'here' ? 'ここの' : ''}あなたの画像${count}枚が、プロンプトやメッセージごと削除されます。` +
        '/forget で「確認」をTrueにすると実行します。1日以内なら /undelete で戻せます',
  'forget.done': ({ count }) =>
    `あなたの画像${count}枚を削除しました。1日以内なら /undelete で戻せます。その後は誰にも戻せません`,
  'forget.nothing': ({ where }) => `${places(where)}完成したあなたの画像はありません`,
  'undelete.done': ({ count, show }) =>
    `画像${count}枚を元に戻しました${show === '' ? '' : `。チャンネルがなくなったものは、${show} で持ち主に表示されます`}`,
  'undelete.nothing': '元に戻せるものがありません：この1日、ここでは何も削除していません',
};

function places(where: 'here' | 'everywhere'): string {
  return where === 'here' ? 'ここには' : '';
}
