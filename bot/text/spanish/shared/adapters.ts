import type { ADAPTERS as ENGLISH } from '#shared/text/english/adapters.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of why an adapter or an embedding does not fit a model. */
export const ADAPTERS: Translation<typeof ENGLISH> = {
  'adapter.unusable': ({ name, file, reason }, { say }) =>
    `No se puede usar el adaptador ${name} (${file}): ${say(reason)}`,
  'adapter.merge-only': ({ name, file }) =>
    `No se puede usar el adaptador ${name} (${file}) para un solo dibujo: no está ` +
    'hecho solo de factores de bajo rango, así que debe fundirse en los pesos',
  'adapter.whole-numbers': ({ key, dtype }) =>
    `No se puede fundir el adaptador en ${key}: los pesos deben ser de coma flotante, se dio ${dtype}`,
  'adapter.empty': 'no contiene tensores',
  'adapter.at-key': ({ key, reason }, { say }) => `clave ${key}: ${say(reason)}`,
  'adapter.unknown-key': ({ family }, { say }) => `no encaja en ningún peso de este modelo. ${say(family)}`,
  'adapter.shape': ({ weight, factors, family }, { say }) =>
    `el peso es ${weight.join('×')}, se dio ${factors.map(say).join(' y ')}. ${say(family)}`,
  'adapter.scalar': 'un número',
  'adapter.no-factors': ({ module }) => `${module} no tiene factores`,
  'adapter.missing-factor': ({ module, role }) => `a ${module} le falta su factor ${role}`,
  'adapter.stray-factor': ({ module, role }) => `${module} tiene un ${role} que no va con sus otros factores`,
  'adapter.factor-twice': 'el archivo tiene este factor dos veces',
  'adapter.same-weight': ({ module }) => `${module} cambia el mismo peso`,
  'adapter.alpha': ({ alpha }) => `su alfa es ${alpha}`,
  'adapter.no-bias': 'cambia un sesgo, y esta capa no tiene ninguno',
  'adapter.kind': ({ kind }) => `es un adaptador ${kind}; ${SUPPORTED}`,
  'adapter.joined-attention':
    'cambia la proyección conjunta de atención de OpenCLIP; solo se admiten sus proyecciones separadas',
  'adapter.is-lllite': 'es un ControlNet-LLLite, no una LoRA, y todavía no se admiten',
  'adapter.is-image-prompt': 'es un IP-Adapter, no una LoRA, y todavía no se admiten',
  'adapter.is-control': 'es un ControlNet o una Control-LoRA, no una LoRA, y todavía no se admiten',
  'adapter.is-motion': 'es un módulo de movimiento (AnimateDiff), no una LoRA, y todavía no se admiten',
  'adapter.is-hypernetwork': 'es una hiperred, no una LoRA, y no se admiten',
  'adapter.sets-weights': 'sustituye o agranda pesos enteros (set_weight, reshape_weight), y eso no se admite',
  'adapter.names': 'sus capas se llaman de una manera desconocida, así que está hecho para otro tipo de modelo',
  'adapter.format': ({ role, format }) =>
    `su ${role} está guardado como ${format}: no se admiten adaptadores cuantizados`,
  'adapter.not-finite':
    'contiene números que son NaN o infinitos, así que el archivo está dañado o su entrenamiento salió mal',
  'adapter.config-unread': 'adapter_config.json a su lado no se puede leer como JSON',
  'adapter.unused': ({ key, others }) =>
    others > 0
      ? `La clave ${key} y ${others} más de su archivo no encajan en nada aquí y no actúan`
      : `La clave ${key} de su archivo no encaja en nada aquí y no actúa`,
  'adapter.bundled-words': ({ names }, { list }) =>
    'Su archivo contiene también inversiones textuales ' +
    `(${list(names)}): ponlo también entre los embeddings para ` +
    'usarlas',
  'adapter.unknown-setting': ({ names }, { list }) =>
    `Su configuración tiene ajustes que aquí no se conocen ni se obedecen (${list(names)})`,
  'adapter.unread-pattern': ({ pattern }) =>
    `Su configuración da un alfa para el patrón ${pattern}, que solo se lee donde es el final de un nombre`,
  'adapter.transformer': 'está hecho para un modelo transformer (SD 3, Flux …)',
  'adapter.is-embedding': 'es una inversión textual, no una LoRA: va entre los embeddings',
  'adapter.is-checkpoint': 'es un checkpoint entero, no una LoRA',
  'adapter.second-encoder': ({ family }, { say }) =>
    `está hecho para SDXL, que tiene un segundo codificador de texto; este modelo es ${say(family)}`,
  'adapter.no-lora': 'el archivo no es una LoRA ni nada parecido',
  'adapter.family-unclear': 'Puede estar hecho para un modelo de otra familia',
  'adapter.same-width': 'Puede estar hecho para un modelo con otras capas del mismo ancho de texto',
  'adapter.same-width-sdxl':
    'Puede estar hecho para un modelo con otras capas del mismo ' +
    'ancho de texto, como SDXL, SSD-1B y Segmind Vega entre sí',
  'adapter.other-width': ({ theirs, width, ours, own }, { say }) =>
    `Parece hecho para ${say(theirs)}: espera texto de ancho ${width}; este modelo es ${say(ours)}, con ${own}`,
  'family.refiner': 'el refinador de SDXL',
  'family.another': 'otra familia',
  'family.of-another': 'de otra familia',
  'embedding.unusable': ({ name, file, reason }, { say }) =>
    `No se puede usar el embedding ${name} (${file}): ${say(reason)}`,
  'embedding.empty': 'no contiene ningún tensor',
  'embedding.tensors': ({ count, keys }) =>
    `contiene ${count} tensores (${keys.join(', ')} …), así que no es una inversión textual`,
  'embedding.unused': ({ key, others }) =>
    others > 0
      ? `La clave ${key} y ${others} más de su archivo son vectores de ningún codificador de este modelo y no se usan`
      : `La clave ${key} de su archivo es un vector de ningún codificador de este modelo y no se usa`,
  'embedding.noted': ({ name, note }, { say }) => `En el embedding ${name}: ${say(note)}`,
  'embedding.shape': ({ shape }) => `su forma debe ser vectores × ancho, se dio ${shape.join('×')}`,
  'embedding.vectors': ({ limit, given }) => `debe contener de 1 a ${limit} vectores, se dio ${given}`,
  'embedding.not-finite': 'contiene números que no son finitos',
  'embedding.family': ({ theirs, ours }, { say }) => `está hecho para ${say(theirs)}; este modelo lee ${say(ours)}`,
  'embedding.of-family': ({ family, width }, { say }) => `${say(family)} (ancho ${width})`,
  'embedding.of-width': ({ width }) => `codificadores de texto de ancho ${width}`,
};

const SUPPORTED = 'se admiten LoRA, LoCon, LoHa, LoKr, DoRA y diferencias completas';
