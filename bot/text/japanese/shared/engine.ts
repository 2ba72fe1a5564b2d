import type { ENGINE as English } from '#shared/text/english/engine.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of the engine as a whole: what it computes on, and that it is starting, stopping or has died. */
export const ENGINE: Translation<typeof English> = {
  'engine.starting': 'エンジンを起動しています',
  'engine.stopping': 'エンジンは停止中です',
  'engine.not-starting': 'エンジンが起動しません',
  'engine.died': ({ reason }, { say }) => `エンジンが止まりました（${say(reason)}）。起動し直しています`,
  'engine.frozen': ({ seconds }) => `${seconds}秒間、反応がありませんでした`,
  'engine.hangs': ({ network, seconds }) => `${network}が${seconds}秒間、応答しませんでした`,
  'engine.busy': ({ seconds }) => `${seconds}秒間、話しかけられませんでした`,
  'engine.exit-code': ({ code }) => `終了コード${code}`,

  'device.none': ({ provider, refusals }, { say }) => `${provider}で計算できません：${refusals.map(say).join('；')}`,
  'device.asked-for': '指定どおり',
  'device.fastest': ({ provider }) => `${provider}が最も速く、動作します`,
  'device.refused': ({ refusals }, { say }) => refusals.map(say).join('；'),
  'device.other-weights': ({ reason, weights, providers }, { say }) =>
    `${say(reason)}；EASEL_GPU_WEIGHTS=${weights}は${providers}でのみ有効です`,
  'engine.looks-again': '外していたものが再び計算できるか確かめます',
  'device.set-aside': ({ reason, minutes }, { say }) =>
    `エンジンを止めたため（${say(reason)}）、${minutes}分後にもう一度試します`,
  'device.sick': ({ provider }) => `${provider}の計算が正しくありません。エンジンを起動し直します`,
  'device.refusal': ({ provider, reason }, { say }) => `${provider}：${say(reason)}`,
  'device.starting': 'エンジンを起動しています',
  'device.not-installed': ({ library }) => `${library}がインストールされていません`,
  'device.no-cuda': ({ library }) => `${library} がインストールされていません: npm run gpu:install`,
  'device.no-driver': ({ library }) => `NVIDIA のドライバーがインストールされていません（${library} がありません）`,
  'device.old-driver': ({ driver }) =>
    `NVIDIA のドライバー${driver ? ` ${driver} ` : ''}が古すぎます。CUDA 13 には 580 以降が必要です`,
  'device.other-driver': ({ driver }) =>
    `NVIDIA のドライバー${driver ? ` ${driver} ` : ''}とライブラリ libcuda.so.1 のバージョンが違います。マシンを再起動してください`,
  'device.no-fabric': 'カードの準備ができていません。NVSwitch のカードには nvidia-fabricmanager の起動が必要です',
  'device.hidden': 'CUDA からカードが見えません。CUDA_VISIBLE_DEVICES で隠されているか、コンテナに渡されていません',
  'device.old-card': 'カードが古すぎます。CUDA 13 には compute capability 7.5（GTX 16、RTX 20、T4）以降が必要です',
  'device.full': 'カードのメモリーがいっぱいです。nvidia-smi で使用中のプログラムを確認できます',
  'device.unshared': ({ reason }, { say }) =>
    `重みを共有できなかったため、ネットワークのグラフごとにデバイス上の重みを持ちます：${say(reason)}`,
  'device.unrecorded': ({ network, reason }, { say }) =>
    `${network}のステップを記録できなかったため、記録なしで計算します：${say(reason)}`,
  'device.no-c-api': ({ reason }) =>
    'ONNX RuntimeのC APIがここでは使えないため（npm installで入ります）、npmパッケージで計算します。' +
    `計算中はエンジンが止まり、ステップの途中では中止できません：${reason}`,
  'device.no-nvidia': 'ここには NVIDIA のカードがありません',
  'device.no-gpu': 'GPUがありません',
  'device.no-vulkan': '合うVulkanドライバーを持つGPUがありません',
  'device.wrong-numbers': '計算結果が正しくありません',
  'device.no-answer': ({ seconds }) => `${seconds}秒以内に応答がありませんでした`,
  'device.trial-ended': ({ reason }, { say }) => `試行が終了しました（${say(reason)}）`,
  'device.problem': ({ problem }) => problem,
};
