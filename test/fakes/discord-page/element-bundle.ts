import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

let bundle: Promise<string> | null = null;

/**
 * The web components that draw messages, as one script without a single request, bundled once per process. The
 * components look like the Discord of some years ago; `elements.css` gives those we use today's look, one section per
 * element, put into the element's own shadow tree.
 */
export function elementScript(): Promise<string> {
  bundle ??= buildScript();
  return bundle;
}

async function buildScript(): Promise<string> {
  const looks = JSON.stringify(looksByElement());
  const contents = `
    import '@skyra/discord-components-core';
    for (const [tag, css] of Object.entries(${looks})) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      customElements.get(tag).elementStyles.push(sheet);
    }`;
  const result = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'js' },
    bundle: true,
    format: 'iife',
    minify: true,
    write: false,
    logLevel: 'silent',
  });
  return result.outputFiles[0]!.text;
}

/** Sections of the style sheet by the element named in the comment above each. */
function looksByElement(): Record<string, string> {
  const css = readFileSync(new URL('./elements.css', import.meta.url), 'utf8');
  const sections = css.split(/^\/\* <([\w-]+)> \*\/$/m).slice(1);
  const named: Record<string, string> = {};
  for (let at = 0; at < sections.length; at += 2) named[sections[at]!] = sections[at + 1]!;
  return named;
}
