import { systemEnv } from '../../../src/core/env.ts';
import { type AnySsoError, isSsoError } from '../../../src/core/errors.ts';
import { type Finding, failures } from '../../../src/core/rules.ts';
import { explain, finish, finishUnsolicited, fromForm, fromQuery, type Incoming, type SamlPending } from '../../../src/saml/index.ts';
import { canonicalize } from '../../../src/xml/canonical.ts';
import { canonicalForms } from '../../../src/xml/canonical-form.ts';
import { type Element, parseDocument } from '../../../src/xml/document.ts';
import { type Limits, messageLimits } from '../../../src/xml/limits.ts';
import { signatureOf } from '../../../src/xmldsig/profile.ts';
import { verifyQuery } from '../../../src/xmldsig/query.ts';
import type { Trust } from '../../../src/xmldsig/trust.ts';
import { verifyElement } from '../../../src/xmldsig/verify.ts';
import { type FormName, formUris, withId } from '../sign.ts';
import { type Claims, claimsOfLogin, claimsOfMetadata, outcomesOf, textOf } from './claims.ts';
import { nowOf, required, type Vector } from './format.ts';
import { identityProviderNamed, keyNameOf, serviceProviderNamed } from './parties.ts';
import { replayOf } from './replay.ts';
import { failedArtifactRules, runArtifact } from './run-artifact.ts';
import { failedHandoverRules, runHandover } from './run-handover.ts';
import { failedLogoutRules, runLogout } from './run-logout.ts';
import { failedOpenIdRules, openIdRunners } from './run-openid.ts';

/** What came of a vector: its claims, or why it was refused; and the rules that failed, where rules were judged. */
export type Outcome =
  | { readonly accepted: true; readonly claims: Claims }
  | { readonly accepted: false; readonly code: string; readonly details: object; readonly failed?: readonly string[] };

/** Runs a vector in the manner of its area. Any error but a refusal is a defect and is thrown. */
export async function runVector(vector: Vector): Promise<Outcome> {
  const area = vector.path.slice(0, vector.path.indexOf('/'));
  const run = runners[area];
  if (run === undefined) throw new Error(`nobody knows how to run ${vector.path}`);
  try {
    return { accepted: true, claims: await run(vector) };
  } catch (error) {
    if (!isSsoError(error)) throw error;
    const failed = await failedOf(area, vector, error);
    return { accepted: false, code: error.code, details: error.details, ...(failed === undefined ? {} : { failed }) };
  }
}

/** The rules that failed, in the areas that judge by rules. */
async function failedOf(area: string, vector: Vector, error: AnySsoError): Promise<readonly string[] | undefined> {
  if (area === 'response') return await failedRules(vector);
  if (area === 'logout') return await failedLogoutRules(vector, worldOf);
  if (area === 'artifact') return failedArtifactRules(error);
  if (area === 'handover') return failedHandoverRules(error);
  return area in openIdRunners ? await failedOpenIdRules(vector, error) : undefined;
}

type Run = (vector: Vector) => Claims | Promise<Claims>;

function runXml(vector: Vector): Claims {
  const { root } = parseDocument(vector.message, limitsOf(vector));
  return {
    root: `{${root.namespace}}${root.name}`,
    text: textOf(root),
    attributes: root.attributes.map(({ namespace, name, value }) => [namespace === '' ? name : `{${namespace}}${name}`, value]),
  };
}

function runC14n(vector: Vector): Claims {
  const document = parseDocument(vector.message, limitsOf(vector));
  const form = canonicalForms.get(formUris[required(vector, 'form') as FormName]);
  if (form === undefined) throw new Error(`${vector.path} names no canonical form`);
  const prefixes = (vector.header.get('prefixes') ?? '').split(' ').filter((prefix) => prefix !== '');
  const subset = { element: elementOf(vector, document.root), prefixes: prefixes.map((prefix) => (prefix === '#default' ? '' : prefix)) };
  return { canonical: canonicalize(document, subset, form) };
}

