import type { ADAPTERS as English } from '#shared/text/english/adapters.ts';
import type { Translation } from '#shared/text/message.ts';

const SUPPORTED = '使えるのはLoRA、LoCon、LoHa、LoKr、DoRA、全差分です';

/** Japanese of why an adapter or embedding does not fit a model. */
export const ADAPTERS: Translation<typeof English> = {
  'adapter.unusable': ({ name, file, reason }, { say }) => `アダプター${name}（${file}）を使えません：${say(reason)}`,
  'adapter.merge-only': ({ name, file }) =>
    `アダプター${name}（${file}）を1回の描画だけには使えません：低ランクの因子だけではないため、重みへのマージが必要です`,
  'adapter.whole-numbers': ({ key, dtype }) =>
    `${key}にアダプターをマージできません：重みは浮動小数点が必要です。指定は${dtype}です`,

  'adapter.empty': 'テンソルが1つもありません',
  'adapter.at-key': ({ key, reason }, { say }) => `キー${key}：${say(reason)}`,
  'adapter.unknown-key': ({ family }, { say }) => `このモデルのどの重みにも合いません。${say(family)}`,
  'adapter.shape': ({ weight, factors, family }, { say }) =>
    `重みは${weight.join('×')}ですが、ファイルは${factors.map(say).join('と')}です。${say(family)}`,
  'adapter.scalar': '単一の数',
  'adapter.no-factors': ({ module }) => `${module}に因子がありません`,
  'adapter.missing-factor': ({ module, role }) => `${module}に因子${role}がありません`,
  'adapter.stray-factor': ({ module, role }) => `${module}の${role}がほかの因子と合いません`,
  'adapter.factor-twice': 'ファイルにこの因子が2回あります',
  'adapter.same-weight': ({ module }) => `${module}が同じ重みを変えます`,
  'adapter.alpha': ({ alpha }) => `alphaが${alpha}です`,
  'adapter.no-bias': 'バイアスを変えますが、この層にはバイアスがありません',
  'adapter.kind': ({ kind }) => `${kind}アダプターです。${SUPPORTED}`,
  'adapter.joined-attention': 'OpenCLIPの結合されたアテンションの射影を変えます。使えるのは分かれた射影だけです',
  'adapter.is-lllite': 'LoRAではなくControlNet-LLLiteです。まだ使えません',
  'adapter.is-image-prompt': 'LoRAではなくIP-Adapterです。まだ使えません',
  'adapter.is-control': 'LoRAではなくControlNetかControl-LoRAです。まだ使えません',
  'adapter.is-motion': 'LoRAではなくモーションモジュール（AnimateDiff）です。まだ使えません',
  'adapter.is-hypernetwork': 'LoRAではなくハイパーネットワークです。使えません',
  'adapter.sets-weights': '重み全体を置き換えるか広げます（set_weight、reshape_weight）。これには対応していません',
  'adapter.names': '層の名前の付け方が未知なので、別の種類のモデル用です',
  'adapter.format': ({ role, format }) =>
    `${role}が${format}で保存されています：量子化されたアダプターには対応していません`,
  'adapter.not-finite': 'NaNか無限大の数があるため、ファイルが壊れているか、学習が失敗しています',
  'adapter.config-unread': '隣の adapter_config.json をJSONとして読み取れません',

  'adapter.unused': ({ key, others }) =>
    others > 0
      ? `ファイルのキー${key}とほか${others}件は、ここのどれにも合わないため効きません`
      : `ファイルのキー${key}は、ここのどれにも合わないため効きません`,
  'adapter.bundled-words': ({ names }, { list }) =>
    `ファイルにはTextual Inversionもあります（${list(names)}）：使うにはembeddingsにも置いてください`,
  'adapter.unknown-setting': ({ names }, { list }) =>
    `設定ファイルに未知の項目があり、反映されません（${list(names)}）`,
  'adapter.unread-pattern': ({ pattern }) =>
    `設定ファイルにパターン${pattern}のalphaがありますが、名前の末尾に一致する所だけに使われます`,

  'adapter.transformer': 'Transformerモデル（SD 3、Fluxなど）用です',
  'adapter.is-embedding': 'LoRAではなくTextual Inversionです：embeddingsに置くものです',
  'adapter.is-checkpoint': 'LoRAではなくチェックポイント全体です',
  'adapter.second-encoder': ({ family }, { say }) =>
    `テキストエンコーダーが2つあるSDXL用です。このモデルは${say(family)}です`,
  'adapter.no-lora': 'LoRAやその仲間のファイルではありません',

  'adapter.family-unclear': '別系統のモデル用かもしれません',
  'adapter.same-width': 'テキストの幅が同じで層の違うモデル用かもしれません',
  'adapter.same-width-sdxl':
    'SDXL、SSD-1B、Segmind Vegaどうしのように、テキストの幅が同じで層の違うモデル用かもしれません',
  'adapter.other-width': ({ theirs, width, ours, own }, { say }) =>
    `${say(theirs)}用のようです：テキストの幅は${width}が必要ですが、このモデルは${say(ours)}で${own}です`,
  'family.refiner': 'SDXLリファイナー',
  'family.another': '別系統',
  'family.of-another': '別系統の',

  'embedding.unusable': ({ name, file, reason }, { say }) =>
    `エンベディング${name}（${file}）を使えません：${say(reason)}`,
  'embedding.empty': 'テンソルがありません',
  'embedding.tensors': ({ count, keys }) =>
    `テンソルが${count}個（${keys.join('、')}…）あるため、Textual Inversionではありません`,
  'embedding.unused': ({ key, others }) =>
    others > 0
      ? `ファイルのキー${key}とほか${others}件は、このモデルのどのエンコーダーのベクトルでもないため使いません`
      : `ファイルのキー${key}は、このモデルのどのエンコーダーのベクトルでもないため使いません`,
  'embedding.noted': ({ name, note }, { say }) => `エンベディング${name}：${say(note)}`,
  'embedding.shape': ({ shape }) => `形はベクトル数×幅が必要ですが、${shape.join('×')}です`,
  'embedding.vectors': ({ limit, given }) => `ベクトルは1～${limit}個が必要ですが、${given}個です`,
  'embedding.not-finite': '有限でない数があります',
  'embedding.family': ({ theirs, ours }, { say }) => `${say(theirs)}用です。このモデルは${say(ours)}を読みます`,
  'embedding.of-family': ({ family, width }, { say }) => `${say(family)}（幅${width}）`,
  'embedding.of-width': ({ width }) => `幅${width}のテキストエンコーダー`,
};
