import type { Env } from '../core/env.ts';
import { failures, legible } from '../core/rules.ts';
import { type Inspection, type InspectionOptions, inspectMetadata } from '../saml/index.ts';
import { findingLines } from './finding-text.ts';
import { fileOctets, octetsOf } from './given.ts';
import { instant, lineOf, onlyPlace, word } from './options.ts';
import { type ExitCode, exitCodes, jsonText, type Paint, paintOf, type Terminal } from './terminal.ts';

/** The options of `signon metadata`. */
export const metadataOptions = {
  'entity-id': { value: 'ID', help: 'which entity, where there are several' },
  role: { value: 'ROLE', help: 'which role of it: identity-provider, service-provider' },
  trust: { value: 'FILE', many: true, help: 'a certificate or key (PEM) that must have signed it' },
  pardon: { value: 'NAME', many: true, help: 'a flaw that is forgiven' },
  now: { value: 'INSTANT', help: 'the instant to judge dates by; else it is now' },
  json: { help: 'for machines' },
} as const;

/** `signon metadata FILE|URL|-`: what metadata says, and what is wrong with it. @throws SsoError, Unreadable */
export async function metadataCommand(words: readonly string[], terminal: Terminal, env: Env): Promise<ExitCode> {
  const { given, places } = lineOf(words, metadataOptions);
  const octets = await octetsOf(onlyPlace(places, 'FILE or URL'), terminal, env);
  const entityId = given['entity-id'];
  const role = word('role', given.role, ['identity-provider', 'service-provider']);
  const trust = await Promise.all((given.trust ?? []).map(async (file) => new TextDecoder().decode(await fileOctets(file, terminal))));
  const now = instant('now', given.now);
  const options: InspectionOptions = {
    ...(entityId === undefined ? {} : { entityId }),
    ...(role === undefined ? {} : { role }),
    ...(trust.length === 0 ? {} : { trust }),
    // Sound: a pardon that does not exist is refused.
    ...(given.pardon === undefined ? {} : { pardons: given.pardon as NonNullable<InspectionOptions['pardons']> }),
  };
  const inspection = await inspectMetadata(octets, options, now === undefined ? env : { now: () => now });
  terminal.write(given.json === true ? jsonText(inspection) : inspectionText(inspection, paintOf(terminal)));
  return failures(inspection.findings).length === 0 ? exitCodes.accepted : exitCodes.refused;
}

/** All of it is text of whoever wrote the metadata. */
function inspectionText({ entityId, role, validUntil, displayNames, keys, endpoints, findings }: Inspection, paint: Paint): string {
  const names = displayNames.map(({ language, text }) => `  ${legible(text)} (${legible(language)})`);
  const parts = [
    [
      `${paint('bold', legible(entityId))}${role === undefined ? '' : `, ${role}`}`,
      ...names,
      `  valid until: ${validUntil?.toISOString() ?? 'it does not say'}`,
    ],
    [paint('bold', 'Keys'), ...keys.flatMap(keyLines)],
    [
      paint('bold', 'Endpoints'),
      ...endpoints.map(
        ({ service, binding, location }) => `  ${legible(service)}, ${legible(shortBinding(binding))}: ${legible(location)}`,
      ),
    ],
    findingLines(findings, paint),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function keyLines({ use, kind, bits, fingerprint, certificate, problem }: Inspection['keys'][number]): readonly string[] {
  if (problem !== undefined) return [`  ${use}: ${legible(problem)}`];
  const key = [`  ${use}: ${kind ?? ''} ${bits ?? ''} bits`, `    public key SHA-256  ${fingerprint ?? ''}`];
  if (certificate === undefined) return key;
  const { subject, fingerprint: shown } = certificate;
  return [
    ...key,
    `    certificate SHA-256 ${shown}`,
    `    ${legible(subject.replaceAll('\n', ', '))}, ${day(certificate.notBefore)} to ${day(certificate.notAfter)}`,
  ];
}

/** What stands behind the last colon of the URIs of SAMLBind 3. */
function shortBinding(uri: string): string {
  return /^urn:oasis:names:tc:SAML:2\.0:bindings:([\w-]+)$/.exec(uri)?.[1] ?? uri;
}

/** A certificate may have a date that no calendar has. */
function day(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'no date' : date.toISOString().slice(0, 10);
}
