import type { MODELS as English } from '#shared/text/english/models.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of the catalog of models: why an entry of models.json, a file or a folder cannot be used. */
export const MODELS: Translation<typeof English> = {
  'model.unusable': ({ name, reason }, { say }) => `モデル${name}を使えません：${say(reason)}`,
  'model.not-pulled': ({ name, reason, argument }, { say }) =>
    `モデル${name}を使えません：${say(reason)}。実行してください：npm run models -- pull ${argument}`,
  'model.other-family': ({ name, family, listed }) =>
    `モデル${name}を使えません：重みは${family}系ですが、models.json には${listed}とあります`,
  'model.slow': ({ name, seconds }) => `モデル${name}を使えません：${seconds}秒以内にファイルを調べられませんでした`,
  'model.same-name': ({ file, name }) => `モデルファイル${file}を使えません：${name}という名前のモデルが既にあります`,
  'adapter.unplaced': ({ name, reason }, { say }) => `アダプター${name}を使えません：${say(reason)}`,
  'adapter.slow': ({ name, seconds }) =>
    `アダプター${name}を使えません：${seconds}秒以内にファイルを調べられませんでした`,
  'place.slow': ({ seconds }) => `モデルのフォルダーが${seconds}秒以内に応答しませんでした`,
  'models.look-ended': 'モデルのフォルダーの確認が途中で止まりました。ログに記録しました',
  'place.missing': ({ path }) => `${path}が見つかりません：モデルのフォルダーにそのファイルがありません`,
  'place.not-pulled': ({ source }) => `${source}が見つかりません：まだ入手していません`,
  'place.outside': ({ path }) => `${path}を使えません：モデルのフォルダーの外へのリンクです`,
  'place.files': ({ limit, given }) => `フォルダーを読み取れません：ファイルは${limit}個までですが、${given}個あります`,

  'catalog.unreadable': ({ line, reason }, { say }) => `models.json の${line}行目を読み取れません：${say(reason)}`,
  'catalog.unchangeable': ({ line, reason }, { say }) => `models.json の${line}行目を変更できません：${say(reason)}`,
  'catalog.no-list': 'models.json を変更できません：{"models": [ … ]} の形が必要です',
  'catalog.bytes': ({ limit, given }) => `${limit}バイトまでですが、${given}バイトあります`,
  'catalog.no-file': '読み取れるファイルが必要です',
  'catalog.shape': '{"models": [ … ]} の形が必要です',
  'catalog.unknown': ({ name }) => `${name}という項目はありません`,
  'catalog.entries': ({ limit, given }) => `項目は${limit}個までですが、${given}個あります`,
  'catalog.entry': ({ name, field, rule }, { say }) =>
    `${say(name)}：${field === '' ? say(rule).replace(/^[はが]/, '') : `${field}${say(rule)}`}`,
  'catalog.nth-entry': ({ position }) => `${position}番目の項目`,

  'json.expected': ({ wanted, given }, { say }) => `${say(wanted)}が必要なところに${say(given)}があります`,
  'json.twice': ({ name }) => `${name}が2回あります`,
  'json.nothing': '何もない所',
  'json.end': 'ファイルの終わり',
  'json.levels': ({ limit }) => `${limit}段以内`,
  'json.name': '二重引用符で囲んだ名前',
  'json.text': '同じ行で閉じる二重引用符の文字列',
  'json.value': '値',
  'json.sign': ({ sign }) => `"${sign}"`,
  'json.either': ({ end }) => `"," か "${end}"`,
};