function runDsig(vector: Vector): Claims {
  const document = parseDocument(vector.message, messageLimits);
  const element = elementOf(vector, document.root);
  const signature = signatureOf(element);
  if (signature === undefined) throw new Error(`${vector.path} has no signature in its element`);
  const findings: Finding[] = [];
  const { value, key, signed } = verifyElement(document, element, signature, trustOf(vector), findings);
  return { key: keyNameOf(key), signed, text: textOf(value).trim(), ...outcomesOf(findings) };
}

async function runMessage(vector: Vector): Promise<Claims> {
  const incoming = incomingOf(vector);
  if (vector.header.has('pending')) return runFinish(vector, incoming);
  const { root } = parseDocument(incoming.document, messageLimits);
  const { parameter, relayState, signature } = incoming;
  const claims = { parameter, root: root.name, ...(relayState === undefined ? {} : { relayState }) };
  if (signature === undefined) return claims;
  const findings: Finding[] = [];
  const { key } = verifyQuery(root, signature, trustOf(vector), findings);
  return { ...claims, key: keyNameOf(key), ...outcomesOf(findings) };
}

function runMetadata(vector: Vector): Claims {
  return claimsOfMetadata(vector, nowOf(vector));
}

async function runFinish(vector: Vector, incoming = incomingOf(vector)): Promise<Claims> {
  const { sp, idp, pending, env } = worldOf(vector);
  const replay = await replayOf(vector);
  const once = () =>
    pending === undefined ? finishUnsolicited(sp, idp, incoming, replay, env) : finish(sp, idp, incoming, pending, replay, env);
  if (vector.header.get('replay') === 'used') await once();
  return claimsOfLogin(await once());
}

/** The rules that failed, as `explain` tells it, so that nothing else can hide behind the first refusal. */
async function failedRules(vector: Vector): Promise<readonly string[]> {
  const { sp, idp, pending, env } = worldOf(vector);
  return failures(await explain(sp, idp, incomingOf(vector), pending, env)).map(({ rule }) => rule);
}

function worldOf(vector: Vector) {
  const now = nowOf(vector);
  const [sp = '', idp = ''] = required(vector, 'parties').split(' ');
  const provider = identityProviderNamed(idp, now);
  const written = required(vector, 'pending');
  // What a vector need not say: the protocol, our name for the provider that was asked, and a handle.
  const pending =
    written === 'none'
      ? undefined
      : ({ protocol: 'saml', provider: provider.id, handle: 'handle', ...(JSON.parse(written) as object) } as SamlPending);
  return { sp: serviceProviderNamed(sp), idp: provider, pending, env: { ...systemEnv, now: () => now } };
}

function incomingOf(vector: Vector): Incoming {
  const receivedAt = required(vector, 'receivedAt');
  const message = Buffer.from(vector.message);
  if (vector.path.startsWith('redirect/')) return fromQuery(message.toString('utf8'), receivedAt);
  if (vector.path.startsWith('post/')) return fromForm(new URLSearchParams(message.toString('utf8')), receivedAt);
  const relayState = vector.header.get('relayState');
  const fields = { SAMLResponse: message.toString('base64'), ...(relayState === undefined ? {} : { RelayState: relayState }) };
  return fromForm(new URLSearchParams(fields), receivedAt);
}

function trustOf(vector: Vector): Trust {
  const { id, keys, pardons } = identityProviderNamed(required(vector, 'parties'), nowOf(vector));
  return { provider: id, keys, pardons };
}

function elementOf(vector: Vector, root: Element): Element {
  const id = vector.header.get('element');
  const element = id === undefined ? root : withId(root, id);
  if (element === undefined) throw new Error(`${vector.path} has no element ${id}`);
  return element;
}

function limitsOf(vector: Vector): Limits {
  return { ...messageLimits, ...(JSON.parse(vector.header.get('limits') ?? '{}') as Partial<Limits>) };
}

const runners: Readonly<Record<string, Run>> = {
  xml: runXml,
  c14n: runC14n,
  dsig: runDsig,
  redirect: runMessage,
  post: runMessage,
  metadata: runMetadata,
  response: runFinish,
  ...openIdRunners,
  artifact: (vector) => runArtifact(vector, worldOf),
  logout: (vector) => runLogout(vector, worldOf),
  handover: runHandover,
};
