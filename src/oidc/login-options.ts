import { isObject, type JsonObject } from '../core/json.ts';
import { invalid, knownFields, list, oneOf, text, wholeNumber } from '../core/options.ts';
import type { ResponseMode } from './pending.ts';

/** What one login is to be like. */
export interface LoginOptions {
  /** How the answer is to come. Default: `query`. */
  readonly responseMode?: ResponseMode;
  /** What the provider is to show: `none` nothing at all, so that whoever is not signed in there comes back with an error. */
  readonly prompt?: Prompt | readonly Prompt[];
  /** The person must have signed in at the provider at most so many seconds before the request; 0 makes everybody sign in again. */
  readonly maxAgeSeconds?: number;
  /** Authentication contexts that are wished for, the preferred first; the provider may ignore them. */
  readonly acrValues?: readonly string[];
  /** Authentication contexts of which one is demanded: an ID token with none of them is refused. */
  readonly requireAcr?: readonly string[];
  /** Whom to sign in, as far as is known: fills a field for the person. */
  readonly loginHint?: string;
  /** Entra ID and others: the domain of the person, so that they are not asked for it. */
  readonly domainHint?: string;
  /** Languages, the preferred first (BCP 47). */
  readonly uiLocales?: readonly string[];
  /** Single claims that are asked for (OIDCCore 5.5). */
  readonly claims?: { readonly userinfo?: JsonObject; readonly id_token?: JsonObject };
  /** Scopes in place of those of the client. */
  readonly scopes?: readonly string[];
  /** Push the request to the provider first, or not (RFC 9126). Default: where the provider takes no other. */
  readonly pushed?: boolean;
  /** Parameters that only this provider knows. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Where the person wants to go afterwards; it is remembered here and never sent. */
  readonly returnTo?: string;
}

/** OIDCCore 3.1.2.1, and `create` of Initiating User Registration 1.0. */
export type Prompt = (typeof prompts)[number];

/** @throws SsoError `config.invalid` for options that do not exist or cannot be */
export function checkLogin(options: LoginOptions): void {
  knownFields(options, fields);
  oneOf('responseMode', options.responseMode, ['query', 'form_post', 'query.jwt', 'form_post.jwt'], 'query');
  const wanted = promptsOf(options);
  for (const prompt of wanted) oneOf('prompt', prompt, prompts, 'none');
  if (wanted.includes('none') && wanted.length > 1) throw invalid('prompt', 'none cannot stand beside others');
  wholeNumber('maxAgeSeconds', options.maxAgeSeconds, { initial: 0, least: 0, most: 2_147_483_647 });
  for (const field of ['acrValues', 'requireAcr', 'uiLocales'] as const) checkWords(field, options[field]);
  if (options.requireAcr?.length === 0) throw invalid('requireAcr', 'must have at least one');
  for (const field of ['loginHint', 'domainHint', 'returnTo'] as const) if (options[field] !== undefined) text(field, options[field]);
  if (options.claims !== undefined) knownFields(options.claims, ['userinfo', 'id_token'], 'claims.');
  for (const part of Object.values(options.claims ?? {})) if (!isObject(part)) throw invalid('claims', 'must have objects in it');
  for (const [name, value] of Object.entries(options.parameters ?? {})) {
    // There are providers to which Redirect_Uri is redirect_uri.
    if (reserved.includes(name.toLowerCase()) || typeof value !== 'string')
      throw invalid(`parameters.${name}`, 'must be a text, and not one with an option of its own');
  }
}

/** What the provider is to show, as a list. */
export function promptsOf({ prompt = [] }: LoginOptions): readonly Prompt[] {
  return typeof prompt === 'string' ? [prompt] : list('prompt', prompt);
}

/** Sent side by side with spaces between. */
function checkWords(field: string, words: readonly string[] | undefined): void {
  for (const word of list<string>(field, words)) if (/\s/.test(text(field, word))) throw invalid(field, 'must have no spaces within');
}

const prompts = ['none', 'login', 'consent', 'select_account', 'create'] as const;
const fields = [
  'responseMode',
  'prompt',
  'maxAgeSeconds',
  'acrValues',
  'requireAcr',
  'loginHint',
  'domainHint',
  'uiLocales',
  'claims',
  'scopes',
  'pushed',
  'parameters',
  'returnTo',
] satisfies (keyof LoginOptions)[];
const reserved = [
  'client_id',
  'redirect_uri',
  'response_type',
  'response_mode',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'request',
  'request_uri',
  'prompt',
  'max_age',
  'acr_values',
  'login_hint',
  'domain_hint',
  'ui_locales',
  'claims',
  'dpop_jkt',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
];
