import type { TRAIN as English } from '#bot/text/english/train.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what is said about training models. */
export const TRAIN: Translation<typeof English> = {
  'train.zip-files': ({ max, given }) =>
    `Dieses Archiv kann nicht gelesen werden: höchstens ${max} Dateien, es sind ${given}`,
  'train.zip-damaged': 'Dieses Archiv kann nicht gelesen werden: es muss eine unversehrte ZIP-Datei ohne Passwort sein',
  'train.too-many': ({ max, given }) => `Mit so vielen Bildern geht es nicht: höchstens ${max}, es sind ${given}`,
  'train.huge': ({ width, height, max }) => `es ist zu groß: höchstens ${max} Pixel, es hat ${width}x${height}`,
  'train.not-begun': ({ name }) =>
    `${name} hatte noch nicht begonnen: es ist aus der Warteschlange genommen und kostet nichts`,
  'train.ended': ({ name }) => `${name} kann nicht früher enden: das Training ist vorbei`,
  'train.too-many-used': ({ max, given }) =>
    `Mit so vielem von diesem Server geht es nicht: höchstens ${max} auf einmal, es sind ${given}`,
  'train.not-here': ({ name }) =>
    `Mit ${name} kann nicht gezeichnet werden: es wurde für einen anderen Server trainiert oder ist gelöscht`,
  'train.file-gone': ({ name }) => `${name} ist nicht verwendbar: die Datei ist weg`,
  'train.export-key': ({ key }) =>
    `Diese Datei kann nicht exportiert werden: ihre Namen müssen die einer LoRA sein, gegeben ist ${key}`,
  'train.not-you':
    'Hier kann nicht trainiert werden: Moderatoren erlauben es Rollen oder allen mit /settings set training oder /limits set',
  'train.no-renderer': 'Training ist nicht möglich: kein verbundener Renderer kann es',
  'train.model': ({ known, given }) =>
    `${given === '' ? 'Kein Modell' : given} kann trainiert werden; hier geht es mit ${known.length === 0 ? 'keinem' : known.join(', ')}`,
  'train.name':
    'Dieser Name geht nicht: 2 bis 32 Kleinbuchstaben, Ziffern und Bindestriche, am Anfang ein Buchstabe oder eine Ziffer',
  'train.name-taken': ({ name }) => `Der Name ${name} geht nicht: hier heißt schon etwas so`,
  'train.unwanted': ({ pattern }) =>
    `Das lässt sich hier nicht trainieren: Dieser Server will „${pattern}“ weder in Namen noch in Worten von Trainings`,
  'train.about': 'Ein Ding kann nur trainiert werden, wenn gesagt ist, was es ist: nenne die Art (Hund, Tasse, Haus)',
  'train.words-text':
    'Textencoder können nicht zusammen mit einem neuen Wort trainiert werden: für das bleiben sie, wie sie sind; lass das weg',
  'train.newer':
    'Textencoder trainieren, die Genauigkeit wählen oder zufällig zuschneiden geht nicht: kein verbundener Renderer kennt das; lass es weg',
  'train.no-pictures': 'Ohne Bilder geht es nicht: gib 5 bis 20 als Dateien oder als ZIP',
  'train.bytes': ({ max, given }) =>
    `Diese Bilder sind zu viel: zusammen höchstens ${max} Bytes, es sind ${given}; lass einige weg`,
  'train.steps': ({ max, given }) => `So lange geht es nicht: 1 bis ${max} Schritte, gegeben sind ${given}`,
  'train.few': ({ count }) =>
    `${count} Bilder sind wenig: 5 bis 20, die sich in allem anderen unterscheiden, taugen besser`,
  'train.budget': ({ left, seconds }) =>
    `Das geht jetzt nicht: es braucht etwa ${seconds} s eines Renderers, und heute sind noch ${left} s übrig`,
  'train.unknown': ({ name, known }) =>
    `Hier heißt nichts ${name}${known.length === 0 ? '' : `; es gibt ${known.join(', ')}`}`,
  'train.not-yours': ({ name, owner }) => `${name} gehört ${owner}: nur sie oder ein Moderator dürfen das`,
  'setting.training': 'Wer hier Modelle trainieren darf, außer den Rollen in /limits',
  'setting.training.none': 'niemand',
  'setting.training.moderators': 'Moderatoren',
  'setting.training.everybody': 'alle',
  'setting.training-seconds': 'Sekunden eines Renderers, die ein Mitglied in 24 Stunden trainieren darf',
  'command.limits.training': 'Sekunden für Trainings in 24 Stunden; 0 für keine',
  'option.training': 'trainieren',
  'role-limit.said-training': ({ max }) => (max === 0 ? 'kein Training' : `${max} s Training am Tag`),
  'audit.trained': ({ name }) => `Training ${name}`,
  'command.train': 'Das Modell mit deinen Bildern trainieren: Stil, Ding oder Wort',
  'command.train.style': 'Einen Stil aus 5 bis 20 Bildern trainieren',
  'command.train.subject': 'Ein Ding, Tier oder einen Ort aus 5 bis 20 Bildern trainieren',
  'command.train.words': 'Ein neues Wort für das in den Bildern trainieren (Textual Inversion)',
  'command.train.status': 'Sehen, wie die Trainings hier stehen',
  'command.train.list': 'Zeigen, was hier trainiert wurde und wie man es verwendet',
  'command.train.pause': 'Ein Training zwischen zwei Schritten anhalten, auch über Neustarts',
  'command.train.resume': 'Ein angehaltenes Training weitergehen lassen',
  'command.train.stop': 'Ein Training jetzt beenden und das Beste behalten',
  'command.train.delete': 'Etwas Trainiertes löschen; einen Tag lang lässt es sich zurückholen',
  'command.train.name': 'Wie es in Prompts heißt',
  'command.train.picture': 'Ein Bild',
  'command.train.zip': 'Ein ZIP mit Bildern; eine .txt daneben ist die Beschreibung',
  'command.train.about': 'Was für ein Ding es ist: dog, mug, house',
  'command.train.model': 'Das Modell; ohne Angabe das erste, mit dem es geht',
  'command.train.steps': 'Schritte; ohne Angabe wie üblich',
  'command.train.precision': 'Worin Netze rechnen; ohne Angabe wie für das Modell üblich',
  'command.train.train-text': 'Auch die Textencoder des Modells trainieren',
  'command.train.random-crop': 'Bilder zufällig zuschneiden, jedes Mal woanders, nicht in der Mitte',
  'option.zip': 'archiv',
  'option.about': 'art',
  'option.precision': 'genauigkeit',
  'option.train-text': 'textencoder',
  'option.random-crop': 'zufallsschnitt',
  'train.float32': 'float32 (volle Genauigkeit)',
  'train.float16': 'float16 (halbe Genauigkeit)',
  'train.heading': ({ name, model }) => `${model} trainieren: ${name}`,
  'train.count': ({ count, refused }) =>
    `${count} ${count === 1 ? 'Bild' : 'Bilder'}${refused === 0 ? '' : `, ${refused} ausgelassen`}`,
  'train.cost': ({ steps, time }) =>
    `${steps} Schritte, ${time === null ? 'Dauer noch nicht gemessen' : `etwa ${time} eines Renderers`}; wer zeichnet, geht vor`,
  'train.memory': ({ gib }) => `Mindestens etwa ${gib} GiB seines Speichers`,
  'train.with-text': 'Auch die Textencoder werden trainiert',
  'train.cropped': 'Bilder werden zufällig zugeschnitten, jedes Mal woanders',
  'train.left': ({ seconds }) => `Heute noch ${seconds} s für Trainings; was scheitert, kostet nichts`,
  'train.how-to-use': ({ name, word }) =>
    `Danach ruft es <lora:${name}:1> und ${word} in einem Prompt auf, nur auf diesem Server`,
  'train.consent':
    'Mit dem Start bestätigst du, dass du diese Bilder verwenden darfst und gezeigte Personen einverstanden sind. Das steht dann im Protokoll dieses Servers.',
  'train.left-out': 'Ausgelassen',
  'train.captions': 'Beschreibungen',
  'train.more': ({ count }) => `und ${count} weitere`,
  'train.start': 'Ich darf sie verwenden: los',
  'train.edit': 'Beschreibungen ändern',
  'train.describe': 'Für mich beschreiben',
  'train.edit-title': 'Beschreibungen, eine je Zeile',
  'train.edit-label': ({ count }) => `${count} Zeilen, in der Reihenfolge der Bilder`,
  'train.lines': ({ want, given }) =>
    `Diese Beschreibungen passen nicht: eine Zeile für jedes der ${want} Bilder, es sind ${given}`,
  'train.draft-gone': 'Diese Bilder sind vergessen; gib sie noch einmal',
  'train.files': 'Bilder',
  'train.stopping': ({ name }) => `${name} endet nach diesem Schritt, mit dem Besten davon`,
  'train.over': ({ name }) => `${name} kann nicht angehalten werden: das Training ist vorbei`,
  'train.begins-held': ({ name }) =>
    `${name} hat noch nicht begonnen: es wartet, bis es dran ist, und beginnt angehalten, bis es jemand weitergehen lässt`,
  'train.pausing': ({ name }) => `${name} ruht nach diesem Schritt: Zeichnungen haben die Maschine für sich`,
  'train.going-on': ({ name }) => `${name} geht weiter`,
  'train.in-bin': ({ name }: { name: string }) => `${name} ist gelöscht; einen Tag lang lässt es sich zurückholen`,
  'train.deleted': ({ name }) => `${name} ist gelöscht`,
  'train.list-heading': 'Hier trainiert',
  'train.list-none': 'Hier wurde noch nichts trainiert.',
  'train.state': ({ state, step, of, isPaused, left }, { say }) => {
    if (state === 'done') return 'fertig';
    const far = step > 0 ? `Schritt ${step} von ${of}` : 'wartet';
    return isPaused ? `${far}, angehalten` : left ? `${far}, ${say(left)}` : far;
  },
  'train.kind': ({ kind }) => (kind === 'style' ? 'Stil' : kind === 'subject' ? 'Ding' : 'Wort'),
  'train.line': ({ kind, owner, state, use }, { say }) => `${say(kind)} von ${owner} · ${say(state)} · ${use}`,
  'train.broke-off': ({ name, step }) =>
    `${name} ist fertig, wie es vor Schritt ${step} war: danach waren seine Losses keine Zahlen mehr; weniger Schritte gelingen vielleicht besser. Schreib hier <lora:${name}:1> in einen Prompt`,
  'train.interim': ({ step, use }) => `Was es bei Schritt ${step} konnte, lässt sich schon ausprobieren: ${use}`,
  'train.ready': ({ name }) => `${name} ist fertig: schreib hier <lora:${name}:1> in einen Prompt`,
};
