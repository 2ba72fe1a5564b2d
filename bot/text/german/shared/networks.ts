import type { NETWORKS as English } from '#shared/text/english/networks.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of networks, the numbers that go through them, and files that are made of weights. */
export const NETWORKS: Translation<typeof English> = {
  'network.missing-weight': ({ network, key }) =>
    `Das Netz „${network}“ lässt sich nicht bauen: Das Gewicht ${key} fehlt`,
  'network.weight-shape': ({ network, key, wanted, given }) =>
    `Das Netz „${network}“ lässt sich nicht bauen: Das Gewicht ${key} muss laut Konfiguration ${wanted.join('×')} sein, ` +
    `es ist ${given.join('×')}`,
  'network.unread': ({ network, key, given, known }) =>
    `Das Netz „${network}“ lässt sich nicht bauen: Das Gewicht ${key} ist als ${given} gespeichert; möglich sind ` +
    known.join(', '),
  'network.leftover': ({ network, key, others }) =>
    `Das Netz „${network}“ lässt sich nicht bauen: Für das Gewicht ${key}${others > 0 ? ` und ${others} weitere` : ''} ` +
    'hat es keinen Platz',
  'network.no-config': ({ network }) =>
    `Das Netz „${network}“ lässt sich nicht bauen: Seine config.json ist kein Objekt`,
  'network.setting': ({ network, problem }, { say }) => `Das Netz „${network}“ lässt sich nicht bauen: ${say(problem)}`,
  'network.operands': ({ network, op, node, problem, given }) =>
    `Das Netz „${network}“ lässt sich nicht bauen: in ${op} ${node} passt etwas nicht (${problem}), gegeben: ${given}`,
  'network.no-gradient': ({ network, op, node }) =>
    `${network} kann nicht trainiert werden: keine Regel gibt den Gradienten von ${op} ${node}`,
  'network.no-row-scale': ({ product }) =>
    `Zeilenlängen neben ${product} können nicht trainiert werden: nur Produkte von Token haben sie`,
  'network.no-rule': ({ network, op, node }) =>
    `Das Netz „${network}“ lässt sich nicht bauen: Für ${op} ${node} gibt es keine Regel`,
  'network.output': ({ network, output, wanted, given }) =>
    `Das Netz „${network}“ lässt sich nicht bauen: Seine Ausgabe ${output} muss ${wanted} sein, sie ist ${given}`,
  'network.no-lora': ({ network, key }) => `Zu ${key} im Netz „${network}“ lässt sich keine LoRA hinzufügen`,
  'network.skip': ({ limit, given }) =>
    `So viele Schichten des Textencoders lassen sich nicht auslassen: höchstens ${limit}, angegeben sind ${given}`,
  'network.rows': ({ given, wanted }) => `Das Netz hat ${given} statt ${wanted} Zeilen geliefert`,
  'network.condition-rows': ({ rows, given, condition }) =>
    `${rows} Zeilen lassen sich nicht mit ${given} Zeilen von ${condition} rechnen`,
  'network.conditions': ({ names, given }) =>
    `Die Bedingungen ${given.join(',')} lassen sich nicht mit ${names.join(',')} stapeln`,
  'network.too-large': ({ model, limit, mib }) =>
    `Das Modell ${model} lässt sich nicht laden: höchstens ${limit} MiB für Modelle (EASEL_MEMORY_MIB), es braucht ${mib}`,
  'network.not-fitting': 'Netze, die nicht zusammen hineinpassen, lassen sich nicht laden',
  'network.not-wanted': 'Auf dieses Netz wartet niemand mehr',
  'decoder.not-finite':
    'Das Bild ist misslungen: Das VAE muss endliche Zahlen liefern, es kam NaN oder unendlich. Vielleicht ist seine ' +
    'Datei beschädigt: Hol sie neu, oder nenne in models.json ein anderes als `vae` dieses Modells',
  'decoder.overflow':
    'Die Zahlen eines Bildes waren im VAE zu groß für halbe Genauigkeit: Es rechnet von nun an in float32, also ' +
    'langsamer. Mit einem VAE für halbe Genauigkeit, als `vae` des Modells in models.json, geht es so schnell wie zuvor',
  'network.not-finite': ({ network }) =>
    `Das Netz „${network}“ gab NaN oder unendlich statt Zahlen. Vielleicht ist seine Datei beschädigt: Hol sie neu`,
  'network.no-encoder': ({ model }) => `Mit Modell ${model} lässt sich kein Bild kodieren: Kein Encoder wurde geladen`,

  'session.unopened': ({ network, provider }) => `Das Netz „${network}“ lässt sich auf ${provider} nicht öffnen`,
  'session.failed': ({ network }) => `Das Netz „${network}“ ließ sich nicht rechnen`,
  'session.no-input': ({ network, input }) => `Dem Netz „${network}“ fehlt die Eingabe ${input}`,
  'session.output': ({ type }) => `Eine Ausgabe vom Typ ${type} ist nicht nutzbar: Gemeint ist float32`,
  'session.uncomputed': ({ network }) => `„${network}“ ließ sich nicht berechnen`,

  'tensor.shape': ({ count, dims }) => `${count} Zahlen passen nicht in die Form ${dims.join('×')}`,
  'tensor.combine': ({ left, right }) => `Die Formen ${left.join('×')} und ${right.join('×')} passen nicht zusammen`,
  'tensor.sum': ({ left, right }) => `Die Formen ${left.join('×')} und ${right.join('×')} lassen sich nicht addieren`,
  'tensor.sum-none': 'Ohne Tensoren gibt es keine Summe',
  'tensor.stack-none': 'Ohne Tensoren gibt es nichts zu stapeln',
  'tensor.join-none': 'Ohne Tensoren gibt es keine Kanäle zu verbinden',

  'picture.undecodable': ({ picture, reason }, { say }) =>
    `${say(picture)} lässt sich nicht lesen, nötig ist eine vollständige PNG-, JPEG- oder WebP-Datei: ${say(reason)}`,
  'picture.image': 'Das Bild',
  'picture.picture': 'Das Bild',
  'picture.mask': 'Die Maske',
  'picture.control': 'Das Kontrollbild',
  'picture.bits': ({ limit }) =>
    `Das Bild geht nicht: höchstens ${limit} Bit je Kanal, es hat mehr; speichere es mit ${limit} Bit`,
  'picture.frames': ({ frames }) =>
    `Das Bild geht nicht: Es muss ein Einzelbild sein und ist eine Animation aus ${frames}; speichere eines davon`,
  'picture.unusable': ({ limit, given }, { say }) =>
    `Das Bild geht nicht – erlaubt: ${say(limit)}; angegeben: ${say(given)}`,
  'picture.moves': 'Das Bild geht nicht: Es muss ein Einzelbild sein und ist eine Animation; speichere ein Bild daraus',
  'picture.format': ({ format }) => `Ihr Format ist ${format}`,
  'picture.damaged': 'Die Datei ist beschädigt, abgeschnitten oder von anderer Art',
  'picture.shape': ({ dims }) => `Pixel der Form ${dims.join('×')} lassen sich nicht zeigen`,
  'picture.grid-none': 'Ohne Bilder gibt es nichts anzuordnen',

  'derived.gone': ({ file }) => `Was aus Gewichten gemacht wurde, ist nicht mehr da: ${file} wurde sofort entfernt`,
  'derived.folder': ({ folder }) =>
    'Der Ordner für das, was aus Gewichten gemacht wird, lässt sich nicht anlegen: ' +
    `${folder} ist nicht beschreibbar (EASEL_CACHE nennt einen anderen Ort)`,
  'merge.gone': ({ file }) => `Die eingerechneten Adapter sind nicht mehr da: ${file} wurde sofort entfernt`,
  'merge.disk-full': 'Das Modell mit seinen eingerechneten Adaptern lässt sich nicht speichern: Die Platte ist voll',
};
