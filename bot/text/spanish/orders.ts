import type { ORDERS as ENGLISH } from '#bot/text/english/orders.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish about orders. */
export const ORDERS: Translation<typeof ENGLISH> = {
  'order.no-spacing': ({ sampler, spacing }) =>
    `${sampler} tiene sus propios pasos de tiempo, así que se dibuja sin el espaciado ${spacing}`,
  'order.chosen': ({ text }) => `Elegido: ${text}`,
  'order.permutes': ({ count }) =>
    `No se pueden dibujar ${count} imágenes como una: las palabras entre llaves ` +
    'con comas piden una imagen cada una. Escribe {a|b} para que se elija una',
  'order.permutations-max': ({ max, given }) =>
    `No se pueden dibujar tantas imágenes de un prompt: sus llaves piden ${given}, ${max} como máximo`,
  'order.weighting': ({ given, known }) => `No se pueden pesar las palabras con «${given}»: hay ${known.join(', ')}`,
  'order.strength-idle': 'La fuerza solo actúa con una imagen de partida; aquí no hay ninguna',
  'order.keep': ({ given }) =>
    `No se sabe si conservar el resto de la imagen: --keep admite on u off, y se dio ${given}`,
  'order.keep-idle': '--keep solo actúa donde se redibuja una parte de una imagen; aquí no hay ninguna',
  'order.no-renderer-yet':
    'Todavía no se ha conectado ningún renderizador, así que no hay con qué dibujar; inténtalo de nuevo en un momento',
  'order.nobody-answered':
    'Todavía no se puede dibujar nada: ningún renderizador ha contestado aún. Inténtalo de nuevo en un momento',
  'order.parent-gone': 'Esta imagen ya no está, así que no se puede dibujar de nuevo',
  'order.no-upscaler':
    'Ningún renderizador puede ampliar imágenes. Quien lo administra ' +
    'obtiene redes para ello con npm run models -- pull realesrgan',
  'order.upscaler': ({ known, given }) => `No se puede ampliar con «${given}»: hay ${known.join(', ')}`,
  'order.no-denoise': ({ known, name }) =>
    `No se puede fijar cuánto ruido quita ${name === '' ? 'un ampliador' : `«${name}»`}: ${known.length > 0 ? `solo pueden ${known.join(', ')}` : 'hace falta otro archivo junto a él, como realesr-general-wdn-x4v3 junto a realesr-general-x4v3'}`,
  'order.no-animator':
    'Ningún renderizador puede animar imágenes. Quien lo administra trae un modelo con npm run models -- pull svd',
  'order.no-restorer':
    'Ningún renderizador puede arreglar caras. Quien lo administra sabe dónde hay redes con npm run models -- pull codeformer',
  'restore.licence': ({ licence }) => `Las caras se arreglan bajo la licencia ${licence}`,
  'order.no-describer':
    'Ningún renderizador puede decir qué hay en las imágenes. Quien lo ' +
    'administra obtiene una red para ello con npm run models -- pull ' +
    'blip-base',
  'order.no-segmenter':
    'Ningún renderizador puede encontrar cosas en imágenes. Quien lo ' +
    'administra obtiene una red para ello con npm run models -- pull ' +
    'sam-vit-b',
  'order.picture-gone': 'Esta imagen ya no está, así que no se puede hacer nada de ella',
  'order.square-already': 'Esta imagen ya es cuadrada',
  'order.undrawable': ({ model, adapters, sampler }) => {
    const parts = [`el modelo «${model}»`, ...adapters.map((name) => `el adaptador «${name}»`)];
    return `Esto no se puede dibujar: ningún renderizador tiene ${parts.join(' con ')} y el muestreador «${sampler}»`;
  },
  'order.pixels': ({ count, width, height, max, given }) => {
    const what = count === 1 ? `${width}×${height} píxeles` : `${count} imágenes de ${width}×${height} píxeles`;
    return `No se puede dibujar ${what}: ${max} píxeles en total como máximo, se dio ${given}`;
  },
  'order.negative-idle': ({ guidance }, { number }) =>
    `Un prompt negativo solo actúa con una guía mayor que 1; aquí es ${number(guidance)}`,
  'order.lcm-guidance': ({ guidance }, { number }) =>
    `El muestreador lcm está hecho para una guía de hasta 2; ${number(guidance)} puede quemar los colores`,
  'order.negative-and': 'AND no hace nada en un prompt negativo: sus partes cuentan juntas',
  'order.prompt-length': ({ max, given, styled }, { amount }) =>
    `No se puede leer este prompt: ${amount(max)} caracteres como máximo, se dio ${amount(given)}${withStyle(styled)}`,
  'order.negative-length': ({ max, given, styled }, { amount }) =>
    `No se puede leer este prompt negativo: ${amount(max)} ` +
    'caracteres como máximo, se dio ' +
    `${amount(given)}${withStyle(styled)}`,
  'order.variants': ({ steps, variants, characters, variantsMax, charactersMax }, { amount }) =>
    `No se puede leer este prompt: en ${steps} pasos se convierte en ${variants} textos distintos con ` +
    `${amount(characters)} caracteres; se pueden leer ${variantsMax} con ${amount(charactersMax)} como ` +
    'máximo',
  'order.empty': 'El prompt está vacío: escribe qué dibujar',
  'order.settings-only': 'El prompt solo tiene ajustes: escribe también qué dibujar',
  'order.more-problems': 'Hay más de este tipo más adelante',
  'order.adapter-note': ({ adapter, note }, { say }) =>
    `El adaptador «${adapter}» no actúa del todo: ${lowerFirst(say(note))}`,
  'order.adapters-max': ({ max }) => `Una imagen puede tener ${max} adaptadores como máximo`,
  'order.without-style': ({ style, why }, { say }) =>
    `Dibujado sin el estilo habitual «${style}»: ${lowerFirst(say(why))}`,
  'order.style-model-gone': ({ style, model }) =>
    `El estilo «${style}» se dibuja con el modelo «${model}», que ningún renderizador tiene ahora`,
  'order.style-other-model': ({ style, model, other }) =>
    `El estilo «${style}» se dibuja con el modelo «${model}», no con «${other}»`,
  'order.style-adapter': ({ style, adapter, model }) =>
    `El estilo «${style}» necesita el adaptador «${adapter}», que el modelo «${model}» no tiene`,
  'order.hires-scale': ({ max, given }, { number }) =>
    `No se puede dibujar una segunda pasada: alarga los lados más de 1 y hasta ${max} veces, se dio ${number(given)}`,
  'order.hires-start':
    'No se puede dibujar una segunda pasada sobre una imagen que parte de otra: quita una de las dos',
  'order.hires-size': ({ width, height, count, sideMax, pixelsMax }, { amount }) =>
    `No se puede dibujar una segunda pasada de ${count} × ${width}×${height} píxeles: un ` +
    `lado tiene ${sideMax} como máximo, y todas las imágenes juntas ${amount(pixelsMax)}`,
  'order.hires-by': ({ known, given }) =>
    `No se puede ampliar para la segunda pasada con «${given}»: hay ${known.join(', ')}`,
  'order.hires-by-alone': 'No se puede decir qué se amplía sin una segunda pasada: di también cuántas veces más grande',
  'order.hires-refiner': 'No se puede dibujar con una segunda pasada y un refinador a la vez: quita uno de los dos',
  'order.no-refiner': 'No se puede usar un refinador: ningún renderizador tiene uno',
  'order.refiner-family': ({ model }) =>
    `No se puede refinar lo que dibuja «${model}»: los refinadores siguen a SDXL, SSD-1B y Vega`,
  'order.refiner-part': 'No se puede refinar una parte de una imagen ni lo que se dibuja alrededor: quita el refinador',
  'order.handover': ({ given }, { number }) =>
    `No se puede pasar el relevo al refinador ahí: debe ser mayor que 0 y menor que 1, se dio ${number(given)}`,
  'order.chaos': ({ given }, { number }) =>
    `No se pueden variar así las imágenes: --chaos va de 1 (casi iguales) a 100 (tan distintas como sin él), se indicó ${number(given)}`,
  'order.chaos-alone': '--chaos actúa entre varias imágenes y aquí hay una: añade --count 4',
  'order.chaos-subseed':
    'No se puede usar --chaos junto a --subseed: ambos mezclan el ruido de las imágenes; quita uno',
  'order.subseed': ({ max, given }, { number }) =>
    `No se puede mezclar ese ruido: --subseed debe ser un entero de 0 a ${max}, se indicó ${number(given)}`,
  'order.subseed-strength': ({ given }, { number }) =>
    `No se puede mezclar tanto ruido ajeno: --subseed_strength va de 0 a 1, se indicó ${number(given)}`,
  'order.subseed-idle': '--subseed actúa con una fuerza: añade --subseed_strength 0.2',
  'order.stop': ({ given }, { number }) =>
    `No se puede parar ahí: --stop va del 1 al 100 por ciento de los pasos, se indicó ${number(given)}`,
  'order.stop-twice': 'No se puede parar antes y seguir con una segunda pasada o un refinador: quita --stop o lo otro',
  'order.tile-margins': 'No se puede dibujar alrededor de una imagen de modo que sus bordes coincidan: quita --tile',
  'order.no-newer': ({ flags }) =>
    `No se puede dibujar con ${flags.join(' y ')}: ningún renderizador de aquí sabe hacerlo; quien lo opera lo actualiza`,
  'order.no-draft': 'No se puede terminar esta imagen: no es un borrador',
  'order.needs-image': ({ model }) => `El modelo «${model}» cambia imágenes: da una imagen de la que partir`,
  'order.needs-mask': ({ model }) =>
    `El modelo «${model}» redibuja partes de imágenes: da una imagen con ` +
    'una máscara, o usa ✨ Variar para dibujar alrededor de una imagen',
  'order.strength': ({ given }, { number }) =>
    `No se puede partir de la imagen: la fuerza debe ser mayor que 0 y 1 como máximo, se dio ${number(given)}`,
  'order.control-none': ({ model }) =>
    `No se puede seguir una imagen de control con ${model}: ningún renderizador tiene una red de control para él. ` +
    'Quien lo administra obtiene una con npm run models -- pull canny-sd15 o canny-sdxl',
  'order.control-made': ({ method }) =>
    `Lo que lee la red de control se hace de tu imagen con ${method}, salvo que la imagen ya lo muestre`,
  'order.control-which': ({ model, known }) =>
    'No se puede seguir una imagen de control sin saber qué ' +
    `muestra: indica control, para ${model} uno de ` +
    `${known.join(', ')}`,
  'order.control-unknown': ({ model, known, given }) =>
    `No se puede seguir una imagen de control con ${given}: para ${model} hay ${known.join(', ')}`,
  'order.control-picture': ({ network }) =>
    `No se puede seguir una imagen con ${network} sin ella: da una imagen-control; solo las redes de relleno no la necesitan`,
  'order.control-hole': ({ network }) =>
    `No se puede usar ${network} aquí: rellena lo marcado, así que da una imagen con máscara o amplía una`,
  'order.control-older': ({ network }) =>
    `No se puede usar ${network}: los renderers que la tienen son demasiado antiguos para rellenar lo marcado con ella`,
  'order.control-span': ({ from, to }, { number }) =>
    `No se puede seguir ahí una imagen de control: el inicio debe ir desde 0 y antes del fin, y el fin hasta 1; se dieron ${number(from)} y ${number(to)}`,
  'order.control-weight': ({ max, given }, { number }) =>
    'No se puede seguir una imagen de control con tanta fidelidad: ' +
    `peso-control debe ser mayor que 0, hasta ${number(max)}, se dio ` +
    `${number(given)}`,
  'order.no-image-adapter': ({ model }) =>
    'No se puede usar una imagen junto a las palabras: ningún renderizador ' +
    `tiene un IP-Adapter para ${model}; quita la imagen o toma otro estilo. ` +
    'Quien lo administra obtiene uno con npm run models -- pull ip-adapter-sd15 o ip-adapter-sdxl',
  'order.like-strength': ({ max, given }, { number }) =>
    'No se puede usar una imagen junto a las palabras: su fuerza debe ' +
    `ser mayor que 0 y ${max} como máximo, se dio ${number(given)}`,
  'order.style-whole': ({ model }) => `${model} no puede tomar solo el estilo de una imagen, así que actúa entera`,
  'order.first-frame': ({ frames }) => `La imagen tiene ${frames} fotogramas y se parte del primero`,
  'order.strength-raised': ({ steps, given, used }, { number }) =>
    `La fuerza ${number(given)} dejaría la imagen como está: en ${steps} pasos la mínima es ${number(used)}`,
  'order.margins': ({ width, height, min }) =>
    `No se puede dibujar tanto alrededor de la imagen: en ${width}×${height} píxeles quedarían de ella menos de ${min}`,
  'order.ratio': 'No se puede usar esta proporción: ambos lados deben ser números mayores que 0, como 3:2',
  'order.ratio-range': ({ across, down, min, max, widest }, { number }) =>
    `No se puede dibujar la proporción ${number(across)}:${number(down)}: los ` +
    `lados van de ${min} a ${max} píxeles, así que ${widest}:1 como máximo`,
};

function withStyle(styled: boolean): string {
  return styled ? ' con su estilo' : '';
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
