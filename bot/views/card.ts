/**
 * A message that is about no job, free of any platform. Texts are Discord-flavoured markdown, members' words escaped.
 */
export interface Card {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly fields: readonly CardField[];
}

/** A name with what there is to say about it. */
export interface CardField {
  readonly name: string;
  readonly value: string;
}
