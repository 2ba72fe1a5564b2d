import type { TORCH as English } from '#shared/text/english/torch.ts';
import type { Translation } from '#shared/text/message.ts';

const NOTHING_RUN = 'Nichts davon wurde ausgeführt. Nimm eine .safetensors-Datei dieses Modells';

/** German of what is wrong with a file that torch.save wrote. */
export const TORCH: Translation<typeof English> = {
  'torch.no-file':
    'Sie ist weder ein Zip-Archiv noch ein Pickle, also beschädigt oder keine Datei von torch: Lade sie neu oder nimm eine andere',
  'torch.one-pickle': ({ given }) =>
    `Sie muss genau ein data.pkl enthalten, gefunden: ${given}. Das ist keine Datei von torch: Nimm die .safetensors oder .pth selbst`,
  'torch.byte-order': ({ given }) => `Ihre Zahlen müssen little-endian sein, angegeben ist ${given}`,
  'torch.big-endian': 'Ihre Zahlen müssen little-endian sein',
  'torch.pickle-bytes': ({ limit, given }) => `Ihr Pickle darf höchstens ${limit} Bytes haben, es sind ${given}`,
  'torch.no-dict': 'Ihr Inhalt ist kein dict von Gewichten',
  'torch.values': ({ limit }) => `Sie hat mehr als ${limit} Werte, so viele brauchen keine Gewichte`,
  'torch.no-storages': 'Ihre Liste der Speicherbereiche fehlt',
  'torch.unknown-storage': ({ storage }) => `Nirgends steht, was ihr Speicherbereich ${storage} ist`,
  'torch.no-mark': 'Sie ist ein Pickle, aber keine Datei von torch: Das Kennzeichen des Formats am Anfang fehlt',
  'torch.storage-beyond': ({ storage }) =>
    `Die Zahlen ihres Speicherbereichs ${storage} reichen über die Datei hinaus: Sie ist abgeschnitten. Lade sie neu`,

  'torch.no-storage': ({ storage }) => `hat seine Zahlen in ${storage}, und das fehlt in der Datei: Sie ist beschädigt`,
  'torch.view':
    'ist eine Ansicht, deren Zahlen nicht am Stück liegen. Speichere es nach .contiguous() neu, oder als safetensors',
  'torch.beyond': ({ dtype, shape }) =>
    `(${dtype} ${shape.join('×') || 'Skalar'}) reicht über seine Zahlen hinaus: Die Datei ist beschädigt`,

  'torch.at-byte': ({ byte, reason }, { say }) => `Bei Byte ${byte}: ${say(reason)}`,
  'torch.pickle-ends': 'Ihr Pickle endet zu früh: Die Datei ist beschädigt oder abgeschnitten',
  'torch.length': ({ length }) => `Eine Länge von ${length} ist mehr, als das Pickle hat`,
  'torch.long-number': ({ bytes, limit }) => `Eine Zahl von ${bytes} Bytes ist länger als ${limit}`,
  'torch.endless-name': ({ limit }) => `Ein Name hat innerhalb von ${limit} Bytes kein Ende`,
  'torch.opcode': ({ opcode }) => `Ihr Pickle hat den Opcode ${opcode}, den keine Gewichte brauchen. ${NOTHING_RUN}`,
  'torch.opcodes': ({ limit }) => `Ihr Pickle hat mehr als ${limit} Opcodes, so viele brauchen keine Gewichte`,
  'torch.stack-empty': 'Ihr Pickle nimmt mehr, als es hat: Die Datei ist beschädigt',
  'torch.no-stack-mark': 'Ihrem Pickle fehlt eine Marke, wo es eine braucht: Die Datei ist beschädigt',
  'torch.memo': ({ index }) => `Ihr Pickle ruft ${index} ab, das es nie abgelegt hat: Die Datei ist beschädigt`,
  'torch.fills-no-dict': 'Ihr Pickle füllt etwas, das kein dict ist',
  'torch.extends-no-list': 'Ihr Pickle verlängert etwas, das keine Liste ist',
  'torch.name-no-text': 'Ihr Pickle benennt etwas mit etwas anderem als Text',
  'torch.name': ({ name }) => `Ihr Pickle nennt ${name}, das keine Gewichte brauchen. ${NOTHING_RUN}`,
  'torch.state': 'Ihr Pickle gibt einfachen Daten einen Zustand',
  'torch.calls-nameless': 'Ihr Pickle ruft etwas auf, das keinen Namen hat',
  'torch.call': ({ name }) => `Ihr Pickle ruft ${name} auf eine Art auf, die kein Gewicht ergibt`,
  'torch.storage-format': 'Ihr Pickle verweist auf Zahlen in einer Weise oder einem Format, das wir nicht lesen können',

  'torch.zip-entries': ({ limit, given }) =>
    `Ihr Zip-Verzeichnis darf höchstens ${limit} Einträge haben, es sind ${given}`,
  'torch.zip-twice': ({ part }) => `Ihr Zip-Verzeichnis nennt ${part} zweimal`,
  'torch.zip-encrypted': ({ part }) => `Ihr Teil ${part} ist verschlüsselt`,
  'torch.zip-compressed': ({ part }) =>
    `Ihr Teil ${part} ist komprimiert, was torch nie tut. Speichere die Datei mit torch neu`,
  'torch.zip-damaged': ({ reason }, { say }) => `Sie ist ein beschädigtes Zip-Archiv: ${say(reason)}`,
  'torch.zip-beyond': 'Sein Verzeichnis liegt hinter seinem Ende',
  'torch.zip-entry': ({ index }) => `Eintrag ${index} seines Verzeichnisses ist beschädigt`,
  'torch.zip-misplaced': ({ part }) => `Sein Teil ${part} liegt nicht dort, wo das Verzeichnis sagt`,
  'torch.zip-part-beyond': ({ part }) => `Sein Teil ${part} reicht über die Datei hinaus`,
  'torch.zip-truncated': 'Am Ende fehlt das Verzeichnis, also ist es abgeschnitten: Lade die Datei neu',
  'torch.zip-directory': 'Sein Verzeichnis ist beschädigt',
  'torch.zip-size': ({ size }) => `Eine Größe von ${size} ist mehr, als die Datei hat`,
  'torch.zip64-locator': 'Der zip64-Verweis fehlt',
  'torch.zip64-end': 'Der zip64-Schlusseintrag fehlt',
  'torch.zip64-sizes': 'Einem Eintrag seines Verzeichnisses fehlen die zip64-Größen',
};
