import type { ROLE_LIMITS as ENGLISH } from '#bot/text/english/role-limits.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of what the roles of a server let their members draw. */
export const ROLE_LIMITS: Translation<typeof ENGLISH> = {
  'role-limit.nothing': 'ここでは描けません：このサーバーでのあなたのロールには画像が許可されていません',
  'role-limit.jobs': ({ max, open }) =>
    `まだ次の画像を受け付けられません：ここでのあなたのロールは同時に${max}件まで、いま${open}件が進行中です`,
  'role-limit.seconds': ({ max, used, open }) =>
    `いまは描けません：ここでのあなたのロールは24時間に${max} GPU秒まで、すでに${used} GPU秒使っています` +
    (open > 0 ? `。進行中のものは約${open}秒かかります` : ''),
  'role-limit.your-day': ({ max, used, open }) =>
    `24時間の${max} GPU秒のうち${used} GPU秒を使いました` +
    (open > 0 ? `。進行中のものは約${open}秒かかり、失敗した分は戻ります` : ''),
  'role-limit.steps': ({ max, given }) =>
    `そのステップ数では描けません：ここでのあなたのロールは${max}まで、指定は${given}です`,
  'role-limit.pixels': ({ max, width, height }) =>
    `その大きさでは描けません：ここでのあなたのロールは1枚${max}ピクセルまで、` +
    `指定は${width}×${height}＝${width * height}です`,
  'role-limit.model': ({ model, known }) =>
    `${model}では描けません：ここでのあなたのロールで使えるのは${known.join('、')}です`,
  'role-limit.none-given':
    '制限を設定できません：ジョブ数、ステップ、ピクセル、モデル一覧、秒数のどれかを指定してください',
  'role-limit.model-unknown': ({ name, known }) => `モデル${name}は許可できません：あるのは${known.join('、')}です`,
  'role-limit.nothing-said': ({ role }) => `ロール${role}には描画の制限がありません`,
  'role-limit.removed': ({ role }) => `ロール${role}の制限を外しました`,
  'role-limit.heading': 'ここでロールが描けるもの',
  'role-limit.none': 'ロールの制限はありません：レンダラーにできることは誰でも描けます',
  'role-limit.some':
    '複数のロールを持つメンバーには、それぞれ最もゆるい制限が適用されます。どのロールにもない項目は制限されません',
  'role-limit.said-jobs': ({ max }) => (max === 0 ? '画像なし' : `同時に${max}件`),
  'role-limit.said-steps': ({ max }) => `${max}ステップ`,
  'role-limit.said-pixels': ({ max }) => `${max}ピクセル`,
  'role-limit.said-models': ({ models }) => `${models.join('、')}のみ`,
  'role-limit.said-seconds': ({ max }) => `1日${max} GPU秒`,

  'command.limits': 'このサーバーでロールが描けるもの',
  'command.limits.set': 'ロールのメンバーが描けるものを制限します。省いた項目は制限しません',
  'command.limits.role': 'ロール。全メンバーなら @everyone',
  'command.limits.jobs': '同時に描ける件数。0なら描けません',
  'command.limits.steps': 'ステップ数の上限',
  'command.limits.pixels': '1枚のピクセル数の上限。1048576は1024×1024',
  'command.limits.models': 'モデルの名前（コンマ区切り）',
  'command.limits.seconds': '24時間のGPU秒。同時に描く分は分け合い、失敗は数えません',
  'command.limits.list': 'ここでロールが描けるものを表示します',
  'command.limits.remove': 'ロールの制限を外します',
  'option.role': 'ロール',
  'option.jobs': 'ジョブ数',
  'option.pixels': 'ピクセル',
  'option.models': 'モデル一覧',
  'option.seconds': '秒数',
};
