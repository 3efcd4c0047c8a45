/** A piece of a page: what {@link html} puts into another as it is, while every text is escaped. */
export class Html {
  readonly #markup: string;

  /** For what is markup already, such as a layout that was read from a file. Never for a value. */
  constructor(markup: string) {
    this.#markup = markup;
  }

  /** As it is sent. */
  toString(): string {
    return this.#markup;
  }
}

/** What may stand in a template: a text, which is escaped, pieces of a page, which are not, or nothing. */
export type Slot = string | number | Html | readonly Html[] | undefined;

/**
 * Makes a piece of a page of a template: whatever is put into it stays text, in an element as in a quoted attribute, unless it is a piece
 * of a page itself. Do not put values into a tag, a script, a style sheet or an attribute without quotes.
 */
export function html(template: TemplateStringsArray, ...slots: readonly Slot[]): Html {
  let markup = template[0] ?? '';
  for (let i = 0; i < slots.length; i++) markup += filled(slots[i]) + (template[i + 1] ?? '');
  return new Html(markup);
}

function filled(slot: Slot): string {
  if (slot === undefined) return '';
  if (typeof slot === 'string') return escapeHtml(slot);
  if (slot instanceof Html) return slot.toString();
  // To those who write no types a list may hold anything.
  return typeof slot === 'number' ? String(slot) : slot.map(filled).join('');
}

/** Line ends by their number, too: a browser would take a carriage return for a line feed. */
function escapeHtml(text: string): string {
  return special.test(text) ? text.replace(everySpecial, (character) => `&#${character.charCodeAt(0)};`) : text;
}

const special = /[&<>"'`\t\n\r]/;
const everySpecial = new RegExp(special, 'g');
