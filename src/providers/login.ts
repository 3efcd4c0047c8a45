import { invalid } from '../core/options.ts';
import type { LoginHints } from '../identity/login.ts';
import type { LoginOptions as OidcLoginOptions } from '../oidc/login-options.ts';
import type { LoginOptions as SamlLoginOptions } from '../saml/begin.ts';
import type { OidcPreset, SamlPreset } from './preset.ts';

/**
 * The options of a login by SAML as this provider takes them.
 *
 * @returns what to give `login`: the options with the hints among its parameters
 * @throws SsoError `config.invalid` with the field that this provider would answer by an error
 */
export function samlLogin(preset: SamlPreset, options: SamlLoginOptions = {}, hints: LoginHints = {}): SamlLoginOptions {
  const { mustNotHold, nameIdFormats, comparisons } = preset.request;
  for (const field of mustNotHold) if (options[field] !== undefined) throw invalid(field, refused);
  const format = (options.nameIdPolicy || undefined)?.format;
  if (format !== undefined && nameIdFormats?.includes(format) === false) throw invalid('nameIdPolicy.format', refused);
  const comparison = options.authnContext?.comparison;
  if (comparison !== undefined && comparisons?.includes(comparison) === false) throw invalid('authnContext.comparison', refused);
  const parameters = { ...hinted(preset, hints), ...options.parameters };
  return Object.keys(parameters).length === 0 ? options : { ...options, parameters };
}

/** The options of a login by OpenID Connect as this provider takes them: what to give `login`. */
export function oidcLogin(preset: OidcPreset, options: OidcLoginOptions = {}, hints: LoginHints = {}): OidcLoginOptions {
  const { login_hint: loginHint, domain_hint: domainHint, ...others } = hinted(preset, hints);
  const parameters = { ...preset.login.parameters, ...others, ...options.parameters };
  return {
    ...preset.login,
    ...(loginHint === undefined ? {} : { loginHint }),
    ...(domainHint === undefined ? {} : { domainHint }),
    ...options,
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
  };
}

function hinted({ hints: names }: Pick<SamlPreset | OidcPreset, 'hints'>, hints: LoginHints): Readonly<Record<string, string>> {
  const told = (['domain', 'user'] as const).flatMap((hint) => {
    const [name, value] = [names[hint], hints[hint]];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(told);
}

const refused = 'must not be in a request to this provider, which would answer by an error';
