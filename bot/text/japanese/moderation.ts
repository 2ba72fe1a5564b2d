import type { MODERATION as ENGLISH } from '#bot/text/english/moderation.ts';
import type { Translation } from '#shared/text/message.ts';
import { code, link, rich } from '#shared/text/rich.ts';

/** Japanese of what moderators of a server say. */
export const MODERATION: Translation<typeof ENGLISH> = {
  'rule.moderators': 'できません。「メッセージの管理」か「サーバー管理」の権限が必要です',
  'setting.adults-only': 'Discordが成人だけを入れる場所でのみ描くかどうか',
  'setting.adults-only-here': 'ここでは描けません。このサーバーでは年齢制限チャンネルでのみ描きます',
  'review.not-shown': ({ review }) =>
    review === 'held'
      ? 'この画像はまだ表示できません。先にサーバーのモデレーターが確認します'
      : 'この画像は表示できません。サーバーのモデレーターが却下しました',
  'setting.hold': 'ここで頼まれた画像を、誰かが見る前にモデレーターが確認するかどうか（/review）',
  'setting.flagged': 'マシン自身の検査で不適切とされた画像の扱い',
  'setting.flagged.withhold': 'だれにも渡しません',
  'setting.flagged.hold': 'モデレーターを待ちます（/review）',
  'setting.moderators': '報告と確認待ちの画像をモデレーターに知らせるチャンネル',
  'setting.reports-hide': '報告が何件で画像を隠し、モデレーターの確認を待つか。0なら隠さない',
  'terms.held': '誰かが見る前に、このサーバーのモデレーターが確認します',
  'panel.review': ({ review }) =>
    review === 'held'
      ? '描き終わりました。表示の前にこのサーバーのモデレーターが確認します'
      : '描き終わりましたが、このサーバーのモデレーターが表示しないことにしました',
  'menu.recent': '最近の画像',
  'menu.report': '報告',
  'button.release': '表示する',
  'button.refuse': '表示しない',
  'review.reported': ({ isHeld }) =>
    isHeld
      ? '報告しました。モデレーターが確認するまで誰にも見えません'
      : '報告しました。このサーバーのモデレーターが確認します',
  'review.not-there': '報告できません。画像はもうありません',
  'review.nothing': '確認するものはありません。保留中や報告された画像はありません',
  'review.why': ({ isHeld, reports }) =>
    [
      isHeld ? 'まだ誰にも見えていません。' : '全員に見えています。',
      ...(reports > 0 ? [`報告${reports}件。`] : []),
    ].join(''),
  'review.decided': ({ decision, waiting }) =>
    `${decision === 'released' ? '全員に見えるようになりました' : '誰にも見えなくなりました'}。${waiting === 0 ? 'ほかに待っているものはありません' : `あと${waiting}件、/reviewで確認できます`}`,
  'review.told': ({ why, reports, url }) =>
    why === 'held'
      ? rich`モデレーターの確認を待つ画像があります：${link('見る', url)}、判断は${code('/review')}で`
      : rich`${link('画像', url)}が${String(reports)}人に報告されました。判断は${code('/review')}で`,
  'audit.report': ({ id }) => `${id}の報告`,
  'audit.review': ({ id }) => `${id}についての決定`,
  'command.review': '保留中または報告された次の画像を見て決める',
  'command.words.look-first': '描くが、先にモデレーターに見せる',
  'word.looked-at': '先にモデレーターが確認',
  'option.look-first': '先に確認',
  'setting.keep-days': 'ここの画像を描いてから何日保存するか。0なら運営者の設定に従う',
  'privacy.heading': 'Easelが保存しているあなたの情報',
  'privacy.counts': ({ here, everywhere }, { plural }) =>
    plural(here, {
      one: `この場所で${here}件、全体で${everywhere}件の完成した画像`,
      other: `この場所で${here}件、全体で${everywhere}件の完成した画像`,
    }),
  'privacy.what': '保存するもの',
  'privacy.what-text':
    'あなたの言葉とその設定、Discordでの名前とID、場所、画像です。ほかの人のメッセージは読みません。',
  'privacy.how-long': '保存期間',
  'privacy.how-long-text': ({ days, leftServerDays, binHours }) =>
    `${days === 0 ? '削除されるまで' : `描いてから${days}日間`}。削除したものは${binHours}時間は元に戻せ、その後は消えます。Easelが抜けたサーバーのものは${leftServerDays}日後にすべて消えます。`,
  'privacy.who': '見られる人',
  'privacy.who-text': ({ isInGallery }) =>
    `あなたが頼んだチャンネルを読める人です。ほかの人が別の場所に表示することはありません。${isInGallery ? 'Easelの運営者もギャラリーで見られます（このサーバーが許可しています）。' : 'Easelの運営者はファイルを保管しますが、ギャラリーはありません。'}`,
  'privacy.delete': '削除の方法',
  'privacy.delete-text': rich`画像の下の❌で1件を、${code('/forget')}でここまたはすべての場所のあなたの画像を削除します。`,
  'recent.none': ({ name, count }) =>
    count === 0
      ? `${name}さんがここで描いたもので、あなたが読めるものはありません`
      : `${name}さんの画像であなたが読めるのは${count}件だけです`,
  'recent.heading': ({ name, count }) => `${name}さんの最近の${count}件`,
  'recent.how': rich`番号を付けた${code('/recent')}で1枚を大きく表示し、判断できます。`,
  'recent.there': '開く',
  'recent.which': ({ number, count }) => `最近の${count}件中${number}番目。`,
  'command.privacy': '何を、どれだけの間保存し、誰が見られ、どう削除するか',
  'command.recent': 'メンバーが最近描いたものを見る',
  'command.recent.member': '誰の画像か',
  'command.recent.number': '1が最新',
  'terms.relaxed': 'ゆっくりモード：ほかの人の画像の後に描きます',
  'setting.relax': 'ここで頼まれた画像をほかのすべての後に描くかどうか',
  'terms.no-relax': '--relaxは効きません：このサーバーではメンバーは選べません',
  'terms.no-fast': '--fastは効きません：ここで頼まれた画像は、ほかの画像の後に描きます',
  'terms.no-fast-used-up': '--fastは効きません：今日の秒数を使い切っています',
  'setting.choose-pace': 'メンバーが--relaxと--fastのどちらを選べるか',
  'setting.choose-pace.none': 'どちらも不可',
  'setting.choose-pace.relax': '--relaxのみ',
  'setting.choose-pace.both': '両方',
  'setting.when-used-up': '1日の秒数を使い切ったメンバーの扱い（/limitsを参照）',
  'setting.when-used-up.refuse': '明日まで描けない',
  'setting.when-used-up.relax': 'ほかのすべての後に描く',
  'input.member': ({ name, given }) => `この「${name}」は使えません：このサーバーの人が必要です。指定は${given}です`,

  'word.refused': ({ pattern }) =>
    `描けません。このサーバーでは「${pattern}」をプロンプト、ネガティブ、スタイルのどれにも使えません`,
  'word.refused-elsewhere': ({ pattern }) =>
    `描けません。あなたの参加サーバーの一つでは「${pattern}」をプロンプト、ネガティブ、スタイルのどれにも使えません`,
  'word.unwanted-in-style': ({ name, pattern }) =>
    `スタイル「${name}」は保存できません：このサーバーでは、スタイルの名前・説明・言葉に「${pattern}」を使えません`,
  'word.unwanted-in-list': ({ name, pattern }) =>
    `リスト「${name}」は保存できません：このサーバーでは、リストの名前や言葉に「${pattern}」を使えません`,
  'word.pattern': ({ characters, words, given }) =>
    `登録できません。${characters}文字、${words}語までで、*は任意の文字、?は1文字です。入力は${given}`,
  'word.unknown': ({ pattern }) => `「${pattern}」のルールはここにはありません。/words listで一覧を見られます`,
  'word.removed': ({ pattern }) => `「${pattern}」をまた描けるようにしました`,
  'word.heading': 'ここでは描かない言葉',
  'word.none': 'どの言葉でも描けます。',
  'word.how': '単語全体で判定し、文字の間に何を挟んでも同じです。*は任意の文字、?は1文字です。',
  'word.everywhere': 'すべての場所',
  'word.except-adults': '年齢制限チャンネル以外',

  'ban.holds': ({ reason, until }) =>
    `${until === '' ? 'ここではあなたの画像を描けません' : `${until}まではここであなたの画像を描けません`}。このサーバーのモデレーターの決定です。理由：${reason}`,
  'ban.reason': '理由なしでは禁止できません：本人に伝えられます。1〜200文字で入力してください',
  'ban.yourself': 'できません。自分自身を禁止することはできません',
  'ban.none-of-them': 'このメンバーは描画を禁止されていません',
  'ban.added': ({ name, until }) =>
    until === '' ? `${name}さんの画像はここではもう描きません` : `${name}さんの画像は${until}までここでは描きません`,
  'ban.removed': ({ name }) => `${name}さんの画像をまた描きます`,
  'ban.heading': 'ここで描けない人',
  'ban.nobody': '誰でも描けます。',
  'ban.until': ({ until }) => (until === '' ? '無期限' : `${until}まで`),
  'audit.role-limit': 'ロールの制限',
  'audit.ban': '描画禁止',
  'audit.word': ({ pattern }) => `言葉「${pattern}」`,

  'command.words': 'このサーバーで描かない言葉',
  'command.words.add': 'この言葉からは今後描かない（ネガティブとスタイルも含む）',
  'command.words.pattern': '連続する単語。*は任意の文字、?は1文字',
  'command.words.except-adults': '年齢制限チャンネルでは許可',
  'command.words.list': 'ここで描かない言葉を表示',
  'command.words.remove': '言葉をまた許可',
  'command.ban': 'このサーバーで描けない人',
  'command.ban.add': 'メンバーの画像を今後描かない（日数または無期限）',
  'command.ban.member': '誰を',
  'command.ban.reason': '理由（本人に表示されます）',
  'command.ban.days': '何日間か。省略すると無期限',
  'command.ban.list': 'ここで描けない人と理由、期限を表示',
  'command.ban.remove': 'メンバーがまた描けるようにする',
  'option.words': '言葉',
  'option.except-adults': '成人を除く',
  'option.member': 'メンバー',
  'option.reason': '理由',
  'option.days': '日数',
};
