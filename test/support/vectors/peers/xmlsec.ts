import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask } from '../../outside.ts';
import type { Vector } from '../format.ts';
import type { Peer } from './peer.ts';
import { trustedCertificates } from './world.ts';

/**
 * The program `xmlsec1` as a verifier of signatures, called as SAML packages in Python call it: references into the document alone, the key
 * given from outside. What it verified it does not say, and the profile of SAML is its caller's.
 */
export const xmlsec: Peer = {
  name: 'xmlsec1',
  version: ask('xmlsec1', '--version').out.replace(/^xmlsec1 (\S+)[\s\S]*$/, '$1'),
  takes: ({ path }) => path.startsWith('dsig/'),
  ask: async (vector) => {
    if (!trustedCertificates(vector).some((certificate) => isVerified(vector, certificate))) throw new Error('not verified');
    return {};
  },
};

function isVerified({ message, header }: Vector, certificate: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'signon-xmlsec-'));
  try {
    const [document, key] = [join(folder, 'message.xml'), join(folder, 'certificate.pem')];
    writeFileSync(document, message);
    writeFileSync(key, certificate);
    const element = header.get('element');
    const strict = ['--enabled-reference-uris', 'empty,same-doc', '--enabled-key-data', 'rsa,ec', '--pubkey-cert-pem', key];
    const ids = idElements.flatMap((name) => ['--id-attr:ID', name]);
    const { status } = ask('xmlsec1', '--verify', ...strict, ...ids, ...(element === undefined ? [] : ['--node-id', element]), document);
    return status === 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const assertion = 'urn:oasis:names:tc:SAML:2.0:assertion';
const idElements = [`${assertion}:Assertion`, 'urn:oasis:names:tc:SAML:2.0:protocol:Response', 'urn:example:message:Message'];
