import { toBase64 } from '../../core/bytes.ts';
import { digest } from '../../crypto/algorithms.ts';
import type { Html } from './html.ts';
import type { Look } from './look.ts';

/** What the policy of a page has to allow. */
export interface Needs {
  /** The one script of the page, if it has one. */
  readonly script?: Html;
  /**
   * Does it have a form? Browsers hold `form-action` against the redirects that follow a post, too: so a form leads anywhere, since its
   * answer may send people to a provider or to the application.
   */
  readonly forms?: boolean;
  /** Does it show logos of providers, which we serve? */
  readonly logos?: boolean;
}

/**
 * The Content-Security-Policy of a page: its own style and script by their hashes (CSP 3 2.3.1), pictures, and nothing else.
 *
 * @param frameAncestors - origins whose pages may show this one in a frame; none at all otherwise
 */
export function policyOf(look: Look, { script, forms = false, logos = false }: Needs, frameAncestors: readonly string[]): string {
  return [
    "default-src 'none'",
    `style-src ${sourceOf(look.style)}`,
    ...(script === undefined ? [] : [`script-src ${sourceOf(script)}`]),
    `img-src ${look.imageSources}${logos ? " 'self'" : ''}`,
    "base-uri 'none'",
    ...(forms ? [] : ["form-action 'none'"]),
    `frame-ancestors ${frameAncestors.join(' ') || "'none'"}`,
  ].join('; ');
}

/** Computed once for each style and script. */
function sourceOf(inline: Html): string {
  const known = sources.get(inline);
  if (known !== undefined) return known;
  const source = `'sha256-${toBase64(digest({ hash: 'sha256' }, inline.toString()))}'`;
  sources.set(inline, source);
  return source;
}

const sources = new WeakMap<Html, string>();
