import { findChromium, launchChromium } from '#test/fakes/discord-page/chromium.ts';

/** Width of a desktop window and of a phone, in CSS pixels. */
export const WIDTHS = { wide: 1200, phone: 390 } as const;

/** What of a page is photographed, and how. */
export interface Shot {
  /** Width of the window in CSS pixels; its height is enough for the whole page. */
  readonly width: number;
  /** Least height of the window; 600 when not given. */
  readonly height?: number;
  /** One element only, by CSS selector (`#message-ID`); the whole page when not given. */
  readonly of?: string;
  /** Device pixels per CSS pixel; 1 when not given. */
  readonly scale?: number;
}

/** What a shot shows: PNG bytes, and what a test may want to ask about the layout. */
export interface Photograph {
  readonly png: Buffer;
  /** Readable text of the page, shadow trees left out. */
  readonly text: string;
  /** CSS pixels by which the page is wider than the window; 0 = nothing is cut off. */
  readonly overflow: number;
  /** Pictures that did not load. */
  readonly brokenPictures: number;
  /** Errors of the page's scripts. */
  readonly errors: readonly string[];
}

/** A headless Chromium that photographs pages. */
export interface Camera {
  /** Throws when the page asks for anything from a network. */
  shoot(page: string, shot: Shot): Promise<Photograph>;
  close(): Promise<void>;
}

/** Starts the Chromium that is found (chromium.ts); throws when there is none. */
export async function openCamera(executablePath = findChromium()): Promise<Camera> {
  const browser = await launchChromium(executablePath);
  return {
    async shoot(html, { width, height = 600, of, scale = 1 }) {
      const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: scale });
      try {
        const [errors, asked]: [string[], string[]] = [[], []];
        page.on('pageerror', (error) => errors.push(error.message));
        await page.route(/^(?!data:|about:|blob:)/, (route) => {
          asked.push(route.request().url());
          return route.abort();
        });
        await page.setContent(html, { waitUntil: 'load' });
        const png = await (of ? page.locator(of).screenshot() : page.screenshot({ fullPage: true }));
        if (asked.length > 0) throw new Error(`The page asks the network for ${asked.join(', ')}`);
        return { png, errors, ...(await page.evaluate(look)) };
      } finally {
        await page.close();
      }
    },
    close: () => browser.close(),
  };
}

function look() {
  const pictures = [...document.querySelectorAll('img')];
  return {
    text: document.body.innerText,
    overflow: document.documentElement.scrollWidth - window.innerWidth,
    brokenPictures: pictures.filter((one) => !one.complete || one.naturalWidth === 0).length,
  };
}
