import { adFsSaml } from './ad-fs.ts';
import { auth0Saml } from './auth0.ts';
import { entraIdSaml } from './entra-id.ts';
import { genericSaml } from './generic.ts';
import { googleWorkspaceSaml } from './google-workspace.ts';
import { keycloakSaml } from './keycloak.ts';
import { miniOrangeSaml } from './mini-orange.ts';
import { oktaSaml } from './okta.ts';
import { oneLoginSaml } from './one-login.ts';
import { pingOneSaml } from './ping-one.ts';
import type { presets } from './presets.ts';
import type { SamlProduct } from './saml-product.ts';

/** A product that there is a preset of, by the name that the preset has in `presets`. */
export type PresetName = keyof typeof presets;

/** What each product is to all its customers alike: for whoever explains a refusal and has not the values of one customer. */
export const samlProducts: Readonly<Record<PresetName, SamlProduct>> = {
  'entra-id': entraIdSaml,
  okta: oktaSaml,
  'ad-fs': adFsSaml,
  'google-workspace': googleWorkspaceSaml,
  keycloak: keycloakSaml,
  'one-login': oneLoginSaml,
  'ping-one': pingOneSaml,
  auth0: auth0Saml,
  'mini-orange': miniOrangeSaml,
  generic: genericSaml,
};

/** The product that calls itself so, as far as its names can be told from others; a guess, since anybody may take any name. */
export function productOf(entityId: string): PresetName | undefined {
  return names.find((name) => samlProducts[name].entityIds?.test(entityId));
}

// Sound: the record has these names and no others.
const names = Object.keys(samlProducts) as readonly PresetName[];
