import type { NETWORKS as ENGLISH } from '#shared/text/english/networks.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of networks, the numbers that go through them, and files that are made of weights. */
export const NETWORKS: Translation<typeof ENGLISH> = {
  'network.missing-weight': ({ network, key }) => `No se puede construir ${network}: falta el peso ${key}`,
  'network.weight-shape': ({ network, key, wanted, given }) =>
    `No se puede construir ${network}: el peso ${key} debe ser ` +
    `${wanted.join('×')} según su configuración, se dio ` +
    `${given.join('×')}`,
  'network.unread': ({ network, key, given, known }) =>
    `No se puede construir ${network}: el peso ${key} está ` +
    `guardado como ${given}; los formatos son ` +
    `${known.join(', ')}`,
  'network.leftover': ({ network, key, others }) =>
    `No se puede construir ${network}: el peso ${key}${others > 0 ? ` y ${others} más` : ''} no tiene sitio en ella`,
  'network.no-config': ({ network }) => `No se puede construir ${network}: su config.json no es un objeto`,
  'network.setting': ({ network, problem }, { say }) => `No se puede construir ${network}: ${say(problem)}`,
  'network.operands': ({ network, op, node, problem, given }) =>
    `No se puede construir ${network}: en ${op} ${node} ${problem}, se dio ${given}`,
  'network.no-gradient': ({ network, op, node }) =>
    `No se puede entrenar ${network}: ninguna regla da el gradiente de ${op} ${node}`,
  'network.no-row-scale': ({ product }) =>
    `No se pueden entrenar las longitudes de filas junto a ${product}: solo las tienen los productos de tokens`,
  'network.no-rule': ({ network, op, node }) => `No se puede construir ${network}: ninguna regla traduce ${op} ${node}`,
  'network.output': ({ network, output, wanted, given }) =>
    `No se puede construir ${network}: su salida ${output} debe ser ${wanted}, se dio ${given}`,
  'network.no-lora': ({ network, key }) => `No se puede añadir una LoRA a ${key} de ${network}`,
  'network.skip': ({ limit, given }) =>
    `No se pueden omitir capas del codificador de texto: ${limit} como máximo, se dio ${given}`,
  'network.rows': ({ given, wanted }) => `La red contestó ${given} filas en vez de ${wanted}`,
  'network.condition-rows': ({ rows, given, condition }) =>
    `No se pueden predecir ${rows} filas con ${given} filas de ${condition}`,
  'network.conditions': ({ names, given }) =>
    `No se pueden apilar las condiciones ${given.join(',')} con ${names.join(',')}`,
  'network.too-large': ({ model, limit, mib }) =>
    `No se puede cargar el modelo ${model}: ${limit} MiB como máximo para modelos (EASEL_MEMORY_MIB), y ocupa ${mib}`,
  'network.not-fitting': 'No se pueden obtener redes que no van juntas',
  'network.not-wanted': 'Ya nadie espera esta red',
  'decoder.not-finite':
    'No se puede terminar la imagen: el VAE debe dar números finitos, se dio NaN o infinito. Su archivo puede estar ' +
    'dañado: tráelo de nuevo, o nombra otro como `vae` de este modelo en models.json',
  'decoder.overflow':
    'Los números de una imagen eran demasiado grandes para la media precisión en el VAE: desde ahora calcula en ' +
    'float32, que es más lento. Con un VAE hecho para media precisión, como `vae` del modelo en models.json, va tan ' +
    'rápido como antes',
  'network.not-finite': ({ network }) =>
    `${network} dio NaN o infinito en lugar de números. Su archivo puede estar dañado: tráelo de nuevo`,
  'network.no-encoder': ({ model }) =>
    `No se puede codificar una imagen con el modelo ${model}: no se obtuvo ningún codificador`,
  'session.unopened': ({ network, provider }) => `No se puede abrir ${network} en ${provider}`,
  'session.failed': ({ network }) => `No se puede ejecutar ${network}`,
  'session.no-input': ({ network, input }) => `No se puede ejecutar ${network} sin su entrada ${input}`,
  'session.output': ({ type }) => `No se puede usar una salida de tipo ${type}: se espera float32`,
  'session.uncomputed': ({ network }) => `No se puede calcular ${network}`,
  'tensor.shape': ({ count, dims }) => `No se pueden disponer ${count} números como ${dims.join('×')}`,
  'tensor.combine': ({ left, right }) => `No se pueden combinar las formas ${left.join('×')} y ${right.join('×')}`,
  'tensor.sum': ({ left, right }) => `No se pueden sumar las formas ${left.join('×')} y ${right.join('×')}`,
  'tensor.sum-none': 'No se pueden sumar cero tensores',
  'tensor.stack-none': 'No se pueden apilar cero tensores',
  'tensor.join-none': 'No se pueden unir los canales de cero tensores',
  'picture.undecodable': ({ picture, reason }, { say }) =>
    `No se puede decodificar la ${say(picture)}: debe ser un archivo PNG, JPEG o WebP completo: ${say(reason)}`,
  'picture.image': 'imagen',
  'picture.picture': 'imagen',
  'picture.mask': 'máscara',
  'picture.control': 'imagen de control',
  'picture.bits': ({ limit }) =>
    `No se puede usar la imagen: ${limit} bits por canal como máximo, se dieron más; guárdala con ${limit} bits`,
  'picture.frames': ({ frames }) =>
    `No se puede usar la imagen: un fotograma, se dio una animación de ${frames}; guarda un fotograma como imagen`,
  'picture.unusable': ({ limit, given }, { say }) =>
    `No se puede usar la imagen: debe ser ${say(limit)}, se dio ${say(given)}`,
  'picture.moves': 'No se puede usar la imagen: un fotograma, se dio una animación; guarda un fotograma como imagen',
  'picture.format': ({ format }) => `su formato es ${format}`,
  'picture.damaged': 'está dañada, cortada o es de otro tipo',
  'picture.shape': ({ dims }) => `No se pueden mostrar píxeles de forma ${dims.join('×')}`,
  'picture.grid-none': 'No se pueden disponer cero imágenes',
  'derived.gone': ({ file }) => `No se puede releer lo que se hizo de los pesos: ${file} se quitó enseguida`,
  'derived.folder': ({ folder }) =>
    'No se puede crear la carpeta para lo que se hace de los pesos: en ' +
    `${folder} no se puede escribir (EASEL_CACHE nombra otro lugar)`,
  'merge.gone': ({ file }) => `No se pueden releer los adaptadores fundidos: ${file} se quitó enseguida`,
  'merge.disk-full': 'No se puede guardar el modelo con sus adaptadores fundidos: el disco está lleno',
};
