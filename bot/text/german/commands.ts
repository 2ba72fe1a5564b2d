import type { COMMANDS as ENGLISH } from '#bot/text/english/commands.ts';
import type { Translation, Writer } from '#shared/text/message.ts';
import { code, rich } from '#shared/text/rich.ts';

/** German of what commands and their options are for. */
export const COMMANDS: Translation<typeof ENGLISH> = {
  'command.imagine': 'Ein Bild aus Worten zeichnen',
  'command.imagine.prompt':
    'Was zu zeichnen ist; (Wort:1.4) betont, --seed 7 --steps 4 --ar 3:2 --no hands stellen ein',
  'command.upscale': 'Ein Bild vergrößern',
  'command.upscale.image': 'Das Bild: PNG, JPEG oder WebP',
  'command.upscale.scale': 'Wie viel größer; ohne Angabe 4-mal',
  'command.img2img': 'Ein eigenes Bild nach Worten neu zeichnen',
  'command.inpaint': 'Einen Teil eines eigenen Bildes neu zeichnen: was in der Maske weiß ist',
  'command.vary': 'Ein Bild anders zeichnen: ein wenig, stark oder an einer Stelle',
  'command.vary.how': 'Wie sehr; eine Stelle braucht eine Maske',
  'command.outpaint': 'Um ein Bild herum mehr zeichnen: herauszoomen, eine Seite zeigen, quadratisch machen',
  'command.outpaint.how': 'Wo mehr sein soll',
  'command.source.id': 'Kennung oder Adresse des Bildes; sonst dein letztes hier',
  'command.source.picture': 'Welches, wenn es mehrere sind: 1 ist das erste',
  'command.source.image': 'Oder eine Datei: PNG, JPEG oder WebP',
  'command.source.prompt': 'Andere Worte als die, nach denen es gezeichnet wurde',
  'source.both': 'Von zwei Bildern zugleich geht es nicht weiter: Gib eine Kennung oder ein Bild an',
  'source.none': 'Hier hast du noch kein Bild, von dem es weitergehen könnte: Gib eine Kennung oder ein Bild an',
  'vary.mask': ({ isRegion }) =>
    isRegion
      ? 'Ein Teil lässt sich nicht ohne Maske neu zeichnen: Gib ein Bild der gleichen Form an, in dem die Stelle weiß ist'
      : 'Eine Maske ist dafür da, einen Teil neu zu zeichnen: Wähle das, oder lass die Maske weg',
  'command.show': 'Ein Bild noch einmal zeigen, mit Knöpfen, die gehen',
  'command.show.id': 'Seine Kennung oder die Adresse seiner Nachricht',
  'command.info': 'Einstellungen eines Bildes, woraus es entstand und was daraus wurde',
  'upscale.times': ({ times }) => `${times}-mal`,
  'command.imagine.negative': 'Was nicht ins Bild soll',
  'command.imagine.style': 'Einer der Stile dieses Servers, oder plain',
  'command.imagine.size': 'Form des Bildes',
  'command.imagine.width': 'Breite in Pixeln',
  'command.imagine.height': 'Höhe in Pixeln',
  'command.imagine.steps': 'Schritte aus dem Rauschen: mehr dauert länger',
  'command.imagine.guidance': 'Wie streng den Worten gefolgt wird',
  'command.imagine.seed': ({ max }) => `Das Rauschen am Anfang: dieselbe Zahl gibt dasselbe Bild (0 bis ${max})`,
  'command.imagine.image': 'Ein Bild, mit dem angefangen wird',
  'command.imagine.mask': 'Was davon neu gezeichnet wird: weiß in einem Bild gleicher Form',
  'command.imagine.strength': 'Wie viel sich am Bild ändern darf: über 0, höchstens 1',
  'imagine.image-missing': 'Maske und Stärke gelten einem Bild, mit dem angefangen wird: Gib auch ein Bild an',
  'imagine.mask-shape': ({ picture, mask }) =>
    `Diese Maske geht nicht: Sie muss die Form ihres Bildes haben, also ${picture}, angegeben ist ${mask}`,
  'command.imagine.count': 'Wie viele Bilder',
  'command.undelete': 'Zurückholen, was du zuletzt gelöscht hast; einen Tag lang',
  'command.forget': 'Alle deine fertigen Bilder löschen, mit den Worten, nach denen sie gezeichnet sind',
  'command.forget.where': 'Von diesem Server oder von allen',
  'command.forget.sure': 'Ja, löschen; ohne das wird nur gesagt, wie viele es sind',
  'command.queue': 'Wer dran ist und was zeichnet',
  'command.help': 'Wie man mit Easel zeichnet',
  'help.commands': 'Befehle',

  'command.style': 'Die Stile dieses Servers',
  'command.style.create': 'Einen Stil für diesen Server anlegen',
  'command.style.new-name': 'Buchstaben, Ziffern und Bindestriche',
  'command.style.edit': 'Einen Stil dieses Servers ändern; was nicht genannt ist, bleibt',
  'command.style.edit.name': 'Der Stil, der geändert wird',
  'command.style.edit.reset': 'Eine Einstellung, die wieder das Modell bestimmt',
  'command.style.show': 'Alles, was ein Stil festlegt',
  'command.style.show.name': 'Der Stil, um den es geht',
  'command.style.list': 'Alle Stile dieses Servers',
  'command.style.list.page': 'Welche Seite davon',
  'command.style.delete': 'Einen Stil dieses Servers vergessen',
  'command.style.delete.name': 'Der Stil, der vergessen wird',
  'command.style.default': 'Den Stil wählen, der gilt, wenn niemand einen nennt',
  'command.style.default.name': 'Ein Stil, oder plain für keinen',
  'command.style.undo': 'Die letzte Änderung eines Stils zurücknehmen',
  'command.style.undo.name': 'Der Stil, der geändert oder vergessen wurde',
  'command.style.import': 'Stile aus einem JSON-Text anlegen, anstelle gleichnamiger',
  'command.style.import.json': 'Ein Stil oder eine Liste davon, mit den Feldern eines neuen Stils',
  'command.style.setting.description': 'Eine Zeile darüber, für die Liste',
  'command.style.setting.template': 'Worte um den Prompt herum: "watercolor of {prompt}, soft light"',
  'command.style.setting.negative': 'Was nicht in seine Bilder soll',
  'command.style.setting.model': 'Das Modell, das ihn zeichnet',
  'command.style.setting.adapters': 'LoRAs mit Gewichten: "detail:0.8, ink"',
  'command.style.setting.sampler': 'Wie aus Rauschen ein Bild wird',
  'command.style.setting.spacing': 'Abstand der Zeitschritte; trailing für Modelle mit wenigen Schritten',
  'command.style.setting.karras': 'Rauschstufen im Abstand nach Karras',
  'command.style.setting.steps': 'Schritte aus dem Rauschen',
  'command.style.setting.size': 'Breite und Höhe in Pixeln: "512x768"',
  'command.style.setting.clip-skip': 'Letzte Schichten des Text-Encoders, die ausgelassen werden',

  'size.usual': 'Übliche Größe des Stils oder Modells',
  'size.square': ({ ratio }) => `Quadrat ${ratio}`,
  'size.landscape': ({ ratio }) => `Querformat ${ratio}`,
  'size.portrait': ({ ratio }) => `Hochformat ${ratio}`,
  'size.wide': ({ ratio }) => `Breit ${ratio}`,
  'size.tall': ({ ratio }) => `Hoch ${ratio}`,

  'option.image': 'bild',
  'option.scale': 'faktor',
  'option.mask': 'maske',
  'option.strength': 'stärke',
  'option.id': 'kennung',
  'option.how': 'wie',
  'option.picture': 'nummer',
  'option.page': 'seite',
  'option.where': 'wo',
  'option.sure': 'sicher',
  'option.prompt': 'prompt',
  'option.negative': 'negativ',
  'option.style': 'stil',
  'option.size': 'größe',
  'option.steps': 'schritte',
  'option.guidance': 'führung',
  'option.seed': 'seed',
  'option.count': 'anzahl',
  'option.name': 'name',
  'option.description': 'beschreibung',
  'option.template': 'vorlage',
  'option.model': 'modell',
  'option.adapters': 'adapter',
  'option.sampler': 'sampler',
  'option.karras': 'karras',
  'option.spacing': 'spacing',
  'option.clip-skip': 'clip-skip',
  'option.reset': 'zurücksetzen',

  'vary.title': 'Von einem Bild aus weiter',
  'vary.picture': 'Bild',
  'vary.picture-named': ({ index, seed }) => `Bild ${index} · Seed ${seed}`,
  'vary.how': 'Was geschehen soll',
  'vary.subtle': 'Ein wenig abwandeln',
  'vary.strong': 'Stark abwandeln',
  'vary.region': 'Einen Teil neu zeichnen',
  'vary.zoom-1.5': '1,5-fach herauszoomen',
  'vary.zoom-2': '2-fach herauszoomen',
  'vary.left': 'Links mehr zeigen',
  'vary.right': 'Rechts mehr zeigen',
  'vary.up': 'Oben mehr zeigen',
  'vary.down': 'Unten mehr zeigen',
  'vary.square': 'Quadratisch machen',
  'edit.title': 'Ändern und neu zeichnen',
  'edit.prompt': 'Prompt',
  'edit.negative': 'Nicht im Bild',
  'edit.style': 'Stil',
  'edit.size': 'Größe',
  'edit.settings': 'Einstellungen',
  'edit.settings-about': 'Wie im Prompt; ohne Seed wird es ein neues Bild',
  'edit.others': 'Alles andere',
  'edit.others-about': 'Eine Einstellung je Zeile, etwa „steps: 20“',
  'edit.usual-style': 'Der übliche Stil dieses Servers',
  'edit.plain-style': ({ plain }) => `${plain}: kein Stil`,
  'edit.style-typed': ({ plain }) => `Name eines Stils, oder ${plain}`,
  'edit.deleted': 'Dieses Bild kann nicht geändert werden: Es ist gelöscht',
  'button.old': 'Dieser Knopf ist aus einer anderen Version von Easel; bitte /imagine benutzen',
  'ask.private': 'In privaten Nachrichten kann nicht gezeichnet werden: Easel arbeitet in den Kanälen eines Servers',
  'ask.command-denied': ({ command }) =>
    rich`Für dich kann hier nicht gezeichnet werden: dieser Server erlaubt dir ${code(`/${command}`)} in diesem Kanal nicht`,
  'ask.rights-unknown': ({ command }) =>
    rich`Discord sagt gerade nicht, ob du ${code(`/${command}`)} hier benutzen darfst. Bitte gleich noch einmal versuchen`,
  'ask.restarting': 'Easel startet neu. Bitte gleich noch einmal fragen',

  'studio.picture-gone': 'Dieses Bild kann nicht gezeigt werden: Es ist gelöscht',
  'studio.before': 'Aufträge von vor dieser Zeit',
  'studio.no-action': ({ name }) => `„${name}“ geht mit einem Bild nicht`,
  'input.json': 'Die Anfrage ist nicht lesbar: Sie ist kein JSON',
  'input.object': ({ given }) => `Die Anfrage ist nicht lesbar: Sie muss ein Objekt sein, gegeben ${given}`,
  'input.unknown': ({ names, known }) =>
    `${names.map(quoted).join(' und ')} gibt es hier nicht: ${known.length === 0 ? 'Es gibt nichts anzugeben' : `Es gibt ${known.join(', ')}`}`,
  'input.missing': ({ name }) => `Ohne „${name}“ geht das nicht`,
  'input.text': ({ name, given }) => `„${name}“ ist nicht lesbar: Es muss Text sein, gegeben ${given}`,
  'input.integer': ({ name, given }) => `„${name}“ ist nicht lesbar: Es muss eine ganze Zahl sein, gegeben ${given}`,
  'input.number': ({ name, given }) => `„${name}“ ist nicht lesbar: Es muss eine Zahl sein, gegeben ${given}`,
  'input.boolean': ({ name, given }) => `„${name}“ ist nicht lesbar: Es muss true oder false sein, gegeben ${given}`,
  'input.choice': ({ name, known, given }) =>
    `„${name}“ ist nicht lesbar: Es muss eines von ${known.join(', ')} sein, gegeben ${given}`,
  'input.length': ({ name, min, max, given }) =>
    `„${name}“ ist nicht lesbar: ${lengths(min, max)} Zeichen, gegeben ${given}`,
  'input.range': ({ name, min, max, given }, writer) =>
    `„${name}“ geht so nicht: ${range({ min, max }, writer)}, gegeben ${writer.number(given)}`,
  'input.seed': ({ max, given }) =>
    `Dieser Seed geht nicht: Er muss eine ganze Zahl von 0 bis ${max} sein, gegeben „${given}“`,
  'input.picture': ({ name, given }) => `„${name}“ geht so nicht: Es muss ein Bild sein, gegeben ist ${given}`,
  'command.gone': ({ call }) => `Den Befehl /${call} gibt es nicht mehr`,
};

function quoted(name: string): string {
  return `„${name}“`;
}

function range({ min, max }: { min: number | null; max: number | null }, { number }: Writer): string {
  if (min === null) return max === null ? '' : `höchstens ${number(max)}`;
  return max === null ? `mindestens ${number(min)}` : `${number(min)} bis ${number(max)}`;
}

function lengths(min: number, max: number | null): string {
  if (max === null) return `mindestens ${min}`;
  return min === 0 ? `höchstens ${max}` : `${min} bis ${max}`;
}
