import type { ADAPTERS as English } from '#shared/text/english/adapters.ts';
import type { Translation } from '#shared/text/message.ts';

const SUPPORTED = 'unterstützt werden LoRA, LoCon, LoHa, LoKr, DoRA und volle Differenzen';

/** German of why an adapter or an embedding does not fit a model. */
export const ADAPTERS: Translation<typeof English> = {
  'adapter.unusable': ({ name, file, reason }, { say }) => `Der Adapter ${name} (${file}) passt nicht: ${say(reason)}`,
  'adapter.merge-only': ({ name, file }) =>
    `Der Adapter ${name} (${file}) geht nicht für ein einzelnes Bild: Er besteht nicht nur aus Faktoren niedrigen ` +
    'Ranges und muss in die Gewichte eingerechnet werden',
  'adapter.whole-numbers': ({ key, dtype }) =>
    `Der Adapter lässt sich nicht in ${key} einrechnen: Gewichte müssen Gleitkommazahlen sein, es sind ${dtype}`,

  'adapter.empty': 'Er enthält keine Tensoren',
  'adapter.at-key': ({ key, reason }, { say }) => `Schlüssel ${key}: ${say(reason)}`,
  'adapter.unknown-key': ({ family }, { say }) => `Er passt zu keinem Gewicht dieses Modells. ${say(family)}`,
  'adapter.shape': ({ weight, factors, family }, { say }) =>
    `Das Gewicht ist ${weight.join('×')}, gegeben ist ${factors.map(say).join(' und ')}. ${say(family)}`,
  'adapter.scalar': 'eine Zahl',
  'adapter.no-factors': ({ module }) => `${module} hat keine Faktoren`,
  'adapter.missing-factor': ({ module, role }) => `${module} fehlt der Faktor ${role}`,
  'adapter.stray-factor': ({ module, role }) => `${module} hat ${role}, was nicht zu seinen anderen Faktoren passt`,
  'adapter.factor-twice': 'Die Datei hat diesen Faktor zweimal',
  'adapter.same-weight': ({ module }) => `${module} ändert dasselbe Gewicht`,
  'adapter.alpha': ({ alpha }) => `Sein alpha ist ${alpha}`,
  'adapter.no-bias': 'Er ändert einen Bias, und diese Schicht hat keinen',
  'adapter.kind': ({ kind }) => `Das ist ein ${kind}-Adapter; ${SUPPORTED}`,
  'adapter.joined-attention':
    'Er ändert die zusammengefasste Attention-Projektion von OpenCLIP; nur die einzelnen werden unterstützt',
  'adapter.is-lllite': 'Das ist ein ControlNet-LLLite, keine LoRA, und wird noch nicht unterstützt',
  'adapter.is-image-prompt': 'Das ist ein IP-Adapter, keine LoRA, und wird noch nicht unterstützt',
  'adapter.is-control': 'Das ist ein ControlNet oder eine Control-LoRA, keine LoRA, und wird noch nicht unterstützt',
  'adapter.is-motion': 'Das ist ein Bewegungsmodul (AnimateDiff), keine LoRA, und wird noch nicht unterstützt',
  'adapter.is-hypernetwork': 'Das ist ein Hypernetwork, keine LoRA, und wird nicht unterstützt',
  'adapter.sets-weights':
    'Er ersetzt oder vergrößert ganze Gewichte (set_weight, reshape_weight), was nicht unterstützt wird',
  'adapter.names':
    'Seine Schichten heißen anders, als hier bekannt ist, also ist er für eine andere Art von Modell gemacht',
  'adapter.format': ({ role, format }) =>
    `Sein Faktor ${role} ist als ${format} gespeichert: Quantisierte Adapter werden nicht unterstützt`,
  'adapter.not-finite':
    'Er enthält Zahlen, die NaN oder unendlich sind, also ist die Datei beschädigt oder das Training misslungen',
  'adapter.config-unread': 'adapter_config.json daneben ist nicht als JSON lesbar',

  'adapter.unused': ({ key, others }) =>
    others > 0
      ? `Schlüssel ${key} und ${others} weitere seiner Datei passen hier zu nichts und wirken nicht`
      : `Schlüssel ${key} seiner Datei passt hier zu nichts und wirkt nicht`,
  'adapter.bundled-words': ({ names }, { list }) =>
    `Seine Datei enthält auch Textual Inversions (${list(names)}): Lege sie auch zu den Embeddings, um sie zu benutzen`,
  'adapter.unknown-setting': ({ names }, { list }) =>
    `Seine Konfiguration hat Einstellungen, die hier nicht bekannt sind und nicht befolgt werden (${list(names)})`,
  'adapter.unread-pattern': ({ pattern }) =>
    `Seine Konfiguration gibt ein alpha für das Muster ${pattern} an; gelesen werden nur Enden von Namen`,

  'adapter.transformer': 'Er ist für ein Transformer-Modell gemacht (SD 3, Flux …)',
  'adapter.is-embedding': 'Das ist eine Textual Inversion, keine LoRA: Sie gehört zu den Embeddings',
  'adapter.is-checkpoint': 'Das ist ein ganzer Checkpoint, keine LoRA',
  'adapter.second-encoder': ({ family }, { say }) =>
    `Er ist für SDXL gemacht, das einen zweiten Textencoder hat; dieses Modell gehört zur Familie ${say(family)}`,
  'adapter.no-lora': 'Die Datei ist keine LoRA und nichts Verwandtes',

  'adapter.family-unclear': 'Vielleicht ist er für ein Modell einer anderen Familie gemacht',
  'adapter.same-width': 'Vielleicht ist er für ein Modell mit anderen Schichten derselben Textbreite gemacht',
  'adapter.same-width-sdxl':
    'Vielleicht ist er für ein Modell mit anderen Schichten derselben Textbreite gemacht, wie es SDXL, SSD-1B und ' +
    'Segmind Vega untereinander sind',
  'adapter.other-width': ({ theirs, width, ours, own }, { say }) =>
    `Er sieht nach der Familie ${say(theirs)} aus: Er erwartet Text der Breite ${width}; dieses Modell gehört zur ` +
    `Familie ${say(ours)}, mit ${own}`,
  'family.refiner': 'SDXL-Refiner',
  'family.another': '„unbekannt“',
  'family.of-another': '„unbekannt“',

  'embedding.unusable': ({ name, file, reason }, { say }) =>
    `Das Embedding ${name} (${file}) passt nicht: ${say(reason)}`,
  'embedding.empty': 'Es enthält keinen Tensor',
  'embedding.tensors': ({ count, keys }) =>
    `Es enthält ${count} Tensoren (${keys.join(', ')} …), ist also keine Textual Inversion`,
  'embedding.unused': ({ key, others }) =>
    others > 0
      ? `Schlüssel ${key} und ${others} weitere ihrer Datei sind Vektoren für keinen Encoder des Modells und werden nicht benutzt`
      : `Schlüssel ${key} ihrer Datei ist ein Vektor für keinen Encoder des Modells und wird nicht benutzt`,
  'embedding.noted': ({ name, note }, { say }) => `Zum Embedding ${name}: ${say(note)}`,
  'embedding.shape': ({ shape }) => `Seine Form muss Vektoren × Breite sein, sie ist ${shape.join('×')}`,
  'embedding.vectors': ({ limit, given }) => `Es muss 1 bis ${limit} Vektoren enthalten, es sind ${given}`,
  'embedding.not-finite': 'Es enthält Zahlen, die nicht endlich sind',
  'embedding.family': ({ theirs, ours }, { say }) =>
    `Es ist für ${say(theirs)} gemacht; dieses Modell liest ${say(ours)}`,
  'embedding.of-family': ({ family, width }, { say }) => `${say(family)} (Breite ${width})`,
  'embedding.of-width': ({ width }) => `Textencoder der Breite ${width}`,
};
