import { adFs } from './ad-fs.ts';
import { auth0 } from './auth0.ts';
import { entraId } from './entra-id.ts';
import { generic } from './generic.ts';
import { googleWorkspace } from './google-workspace.ts';
import { keycloak } from './keycloak.ts';
import { miniOrange } from './mini-orange.ts';
import { okta } from './okta.ts';
import { oneLogin } from './one-login.ts';
import { pingOne } from './ping-one.ts';

/** All of them by name, in the order in which to offer them: what a list "add an identity provider" is made of. */
export const presets = {
  /** {@link entraId} */
  'entra-id': entraId,
  /** {@link okta} */
  okta,
  /** {@link adFs} */
  'ad-fs': adFs,
  /** {@link googleWorkspace} */
  'google-workspace': googleWorkspace,
  /** {@link keycloak} */
  keycloak,
  /** {@link oneLogin} */
  'one-login': oneLogin,
  /** {@link pingOne} */
  'ping-one': pingOne,
  /** {@link auth0} */
  auth0,
  /** {@link miniOrange} */
  'mini-orange': miniOrange,
  /** {@link generic} */
  generic,
} as const;
