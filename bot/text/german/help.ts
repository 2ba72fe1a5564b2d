import type { HELP as ENGLISH } from '#bot/text/english/help.ts';
import type { Translation } from '#shared/text/message.ts';
import { code, linesOf, rich } from '#shared/text/rich.ts';

/** German of the help card. Prompts stay English: that is what the models were trained with. */
export const HELP: Translation<typeof ENGLISH> = {
  'help.heading': 'Easel zeichnet, was du schreibst',
  'help.intro': rich`Schreib ${code('/imagine')} und dann ein paar Worte, am besten auf Englisch. Du siehst zu, wie das Bild aus dem Rauschen entsteht.`,
  'help.intro-studio': rich`Schreib ein paar Wörter und drück ${code('Enter')}. Jede Vorschau ist das Bild, wie es bei diesem Schritt ist.`,
  'help.try': 'Zum Anfangen',
  'help.words': 'Worte',
  'help.words-text': linesOf([
    rich`${code('(red)')} betont ein Wort, ${code('((red))')} noch mehr, ${code('(red:1.4)')} mit einer Zahl; ${code('[red]')} schwächt es ab.`,
    rich`${code('[dog:cat:0.5]')} macht auf halbem Weg das eine zum anderen, ${code('[dog|cat]')} wechselt bei jedem Schritt; ${code('a AND b')} zeichnet beides in ein Bild.`,
    rich`${code('<lora:name:0.8>')} nimmt einen Adapter des Modells dazu. ${code('BREAK')} beginnt einen neuen Teil. Ein Backslash lässt die Klammer stehen: ${code('\\(')}.`,
    rich`${code('{rot|blau}')} nimmt eines nach dem Seed, ${code('{2$$a|b|c}')} zwei, ${code('__Name__')} eine Zeile einer Liste aus ${code('/wildcards')}.`,
  ]),
  'help.settings': 'Einstellungen, irgendwo im Prompt',
  'help.settings-text': linesOf([
    rich`${code('--seed 7')} dasselbe Rauschen, also dasselbe Bild`,
    rich`${code('--steps 4')} wie lange, ${code('--guidance 1.5')} wie streng`,
    rich`${code('--ar 3:2')} das Format, oder ${code('--width 512 --height 768')}`,
    rich`${code('--count 4')} so viele Bilder auf einmal, ${code('--no hands')} was nicht vorkommen soll`,
    rich`${code('--repeat 3')} so oft, ${code('--draft')} erst ein schneller Blick, ${code('--hires 1.5 --hires-by latent')} ein größerer zweiter Durchgang`,
    rich`${code('--strength 0.6')} wie viel sich ändert, ${code('--keep off')} auch am Rest, ${code('--iw 1')} wie stark eines wirkt`,
    rich`${code('--weighting comfy')} wie Klammern wiegen; ${code('--chaos 25')}, ${code('--subseed 8 --subseed_strength 0.2')} wie ähnlich; ${code('--tile')} kachelbar, ${code('--stop 60')} halb`,
    rich`${code('--relax')} lässt andere vor, ${code('--fast')} nicht`,
    rich`${code('--refiner')} mit Namen übernimmt, ${code('--handover 0.8')} ab wo`,
    rich`${code('--style')}, ${code('--model')}, ${code('--sampler')}, ${code('--spacing trailing')} mit ihrem Namen`,
  ]),
  'help.buttons': 'Unter einem Bild',
  'help.buttons-text': linesOf([
    rich`🔁 Neu würfeln zeichnet es mit einem anderen Seed, ✏️ Bearbeiten mit anderen Worten, ❌ bricht ab oder löscht.`,
    rich`Von mehreren vergrößern U1 bis U4 eines, V1 bis V4 zeichnen es anders; ${code('/info')} sagt wie, ${code('/show')} holt es her.`,
    rich`Gelöschtes kommt mit Rückgängig oder ${code('/undelete')} einen Tag lang zurück.`,
    rich`Reaktionen auf eigene Bilder tun dasselbe: 🔁, ❌, 🎲 der nächste Seed, 1️⃣ bis 4️⃣ eines von mehreren, ⬆️ größer, 🔒 behält den Seed.`,
  ]),
  'help.styles': 'Stile und die Warteschlange',
  'help.styles-text': linesOf([
    rich`${code('/style list')} zeigt die Stile dieses Servers, mit ${code('/style create')} legst du einen an.`,
    rich`${code('/queue')} zeigt, wer als Nächstes dran ist und was zeichnet.`,
  ]),
  'help.demo': 'Über diese Bilder',
  'help.demo-text': rich`Sie kommen von einem winzigen Modell zum Ausprobieren. Es kennt 200 Dinge, darunter Katzen, Drachen, Roboter, Astronauten, Pizzen, Burgen, Leuchttürme, Raketen und Rosen, als Sticker in kleinen Szenen. Für richtige Bilder führt, wer den Bot betreibt, ${code('npm run models -- pull sd15')} aus oder legt Modelldateien in den Ordner ${code('models')} und startet Easel neu.`,
  'help.demo-studio': rich`Sie kommen von einem winzigen Modell zum Ausprobieren. Es kennt 200 Dinge, darunter Katzen, Drachen, Roboter, Astronauten, Pizzen, Burgen, Leuchttürme, Raketen und Rosen, als Sticker in kleinen Szenen. Für richtige Bilder drück „Stable Diffusion 1.5 holen“ neben der Staffelei, oder leg Modelldateien in den Ordner ${code('models')} und starte Easel neu.`,
};
