import type { ORDERS as ENGLISH } from '#bot/text/english/orders.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of what may be wrong with an order, and what is changed on its way. */
export const ORDERS: Translation<typeof ENGLISH> = {
  'order.no-spacing': ({ sampler, spacing }) =>
    `${sampler}は独自のタイムステップを使うため、間隔${spacing}なしで描きます`,
  'order.chosen': ({ text }) => `選ばれたもの：${text}`,
  'order.permutes': ({ count }) =>
    `${count}枚の画像を1枚としては描けません：波かっこの中をコンマで区切ると、それぞれ画像になります。1つだけ選ぶなら {a|b} と書いてください`,
  'order.permutations-max': ({ max, given }) =>
    `1つのプロンプトからそれほど多くは描けません：波かっこで${given}枚になりますが、${max}枚までです`,
  'order.weighting': ({ given, known }) => `重みの計算方法「${given}」は使えません：使えるのは${known.join('、')}です`,
  'order.strength-idle': '強度は元にする画像があるときだけ効きます。ここにはありません',
  'order.keep': ({ given }) => `画像の残りを保つかどうか分かりません：--keepはonかoffです。入力は${given}`,
  'order.keep-idle': '--keepは画像の一部を描き直すときだけ効きます。ここにはありません',
  'order.no-renderer-yet': 'まだレンダラーが一度も接続していないため、描けません。少し待ってからもう一度お試しください',
  'order.nobody-answered': 'まだ何も描けません：応答したレンダラーがありません。少し待ってからもう一度お試しください',
  'order.parent-gone': 'この画像はもうないため、描き直せません',
  'order.no-upscaler':
    '画像を拡大できるレンダラーがありません。運営者は npm run models -- pull realesrgan で必要なネットワークを入手できます',
  'order.upscaler': ({ known, given }) => `「${given}」では拡大できません：あるのは${known.join('、')}です`,
  'order.no-denoise': ({ known, name }) =>
    `${name === '' ? 'アップスケーラー' : `「${name}」`}のノイズ除去の強さは指定できません：${known.length > 0 ? `できるのは${known.join('、')}だけです` : '隣にもう一つのファイルが必要です。realesr-general-x4v3 には realesr-general-wdn-x4v3 です'}`,
  'order.no-animator':
    '画像を動かせるレンダラーがありません。運営者は npm run models -- pull svd でモデルを入れられます',
  'order.no-restorer':
    '顔を修復できるレンダラーがありません。入手先は npm run models -- pull codeformer で運営者に示されます',
  'restore.licence': ({ licence }) => `顔はライセンス${licence}のもとで修復されます`,
  'order.no-describer':
    '画像を説明できるレンダラーがありません。運営者は npm run models -- pull blip-base で必要なネットワークを入手できます',
  'order.no-segmenter':
    '画像の中のものを探せるレンダラーがありません。運営者は npm run models -- pull sam-vit-b で必要なネットワークを入手できます',
  'order.picture-gone': 'この画像はもうないため、ここからは何も作れません',
  'order.square-already': 'この画像はすでに正方形です',
  'order.undrawable': ({ model, adapters, sampler }) => {
    const parts = [`モデル「${model}」`, ...adapters.map((name) => `アダプター「${name}」`)];
    return `描けません：${parts.join('と')}、サンプラー「${sampler}」がそろったレンダラーがありません`;
  },
  'order.pixels': ({ count, width, height, max, given }) => {
    const what = count === 1 ? `${width}×${height}ピクセル` : `${width}×${height}ピクセルの画像${count}枚`;
    return `${what}は描けません：合計${max}ピクセルまで、指定は${given}ピクセルです`;
  },
  'order.negative-idle': ({ guidance }, { number }) =>
    `ネガティブプロンプトはガイダンスが1より大きいときだけ効きます。いまは${number(guidance)}です`,
  'order.lcm-guidance': ({ guidance }, { number }) =>
    `lcmサンプラーはガイダンス2まで向けです。${number(guidance)}では色が焼けることがあります`,
  'order.negative-and': 'ANDはネガティブプロンプトでは効きません：全体が一緒に扱われます',
  'order.prompt-length': ({ max, given, styled }, { amount }) =>
    `このプロンプトを読み取れません：${amount(max)}文字まで、指定は${withStyle(styled)}${amount(given)}文字です`,
  'order.negative-length': ({ max, given, styled }, { amount }) =>
    'このネガティブプロンプトを読み取れません：' +
    `${amount(max)}文字まで、指定は${withStyle(styled)}${amount(given)}文字です`,
  'order.variants': ({ steps, variants, characters, variantsMax, charactersMax }, { amount }) =>
    `このプロンプトを読み取れません：${steps}ステップで${variants}通り、計${amount(characters)}文字になります。` +
    `読めるのは${variantsMax}通り、計${amount(charactersMax)}文字までです`,
  'order.empty': 'プロンプトが空です：描きたいものを書いてください',
  'order.settings-only': 'プロンプトに設定しかありません：描きたいものも書いてください',
  'order.more-problems': 'この先にも同じ種類の問題があります',
  'order.adapter-note': ({ adapter, note }, { say }) => `アダプター「${adapter}」は一部しか効きません：${say(note)}`,
  'order.adapters-max': ({ max }) => `1枚の画像に使えるアダプターは${max}個までです`,
  'order.without-style': ({ style, why }, { say }) => `標準スタイル「${style}」なしで描きました：${say(why)}`,
  'order.style-model-gone': ({ style, model }) =>
    `スタイル「${style}」はモデル「${model}」で描きますが、いまそのモデルを持つレンダラーがありません`,
  'order.style-other-model': ({ style, model, other }) =>
    `スタイル「${style}」は「${other}」ではなく、モデル「${model}」で描きます`,
  'order.style-adapter': ({ style, adapter, model }) =>
    `スタイル「${style}」にはアダプター「${adapter}」が必要ですが、モデル「${model}」にはありません`,
  'order.hires-scale': ({ max, given }, { number }) =>
    `2回目の描画ができません：倍率は1より大きく${max}まで、指定は${number(given)}です`,
  'order.hires-start': '元画像から描くときは2回目の描画ができません：どちらか一方を外してください',
  'order.hires-size': ({ width, height, count, sideMax, pixelsMax }, { amount }) =>
    `${width}×${height}ピクセル${count}枚の2回目の描画はできません：` +
    `辺は${sideMax}まで、全画像の合計は${amount(pixelsMax)}ピクセルまでです`,
  'order.hires-by': ({ known, given }) =>
    `2回目の描画の前に「${given}」では拡大できません：使えるのは${known.join('、')}です`,
  'order.hires-by-alone': '2回目の描画がないのに拡大方法は指定できません：何倍にするかも指定してください',
  'order.hires-refiner': '2回目の描画とリファイナーは同時に使えません：どちらか一方を外してください',
  'order.no-refiner': 'リファイナーは使えません：持っているレンダラーがありません',
  'order.refiner-family': ({ model }) =>
    `「${model}」の絵はリファイナーで仕上げられません：引き継げるのはSDXL、SSD-1B、Vegaです`,
  'order.refiner-part': '画像の一部や描き足した所はリファイナーで仕上げられません：リファイナーを外してください',
  'order.handover': ({ given }, { number }) =>
    `そこではリファイナーに引き継げません：0より大きく1より小さい値が必要です。指定は${number(given)}です`,
  'order.chaos': ({ given }, { number }) =>
    `画像をこのようには散らせません：--chaosは1（ほぼ同じ）から100（指定なしと同じばらつき）までです。指定は${number(given)}です`,
  'order.chaos-alone': '--chaosは複数の画像のあいだで働きますが、ここでは1枚です：--count 4も書いてください',
  'order.chaos-subseed': '--chaosと--subseedは一緒に使えません：どちらも画像のノイズを混ぜます。片方を外してください',
  'order.subseed': ({ max, given }, { number }) =>
    `そのノイズは混ぜられません：--subseedは0～${max}の整数です。指定は${number(given)}です`,
  'order.subseed-strength': ({ given }, { number }) =>
    `ほかのノイズをそれほどは混ぜられません：--subseed_strengthは0～1です。指定は${number(given)}です`,
  'order.subseed-idle': '--subseedは強さがあって働きます：--subseed_strength 0.2も書いてください',
  'order.stop': ({ given }, { number }) =>
    `そこでは止められません：--stopはステップの1～100パーセントです。指定は${number(given)}です`,
  'order.stop-twice': '途中で止めて2回目の描画やリファイナーに進むことはできません：--stopかそれらを外してください',
  'order.tile-margins': '画像の周りを、端がつながるように描くことはできません：--tileを外してください',
  'order.no-newer': ({ flags }) =>
    `${flags.join('、')}を使って描くことはできません：ここのレンダラーにはできないことです。運用者が更新すると使えます`,
  'order.no-draft': 'この画像は仕上げられません：下書きではありません',
  'order.needs-image': ({ model }) => `モデル「${model}」は画像を変えるモデルです：元にする画像を指定してください`,
  'order.needs-mask': ({ model }) =>
    `モデル「${model}」は画像の一部を描き直します：画像とマスクを指定するか、✨「変化」で外側を描き足してください`,
  'order.strength': ({ given }, { number }) =>
    `その画像からは始められません：強度は0より大きく1まで、指定は${number(given)}です`,
  'order.control-none': ({ model }) =>
    `${model}では制御画像に従えません：対応するControlNetを持つレンダラーがありません。` +
    '運営者は npm run models -- pull canny-sd15 または canny-sdxl で入手できます',
  'order.control-made': ({ method }) =>
    `制御ネットワークが読む画像は、あなたの画像から${method}で作られます。すでにその形の画像なら、そのまま使われます`,
  'order.control-which': ({ model, known }) =>
    `何の制御画像か分からないと従えません：「制御」を指定してください。${model}で使えるのは${known.join('、')}です`,
  'order.control-unknown': ({ model, known, given }) =>
    `${given}では制御画像に従えません：${model}で使えるのは${known.join('、')}です`,
  'order.control-picture': ({ network }) =>
    `画像なしでは${network}で従えません：「制御画像」を指定してください。なくてもよいのは塗り直し用のネットワークだけです`,
  'order.control-hole': ({ network }) =>
    `ここでは${network}を使えません：印を付けた部分を描き直すものなので、マスク付きの画像か、広げる画像を指定してください`,
  'order.control-older': ({ network }) =>
    `${network}を使えません：これを持つレンダラーが古く、印を付けた部分の描き直しに対応していません`,
  'order.control-span': ({ from, to }, { number }) =>
    `その範囲では制御画像に従えません：開始は0以上で終了より前、終了は1までです。指定は${number(from)}と${number(to)}です`,
  'order.control-weight': ({ max, given }, { number }) =>
    `その重みでは制御画像に従えません：0より大きく${number(max)}まで、指定は${number(given)}です`,
  'order.no-image-adapter': ({ model }) =>
    `参照画像は使えません：${model}用のIP-Adapterを持つレンダラーがありません。画像を外すか、別のスタイルにしてください。` +
    '運営者は npm run models -- pull ip-adapter-sd15 または ip-adapter-sdxl で入手できます',
  'order.like-strength': ({ max, given }, { number }) =>
    `参照画像を使えません：強さは0より大きく${max}まで、指定は${number(given)}です`,
  'order.style-whole': ({ model }) => `${model}は画風だけを取り出せないため、画像全体が効きます`,
  'order.first-frame': ({ frames }) => `${frames}コマの動く画像なので、最初の1コマから始めます`,
  'order.strength-raised': ({ steps, given, used }, { number }) =>
    `強度${number(given)}では画像が変わりません：${steps}ステップでの最小は${number(used)}です`,
  'order.margins': ({ width, height, min }) =>
    `それほど多くは描き足せません：${width}×${height}ピクセルの中で、元の画像が${min}ピクセル未満になります`,
  'order.ratio': 'この比率は使えません：3:2 のように、両方とも0より大きい数が必要です',
  'order.ratio-range': ({ across, down, min, max, widest }, { number }) =>
    `比率${number(across)}:${number(down)}は描けません：辺は${min}～${max}ピクセルなので、最大${widest}:1です`,
};

function withStyle(styled: boolean): string {
  return styled ? 'スタイルを含めて' : '';
}
