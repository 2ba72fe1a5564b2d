import type { TORCH as English } from '#shared/text/english/torch.ts';
import type { Translation } from '#shared/text/message.ts';

const NOTHING_RUN = '何も実行していません。このモデルの .safetensors ファイルを使ってください';

/** Japanese of what is wrong with a file that torch.save wrote. Those of one weight begin with its particle. */
export const TORCH: Translation<typeof English> = {
  'torch.no-file':
    'zipアーカイブでもpickleでもないため、壊れているか、torchのファイルではありません。もう一度ダウンロードするか、別のファイルを使ってください',
  'torch.one-pickle': ({ given }) =>
    `data.pkl は1つだけが必要ですが、${given}個あり、torchのファイルではありません。.safetensors か .pth そのものを使ってください`,
  'torch.byte-order': ({ given }) => `数はリトルエンディアンが必要ですが、${given}です`,
  'torch.big-endian': '数はリトルエンディアンが必要です',
  'torch.pickle-bytes': ({ limit, given }) => `pickleは${limit}バイトまでですが、${given}バイトあります`,
  'torch.no-dict': '中身が重みのdictではありません',
  'torch.values': ({ limit }) => `値が${limit}個を超えています。重みにはそれほど必要ありません`,
  'torch.no-storages': 'ストレージの一覧がありません',
  'torch.unknown-storage': ({ storage }) => `ストレージ${storage}が何なのか、どこにも書かれていません`,
  'torch.no-mark': 'pickleですがtorchのファイルではありません：最初のpickleが形式の印になっていません',
  'torch.storage-beyond': ({ storage }) =>
    `ストレージ${storage}の数がファイルの終わりを超えています：途中で切れているので、もう一度ダウンロードしてください`,

  'torch.no-storage': ({ storage }) => `の数は${storage}にあるはずですが、ファイルにありません：壊れています`,
  'torch.view': 'は数が連続していないビューです。.contiguous() の後で保存し直すか、safetensorsで保存してください',
  'torch.beyond': ({ dtype, shape }) =>
    `（${dtype}、${shape.join('×') || 'スカラー'}）が数の終わりを超えています：ファイルが壊れています`,

  'torch.at-byte': ({ byte, reason }, { say }) => `${byte}バイト目：${say(reason)}`,
  'torch.pickle-ends':
    'pickleが早く終わりすぎています：壊れているか、途中で切れています。もう一度ダウンロードしてください',
  'torch.length': ({ length }) => `長さ${length}はpickleの大きさを超えています`,
  'torch.long-number': ({ bytes, limit }) => `${bytes}バイトの数は上限の${limit}バイトを超えています`,
  'torch.endless-name': ({ limit }) => `名前が${limit}バイト以内に終わりません`,
  'torch.opcode': ({ opcode }) => `pickleに重みには不要なオペコード${opcode}があります。${NOTHING_RUN}`,
  'torch.opcodes': ({ limit }) => `pickleのオペコードが${limit}個を超えています。重みにはそれほど必要ありません`,
  'torch.stack-empty': 'pickleがないものを取り出そうとしています：ファイルが壊れています',
  'torch.no-stack-mark': 'pickleの必要な所に印がありません：ファイルが壊れています',
  'torch.memo': ({ index }) => `pickleが保存していない${index}を呼び出しています：ファイルが壊れています`,
  'torch.fills-no-dict': 'pickleがdictでないものを埋めています',
  'torch.extends-no-list': 'pickleがリストでないものを延ばしています',
  'torch.name-no-text': 'pickleが文字列でないもので名前を付けています',
  'torch.name': ({ name }) => `pickleが重みには不要な${name}を呼んでいます。${NOTHING_RUN}`,
  'torch.state': 'pickleがただのデータに状態を与えています',
  'torch.calls-nameless': 'pickleが名前のないものを呼び出しています',
  'torch.call': ({ name }) => `pickleが${name}を、重みにならない方法で呼び出しています`,
  'torch.storage-format': 'pickleが、読み取れない方法か形式で数を参照しています',

  'torch.zip-entries': ({ limit, given }) => `zipの目次は${limit}項目までですが、${given}項目あります`,
  'torch.zip-twice': ({ part }) => `zipの目次に${part}が2回あります`,
  'torch.zip-encrypted': ({ part }) => `${part}が暗号化されています`,
  'torch.zip-compressed': ({ part }) => `${part}が圧縮されています。torchはしないことです。torchで保存し直してください`,
  'torch.zip-damaged': ({ reason }, { say }) => `壊れたzipアーカイブです：${say(reason)}`,
  'torch.zip-beyond': '目次がファイルの終わりを超えています',
  'torch.zip-entry': ({ index }) => `目次の項目${index}が壊れています`,
  'torch.zip-misplaced': ({ part }) => `${part}が目次の示す場所にありません`,
  'torch.zip-part-beyond': ({ part }) => `${part}がファイルの終わりを超えています`,
  'torch.zip-truncated': '末尾に目次がないため、途中で切れています',
  'torch.zip-directory': '目次が壊れています',
  'torch.zip-size': ({ size }) => `サイズ${size}がファイルの大きさを超えています`,
  'torch.zip64-locator': 'zip64のロケーターがありません',
  'torch.zip64-end': 'zip64の終了レコードがありません',
  'torch.zip64-sizes': '目次の項目にzip64のサイズがありません',
};
