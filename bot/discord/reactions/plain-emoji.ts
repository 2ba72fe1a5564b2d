/** Some clients send a picture's selector along, others do not. */
const SELECTOR = /\ufe0f/g;

/** An emoji by which it can be known whoever sent it; empty for one without a name. */
export function plainEmoji(name: string | null): string {
  return (name ?? '').replace(SELECTOR, '');
}
