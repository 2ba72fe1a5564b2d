import type { DISPATCH as ENGLISH } from '#bot/text/english/dispatch.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of why jobs wait, and what can go wrong between the queue and a stored picture. */
export const DISPATCH: Translation<typeof ENGLISH> = {
  'waiting.none-configured': 'レンダラーが設定されていません',
  'waiting.none-connected': 'レンダラーが接続されていません',
  'waiting.none-able': ({ model }) => `必要なものとモデル${model}を備えたレンダラーが接続されていません`,
  'waiting.none-for': ({ kind }) => `「${kind}」用のネットワークを持つレンダラーが接続されていません`,
  'waiting.starting': 'レンダラーがエンジンを起動しています',
  'waiting.maintenance': 'レンダラーは保守中です',
  'waiting.draining': 'レンダラーは今、新しい依頼を受け付けていません',
  'waiting.recovering': 'レンダラーが復旧中です',
  'waiting.loading': ({ model, renderer }) => `${renderer}が${model}を読み込んでいます`,
  'waiting.before-turn': '順番どおりではメッセージを変更できる時間に間に合わないため、先に描かれることがあります',
  'waiting.late': 'メッセージを変更できる時間を超えるため、ダイレクトメッセージで届きます',
  'waiting.quiet': ({ renderer, seconds }) => `${renderer}から${seconds}秒間、新しい知らせがありません`,
  'waiting.sooner-there': ({ renderer }) => `${renderer}は使用中ですが、空いているものより先に描き終わります`,
  'waiting.to-load': ({ model, renderer }) => `先に${renderer}が${model}を読み込みます`,

  'queue.member-full': ({ max, open }) =>
    `まだ次の画像を受け付けられません：同時に${max}件まで、いま${open}件が進行中です。完了を待つか、1件キャンセルしてください`,
  'queue.full': ({ open }) =>
    `まだ次の画像を受け付けられません：キューが${open}件でいっぱいです。数分後にもう一度お試しください`,

  'attempt.silent': 'レンダラーから応答がなくなりました',
  'attempt.standstill': 'レンダラーが進まなくなりました',
  'attempt.ended': '画像ができる前にレンダラーが終了しました',
  'attempt.renderer-gone': ({ renderer }) => `レンダラー${renderer}がなくなりました`,
  'attempt.cancelled': 'ジョブはキャンセルされました',
  'attempt.not-rendering': ({ state }) => `状態が${state}のジョブは再開できません`,
  'attempt.strikes': ({ count, last }, { say }) => `${count}回の試行が途中で止まりました。最後の理由：${say(last)}`,
  'attempt.refusals': ({ count, last }, { say }) =>
    `${count}回試しましたが、引き受けるレンダラーがありませんでした。最後の理由：${say(last)}`,
  'attempt.taken': '後から起動した別のボットがレンダラーを使っており、ほかのレンダラーがありません',
  'attempt.unread': ({ max }) => `未読の表示は${max}件までしか保持できません`,

  'result.wrong': ({ why }, { say }) => `レンダラーから届いたものを使えません：${say(why)}`,
  'result.picture': ({ index }) => `画像${index}`,
  'result.mask': ({ index }) => `マスク${index}`,
  'result.text': ({ index }) => `テキスト${index}`,
  'result.animation': 'アニメーション',
  'result.file': 'ファイル',
  'result.unexpected': ({ came, due }) => `${due}が来るはずのところに${came}が届きました`,
  'result.order': ({ what, due, count }, { say }) =>
    `全${count}件の${due}件目が来るはずのところに${say(what)}が届きました`,
  'result.order-at-most': ({ what, due, max }, { say }) =>
    `最大${max}件の${due}件目が来るはずのところに${say(what)}が届きました`,
  'result.missing': ({ arrived, count }) => `画像${count}枚のうち${arrived}枚が届きました`,
  'result.too-long': ({ what, bytes, size }, { say }) =>
    `${say(what)}は${bytes}バイト以上ありますが、申告は${size}バイトでした`,
  'result.length': ({ what, bytes, size }, { say }) => `${say(what)}は${bytes}バイトですが、申告は${size}バイトでした`,
  'result.hash': ({ what }, { say }) => `${say(what)}のSHA-256が一致しません`,
  'result.not-whole': ({ what, format }, { say }) => `${say(what)}は完全な${format}ではありません`,
  'result.said-size': ({ what, found, said }, { say }) => `${say(what)}は${found}ですが、申告は${said}でした`,
  'result.asked-size': ({ what, found, asked }, { say }) => `${say(what)}は${found}ですが、依頼は${asked}でした`,
  'result.no-safetensors': 'アダプターがsafetensorsファイルではありません',
  'result.characters': ({ what, characters }, { say }) => `${say(what)}は${characters}文字あります`,
  'result.score': ({ what, score }, { say }) => `${say(what)}のスコアは${score}です`,
  'result.second': ({ what }, { say }) => `${say(what)}が2回届きました`,
  'result.none': ({ what }, { say }) => `${say(what)}が届きませんでした`,
  'result.not-stored': '画像は描けましたが、保存できませんでした：ボットの運営者がディスクを確認する必要があります',
};
