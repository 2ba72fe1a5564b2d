import type { SAMPLERS as English } from '#shared/text/english/samplers.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of steps that cannot be taken, and of scheduler files that cannot be followed. */
export const SAMPLERS: Translation<typeof English> = {
  'sampler.unknown': ({ known, given }, { say }) =>
    `そのサンプラーは使えません：${oneOf(known)}。指定は${say(given)}です`,
  'sampler.sigmas': ({ sampler, known, given }) =>
    `${sampler}では描けません：シグマは${known.join('、')}のどれかが必要です。指定は${given}です`,
  'sampler.own-timesteps': ({ sampler, given }) =>
    `${sampler}では描けません：このモデルではタイムステップが決まっているため、間隔は指定しません。指定は${given}です`,
  'sampler.steps': ({ limit, given }) => `描けません：ステップ数は1～${limit}の整数が必要です。指定は${given}です`,
  'sampler.steps-with': ({ sampler, limit, given }) =>
    `${sampler}では描けません：ステップ数は1～${limit}の整数が必要です。指定は${given}です`,
  'sampler.steps-at-strength': ({ sampler, limit, strength, given }) =>
    `${sampler}では描けません：強度${strength}ではステップ数は1～${limit}の整数が必要です。指定は${given}です`,
  'sampler.timesteps': ({ sampler, least }) =>
    `${sampler}では描けません：モデルの学習タイムステップが${least}以上必要です`,
  'sampler.same-timestep': ({ steps }) =>
    `描けません：${steps}ステップのうち2つが同じタイムステップになります。ステップを減らしてください`,
  'sampler.offset': ({ steps, offset }) => `描けません：steps_offset ${offset}では${steps}ステップが終わりを超えます`,
  'sampler.no-step': ({ strength, steps }) => `描けません：強度${strength}では${steps}ステップのうち1つも残りません`,
  'sampler.no-step-of-part': ({ from, to, steps }) =>
    `描けません：${steps}ステップでは、${from}～${to}の部分に1ステップも残りません`,
  'sampler.part-edge': ({ edge, given }) => `一部だけを描けません：${edge}は0～1が必要です。指定は${given}です`,
  'sampler.part-order': ({ from, to }) => `一部だけを描けません：開始は終了より前が必要です。指定は${from}と${to}です`,
  'sampler.part-start': '後の部分を描けません：前の部分の潜在表現から始める必要があります',
  'sampler.strength': ({ given }) => `その画像からは始められません：強度は0～1が必要です。指定は${given}です`,
  'sampler.pndm-steps': ({ given }) =>
    `pndmでは描けません：skip_prk_steps がない場合、ノイズと4ステップ以上が必要です。指定は${given}ステップです`,
  'sampler.pndm-start':
    'pndmでは描けません：skip_prk_steps がない場合、ノイズと4ステップ以上が必要ですが、画像から始まっています',
  'sampler.not-finite': ({ step, steps }) =>
    `ステップ${step}/${steps}を終えられません：ネットワークがNaNか無限大を返しました。` +
    '重みが壊れているか、数値形式がこのモデルには小さすぎるのかもしれません',
  'guidance.zero-weights': 'ガイダンスなしでは描けません：被写体の重みの合計が0になってはいけませんが、0です',

  'scheduler.unusable': ({ reason }, { say }) => `scheduler_config.json を使えません：${say(reason)}`,
  'scheduler.no-object': 'JSONオブジェクトが必要です',
  'scheduler.zero-snr':
    'rescale_betas_zero_snr には prediction_type が v_prediction か sample である必要がありますが、epsilon です',
  'scheduler.class':
    'ノイズから画像を描くdiffusersのスケジューラー（epsilon、v、sample、EDM）。フローマッチング、反転、ほかの種類のモデル用は不可',
  'scheduler.unknown-key': ({ key }) =>
    `${key}はここでは未知で、画像を変えるかもしれません。なしで描くには取り除いてください`,
  'scheduler.two-spacings': ({ known }) => `${known.join('、')}のうち true にできるのは1つだけですが、両方 true です`,
  'scheduler.edm-sampler': ({ known, given }) =>
    `${given}では描けません：EDMスケジューラーのモデルで使えるのは${known.join('、')}です`,
  'scheduler.betas': 'trained_betas は0と1の間の数が2つ以上のリストが必要です',

  'setting.wrong': ({ key, wanted, given }, { say }) => `${key}の条件は「${say(wanted)}」ですが、${given}です`,
  'setting.one-of': ({ known }) => `${known.join('、')}のどれか`,
  'setting.flag': 'true か false',
  'setting.text': '文字列',
  'setting.number': '数',
  'setting.whole': ({ from, to }) => `${from}～${to}の整数`,
  'setting.fraction': '0と1の間の数',
  'setting.positive': '正の数',
  'setting.count': '正の整数',
  'setting.below': ({ of }) => `${of}より小さい値`,
  'setting.whole-list': '整数のリスト',
  'setting.text-list': '文字列のリスト',
  'setting.numbers': ({ count }) => `${count}個の数のリスト`,
  'setting.names': ({ count }) => `${count}個の名前`,
  'setting.number-or-list': ({ count }) => `数、または${count}個のリスト`,
  'setting.per-layer': ({ layers }) => `層ごとに1つの数を持つリスト（ここでは${layers}個）`,
  'setting.divisor': ({ of }) => `${of}の約数`,
  'setting.even-first': '最初の段で偶数',
  'setting.of': ({ known }) => `${known.join('と')}からなるもの`,
  'setting.throughout': ({ name }) => `すべて${name}`,
  'setting.either': ({ known }) => known.join('か'),
  'setting.given-with': ({ key }) => `${key}があれば指定`,
  'setting.given-nested': '入れ子の深さでは指定',
};

function oneOf(known: readonly string[]): string {
  return known.length === 0 ? 'ここには1つもありません' : `使えるのは${known.join('、')}です`;
}
