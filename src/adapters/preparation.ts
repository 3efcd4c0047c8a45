import type { ProductName } from './product.ts';
import { productNames, type Registration } from './sheet.ts';

/** Something that must be so before anything else is set up. */
export interface Check {
  readonly topic: 'administrator' | 'https' | 'base-url' | 'clock' | 'password-prompt' | 'version' | 'signing-key';
  /** What must be so, for a person. */
  readonly demand: string;
}

/** What must be so before this is set up. */
export function preparation(registration: Registration): readonly Check[] {
  const { preset, protocol, product, addresses } = registration;
  const name = productNames[product];
  const prompt = passwordPrompts[product];
  const versions = protocol === 'saml' && addresses.scheme === 'microsoft' ? pluginVersions[product] : undefined;
  return [
    {
      topic: 'administrator',
      demand: `An administrator of ${name} can sign in with a password, and will still be able to when something goes wrong.`,
    },
    { topic: 'https', demand: `People reach ${name} by https, wherever they sign in from.` },
    { topic: 'base-url', demand: `The base URL in the settings of ${name} is ${addresses.baseUrl}.` },
    { topic: 'clock', demand: 'The clock of this machine is set by a time server.' },
    ...(prompt === undefined ? [] : [{ topic: 'password-prompt' as const, demand: prompt }]),
    ...(versions === undefined ? [] : [{ topic: 'version' as const, demand: versions }]),
    ...(protocol === 'saml' && preset.saml?.wantsSignedRequests === true
      ? [{ topic: 'signing-key' as const, demand: `There is a key that signs our requests: ${preset.title} refuses others.` }]
      : []),
  ];
}

/** Who signs in elsewhere has no password to type once more: WebSudo, "secure administrator sessions", must be off. */
const passwordPrompts: Readonly<Record<ProductName, string | undefined>> = {
  jira: 'WebSudo is off: jira.websudo.is.disabled = true in jira-config.properties.',
  'service-management': 'WebSudo is off: jira.websudo.is.disabled = true in jira-config.properties.',
  confluence: 'Secure administrator sessions are off: General Configuration, Security Configuration.',
  bitbucket: undefined,
};

/** For which versions of each product the plug-in was made whose addresses these are. */
const pluginVersions: Readonly<Record<ProductName, string>> = {
  jira: 'The plug-in by Microsoft was for Jira 6.0 to 9.10.0, and apart for 5.2; it has been deprecated since May 2026.',
  'service-management': 'The plug-in by Microsoft was for Jira Service Desk 3.0.0 to 4.22.1; it has been deprecated since May 2026.',
  confluence:
    'The plug-in by Microsoft was for Confluence 5.0 to 5.10, 6.0.1 to 6.15.9 and 7.0.1 to 8.5.1; it has been deprecated since May 2026.',
  bitbucket: 'There was no plug-in by Microsoft for Bitbucket: these addresses are only for something in its place.',
};
