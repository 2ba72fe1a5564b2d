import type { TRAINING as English } from '#shared/text/english/training.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what training says. */
export const TRAINING: Translation<typeof English> = {
  'training.kind': ({ name, family }) =>
    `No se puede entrenar ${name}: solo modelos que dibujan únicamente a partir de palabras, y ningún refiner; este es ${family}`,
  'training.zero-snr': ({ name }) =>
    `No se puede entrenar ${name} con zero-SNR: predice el ruido, y del ruido puro no hay nada que decir; solo se puede con v-prediction`,
  'training.like-noise': ({ name }) =>
    `No se pueden ponderar como ruido las pérdidas de ${name}: ya lo están; solo las de modelos v-prediction no lo están`,
  'training.copy': ({ name, out }) =>
    `No se puede escribir ${name} entrenado en ${out}: allí no debe haber nada todavía, y el modelo debe ser .safetensors`,
  'training.no-folder': ({ folder, problem }) => `No se pueden leer las imágenes de ${folder}: ${problem}`,
  'training.no-pictures': ({ folder }) =>
    `No se puede entrenar con ${folder}: debe tener al menos una imagen PNG, JPEG o WebP que sirva`,
  'training.too-many': ({ limit, given }) =>
    `No se puede entrenar con tantas imágenes: como máximo ${limit}, hay ${given}`,
  'training.begin': ({ given }) =>
    `Las palabras nuevas no pueden empezar como ${JSON.stringify(given)}: debe ser una palabra que el modelo conozca`,
  'training.no-token': ({ token }) =>
    `No se puede aprender ${token}: al menos una descripción debe contenerlo (--caption o un .txt junto a una imagen), y ninguna lo contiene`,
  'training.other-run': ({ file }) =>
    `No se puede continuar desde ${file}: debe ser de un entrenamiento con los mismos ajustes e imágenes`,
  'training.not-finite': ({ limit }) =>
    `El entrenamiento se detiene: ${limit} pérdidas seguidas no son números y antes no se aprendió nada; una tasa de aprendizaje menor puede ayudar`,
  'training.broke-off': ({ steps, file }) =>
    `No se puede seguir entrenando: las pérdidas ya no son números; lo anterior, de ${steps} ${steps === 1 ? 'paso' : 'pasos'}, está en ${file}. Puede bastar una tasa de aprendizaje menor`,
  'training.nothing-learnt': 'Este entrenamiento terminó antes de su primer paso: no hay nada que guardar',
  'training.picture': ({ name, reason }, { say }) => `${name} se deja fuera: ${say(reason)}`,
  'training.unlike': ({ key }) =>
    `No se pueden comparar los dos modelos: deben ser de una misma familia, y ${key} no está en ambos con la misma forma`,
  'training.twice': 'la misma imagen ya está',
  'training.large': 'es demasiado grande: como máximo 64 MiB y 40 millones de píxeles',
  'training.format': ({ format }) => `debe ser PNG, JPEG o WebP, es ${format}`,
  'training.animated': 'se mueve; solo se entrena con imágenes fijas',
  'training.small': ({ width, height, limit }) =>
    `sus lados deben tener al menos ${limit} píxeles, tiene ${width}x${height}`,
  'training.narrow': ({ width, height, limit }) =>
    `un lado puede ser como máximo ${limit} veces más largo que el otro, es ${width}x${height}`,
  'training.broken': 'no se puede decodificar',
  'training.no-picture': 'no hay ninguna imagen con ese nombre',
  'training.folder': 'una carpeta debe llamarse N_palabras: las veces (1 a 999) que salen sus imágenes y sus palabras',
  'training.captions': ({ count }) =>
    `${count} imágenes no tienen palabras; vienen de --caption, de un .txt junto a cada imagen o de carpetas llamadas N_palabras`,
  'training.no-crop': ({ count }) =>
    `${count} ${count === 1 ? 'imagen ya tiene' : 'imágenes ya tienen'} la forma en que se entrena: ahí no se recorta nada`,
  // Of requests.
  'training.method': ({ known, given }, { say }) =>
    `No se puede entrenar con ${typeof given === 'string' ? given : say(given)}: debe ser uno de ${known.join(', ')}`,
  'field.pictures': 'imágenes',
  'field.repeats': 'repeticiones de una imagen',
  'field.rank': 'rango',
  'field.learning-rate': 'tasa de aprendizaje',
  'field.batch': 'imágenes por paso',
  'field.class-pictures': 'imágenes de la clase',
  'field.samples': 'prompts de las muestras',
  'field.every-steps': 'pasos entre muestras',
  'field.caption': 'descripción',
  'field.word': 'palabra',
  'field.own-adapters': 'adaptadores que vienen con el encargo',
  'field.precision': 'precisión',
  'field.train-text': 'entrenamiento de los codificadores de texto',
  'limit.given-without': ({ option }) => `sin ${option}`,
  'limit.pictures-folder': 'una carpeta de imágenes',
  'limit.safetensors': 'un nombre que termine en .safetensors',
  'limit.step-rules': 'partes de --lr con el paso antes del cual vale cada una, y una última, como 1:300,0.1:400,0.01',
  'limit.aspect': ({ limit }) => `como máximo ${limit} veces más larga de un lado que del otro`,
  'limit.one-word': 'una palabra sin espacios',
  'limit.bytes-in-all': ({ limit }) => `como máximo ${limit} bytes en total`,
};
