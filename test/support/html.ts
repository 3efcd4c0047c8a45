/** A form of a page with what it would send. */
export interface Form {
  readonly action: string;
  readonly method: 'get' | 'post';
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** The forms of a page, as far as the pages of identity providers go: inputs, selects and text areas; no scripts. */
export function formsIn(html: string, url: string): readonly Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, tag = '', content = '']) => {
    const { action = '', method = 'get' } = attributesOf(tag);
    return {
      action: new URL(action, url).href,
      method: method.toLowerCase() === 'post' ? 'post' : 'get',
      fields: [...content.matchAll(field)].flatMap((found) => fieldOf(found)),
    };
  });
}

function fieldOf([, input, select, options = '', area, areaText = '']: RegExpExecArray): readonly (readonly [string, string])[] {
  const attributes = attributesOf(input ?? select ?? area ?? '');
  const { name, type = 'text', value = 'on' } = attributes;
  if (name === undefined) return [];
  if (select !== undefined) return [[name, chosen(options)]];
  if (area !== undefined) return [[name, plain(areaText)]];
  if (['submit', 'button', 'image', 'reset', 'file'].includes(type.toLowerCase())) return [];
  if (['radio', 'checkbox'].includes(type.toLowerCase())) return 'checked' in attributes ? [[name, value]] : [];
  return [[name, attributes['value'] ?? '']];
}

/** The value of the option that is selected, else of the first. */
function chosen(content: string): string {
  const options = [...content.matchAll(/<option\b([^>]*)>([^<]*)/gi)].map(([, tag = '', text = '']) => {
    const attributes = attributesOf(tag);
    return { selected: 'selected' in attributes, value: attributes['value'] ?? plain(text).trim() };
  });
  return (options.find(({ selected }) => selected) ?? options[0])?.value ?? '';
}

function attributesOf(tag: string): Readonly<Record<string, string>> {
  const found = [...tag.matchAll(attribute)].map(
    ([, name = '', double, single, bare]) => [name.toLowerCase(), plain(double ?? single ?? bare ?? '')] as const,
  );
  return Object.fromEntries(found);
}

function plain(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|(\w+));/gi, (all, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number.parseInt(decimal, 10));
    return entities.get(name ?? '') ?? all;
  });
}

const field = /<input\b([^>]*)>|<select\b([^>]*)>([\s\S]*?)<\/select>|<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/gi;
const attribute = /([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
]);
