import type { Env } from '../core/env.ts';
import { isJsonFault, type JsonObject, member, parseObject } from '../core/json.ts';
import { invalid, knownFields, list } from '../core/options.ts';
import { type PresetName, samlProducts } from '../providers/index.ts';
import {
  type DecryptionKey,
  type IdentityProvider,
  identityProvider,
  nameIdFormats,
  type Pardon,
  type PeerOptions,
  type ServiceProvider,
  type ServiceProviderOptions,
  serviceProvider,
} from '../saml/index.ts';
import type { explainOptions } from './explain-options.ts';
import { fileOctets, octetsOf } from './given.ts';
import { type Given, instant, required, word } from './options.ts';
import type { Terminal } from './terminal.ts';

/** What an answer is held against. */
export interface Trial {
  readonly sp: ServiceProvider;
  readonly idp: IdentityProvider;
  /** The address of ours at which the answer came in. */
  readonly receivedAt: string;
  readonly product: PresetName | undefined;
  readonly requestId: string | undefined;
  readonly requestedAt: Date | undefined;
  readonly nameIdFormat: string | undefined;
  /** With the instant at which the answer came in. */
  readonly env: Env;
}

/**
 * What was given on the line and in the file with options.
 *
 * @throws SsoError `config.invalid` for what cannot be, `metadata.*` and `xml.*` for metadata that cannot be used; Unreadable
 */
export async function trialOf(given: Given<typeof explainOptions>, terminal: Terminal, env: Env): Promise<Trial> {
  const product = productNamed(given.provider);
  const now = instant('now', given.now);
  const judging = now === undefined ? env : { ...env, now: () => now };
  const file = await optionsIn(given.options, terminal);
  const sp = serviceProvider(await ourOptions(given, file, terminal));
  const metadata = await octetsOf(required('metadata', given.metadata), terminal, env);
  const idp = identityProvider(metadata, peerOptions(given, file, product), judging);
  const { assertionConsumerServices: ours } = sp;
  return {
    sp,
    idp,
    receivedAt: given.acs ?? (ours.find(({ isDefault }) => isDefault) ?? ours[0])?.url ?? '',
    product,
    requestId: given['request-id'],
    requestedAt: instant('requested-at', given['requested-at']),
    nameIdFormat: formatNamed(given['name-id-format']),
    env: judging,
  };
}

/** The product that is named, if one is. @throws SsoError `config.invalid` */
export function productNamed(name: string | undefined): PresetName | undefined {
  // Sound: the record has these names and no others.
  return word('provider', name, Object.keys(samlProducts) as PresetName[]);
}

async function optionsIn(file: string | undefined, terminal: Terminal): Promise<JsonObject> {
  if (file === undefined) return {};
  const read = parseObject(await fileOctets(file, terminal));
  if (isJsonFault(read)) throw invalid('--options', `must be a file with one JSON object: ${read}`);
  return knownFields(read, ['serviceProvider', 'identityProvider']);
}

async function ourOptions(given: Given<typeof explainOptions>, file: JsonObject, terminal: Terminal): Promise<ServiceProviderOptions> {
  // Sound: `serviceProvider` refuses whatever it is not.
  const written = (member(file, 'serviceProvider') ?? {}) as Partial<ServiceProviderOptions>;
  const decryption = await Promise.all((given.key ?? []).map(async (file) => decryptionKey(await fileOctets(file, terminal))));
  const wantSigned = word('want-signed', given['want-signed'], ['either', 'assertion', 'response', 'both']);
  const services = written.assertionConsumerServices ?? [{ url: required('acs', given.acs) }];
  return {
    ...written,
    entityId: given['sp-entity-id'] ?? required('sp-entity-id', written.entityId),
    assertionConsumerServices: services,
    ...(decryption.length === 0 ? {} : { decryption: [...list('decryption', written.decryption), ...decryption] }),
    ...(wantSigned === undefined ? {} : { wantSigned }),
  };
}

/** A key as people have it: JWK, or else PEM. */
function decryptionKey(octets: Uint8Array): DecryptionKey {
  const jwk = parseObject(octets);
  return { privateKey: isJsonFault(jwk) ? new TextDecoder().decode(octets) : { ...jwk } };
}

function peerOptions(given: Given<typeof explainOptions>, file: JsonObject, product: PresetName | undefined): PeerOptions {
  // Sound: `identityProvider` refuses whatever it is not.
  const written = (member(file, 'identityProvider') ?? {}) as PeerOptions;
  const known = product === undefined ? {} : samlProducts[product].peer;
  // Sound: a pardon that does not exist is refused by the same.
  const pardons = [...(known.pardons ?? []), ...list('pardons', written.pardons), ...(given.pardon ?? [])] as readonly Pardon[];
  const entityId = given['entity-id'];
  return {
    ...known,
    ...written,
    pardons,
    ...(entityId === undefined ? {} : { entityId }),
    ...(given['allow-unsolicited'] === true ? { allowUnsolicited: true } : {}),
    ...(given['name-id-format'] === undefined ? {} : { demandNameIdFormat: true }),
  };
}

/** A format by the last part of its name, or by all of it. */
function formatNamed(name: string | undefined): string | undefined {
  return Object.entries(nameIdFormats).find(([short]) => short === name)?.[1] ?? name;
}
