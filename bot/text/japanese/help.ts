import type { HELP as ENGLISH } from '#bot/text/english/help.ts';
import type { Translation } from '#shared/text/message.ts';
import { code, linesOf, rich } from '#shared/text/rich.ts';

/** Japanese of how to draw: the help card. Flags and commands are typed as they are in every language. */
export const HELP: Translation<typeof ENGLISH> = {
  'help.heading': 'Easelは、書いたものを描きます',
  'help.intro': rich`${code('/imagine')} のあとに短い言葉を書いてください。画像がノイズから現れる様子を見られます。`,
  'help.intro-studio': rich`言葉をいくつか書いて${code('Enter')}を押します。プレビューは、そのステップでの絵そのものです。`,
  'help.try': 'まずはここから',
  'help.words': '言葉',
  'help.words-text': linesOf([
    rich`${code('(red)')} は強調、${code('((red))')} はさらに強調、${code('(red:1.4)')} は数値で指定、${code('[red]')} は控えめにします。`,
    rich`${code('[dog:cat:0.5]')} は途中で切り替え、${code('[dog|cat]')} はステップごとに交替、${code('a AND b')} は両方を1枚に描きます。`,
    rich`${code('<lora:name:0.8>')} はモデルのアダプターを足します。${code('BREAK')} は区切りです。かっこ自体は ${code('\\(')} と書きます。`,
    rich`${code('{red|blue}')} はシードで1つ、${code('{2$$a|b|c}')} は2つ、${code('__name__')} は ${code('/wildcards')} のリストから1行を選びます。`,
  ]),
  'help.settings': '設定（プロンプトのどこにでも書けます）',
  'help.settings-text': linesOf([
    rich`${code('--seed 7')} 同じノイズ、つまり同じ画像`,
    rich`${code('--steps 4')} 描く長さ、${code('--guidance 1.5')} 忠実さ`,
    rich`${code('--ar 3:2')} 形、または ${code('--width 512 --height 768')}`,
    rich`${code('--count 4')} 一度に描く枚数、${code('--no hands')} 入れたくないもの`,
    rich`${code('--repeat 3')} 繰り返す回数、${code('--draft')} まず下書き、${code('--hires 1.5 --hires-by latent')} 2回目で大きく`,
    rich`${code('--strength 0.6')} 元画像を変える量、${code('--keep off')} 残りも変える、${code('--iw 1')} 参照画像の効き`,
    rich`${code('--weighting comfy')} 括弧の重み、${code('--chaos 25')}と${code('--subseed 8 --subseed_strength 0.2')} 似せ方、${code('--tile')} タイル、${code('--stop 60')} 途中まで`,
    rich`${code('--relax')} 他の人を先に、${code('--fast')} 自分も先に`,
    rich`${code('--refiner')} 引き継ぐモデルの名前、${code('--handover 0.8')} その位置`,
    rich`${code('--style')}、${code('--model')}、${code('--sampler')}、${code('--spacing trailing')} 名前で指定`,
  ]),
  'help.buttons': '画像の下',
  'help.buttons-text': linesOf([
    rich`🔁「もう一度」は別のシードで、✏️「編集」は別の言葉で描きます。❌ はキャンセルか削除です。`,
    rich`複数枚のときは、U1～U4で1枚を拡大、V1～V4で描き変えます。${code('/info')} は描き方を、${code('/show')} は画像をもう一度表示します。`,
    rich`削除したものは、1日以内なら「元に戻す」か ${code('/undelete')} で戻ります。`,
    rich`持ち主のリアクションも使えます：🔁、❌、🎲 次のシード、1️⃣～4️⃣ その1枚、⬆️ 拡大、🔒 編集用にシードを保持。`,
  ]),
  'help.styles': 'スタイルとキュー',
  'help.styles-text': linesOf([
    rich`${code('/style list')} はこのサーバーのスタイル一覧、${code('/style create')} は作成です。`,
    rich`${code('/queue')} は順番と、描いている機械を表示します。`,
  ]),
  'help.demo': 'これらの画像について',
  'help.demo-text': rich`デモ用のとても小さなモデルが描いています。猫、ドラゴン、ロボット、宇宙飛行士、ピザ、城、灯台、ロケット、バラなど200種類のものを、ステッカーのような絵で小さな場面に描けます。本格的な画像には、運営者が ${code('npm run models -- pull sd15')} を実行するか、フォルダー ${code('models')} にモデルファイルを置き、Easelを再起動します。`,
  'help.demo-studio': rich`デモ用のとても小さなモデルが描いています。猫、ドラゴン、ロボット、宇宙飛行士、ピザ、城、灯台、ロケット、バラなど200種類のものを、ステッカーのような絵で小さな場面に描けます。本格的な画像には、イーゼルの横の「Stable Diffusion 1.5を入手」を押すか、フォルダー ${code('models')} にモデルファイルを置いてEaselを再起動します。`,
};
