import type { AnySsoError } from '../core/errors.ts';
import { type Finding, failures, legible } from '../core/rules.ts';
import type { SamlProduct } from '../providers/saml-product.ts';
import { type PresetName, productOf, samlProducts } from '../providers/saml-products.ts';
import type { IdentityProvider } from '../saml/identity-provider.ts';
import type { Incoming } from '../saml/incoming.ts';
import type { SamlPending } from '../saml/pending.ts';
import { type Cause, type Known, nothingToRefuse, type Side } from './cause.ts';
import { type Clues, cluesIn } from './clues.ts';
import { difference } from './difference.ts';
import { loginCauses } from './login-causes.ts';
import { messageCauses } from './message-causes.ts';
import { type OurNames, type Remedy, remedies } from './remedy.ts';
import { apartSeconds, type Evidence, symptoms } from './symptoms.ts';

/** What is known of a refusal beside what was found: the more, the surer the cause, and the more exact what to do. */
export interface Circumstances extends OurNames {
  /** The provider whose answers are taken. */
  readonly idp?: Pick<IdentityProvider, 'issuers' | 'keys'>;
  /** The answer itself, which is looked at for hints that nobody has verified. */
  readonly incoming?: Pick<Incoming, 'document'>;
  /** The login that it was to finish: when it began. */
  readonly pending?: Pick<SamlPending, 'issuedAt'>;
  /** Which product the provider is. Default: what its entityID looks like. */
  readonly product?: PresetName;
}

/** The one likely cause of a refusal, and what to do about it. All of it is for an administrator, nothing for whoever signs in. */
export interface Diagnosis {
  /** A name that stays, to be switched on. */
  readonly cause: Cause;
  /** What has happened, as a sentence or two. */
  readonly what: string;
  /** Who has to change something, most likely: the side of the first remedy. */
  readonly side: Side;
  /** What people call the provider. */
  readonly product: string;
  /** What to do, the likeliest first; one at least. */
  readonly remedies: readonly Remedy[];
  /** What shows it. */
  readonly finding: Finding;
}

/**
 * The one likely cause among all that was found: of several rules that failed, the one that the others follow from.
 *
 * It is a guess, and hints of the message that nobody has verified are part of it. Show it; never decide by it.
 *
 * @param refused - what `explain` returned, or the error by which a verb refused
 * @returns undefined where nothing failed
 */
export function likelyCause(refused: readonly Finding[] | AnySsoError, circumstances: Circumstances = {}): Diagnosis | undefined {
  const findings = refused instanceof Error ? findingsOf(refused) : refused;
  const { idp, pending, incoming } = circumstances;
  const clues: Clues = incoming === undefined ? { keys: [], algorithms: [] } : cluesIn(incoming);
  const issuers = idp?.issuers ?? [];
  const found = diagnosed(findings, {
    clues,
    issuers,
    keys: idp?.keys.map(({ fingerprint }) => fingerprint) ?? [],
    askedAt: pending === undefined ? undefined : new Date(pending.issuedAt),
  });
  if (found === undefined) return undefined;
  // The one that has answered is the one whose metadata is needed.
  const product = productMeant(found.cause === 'another-provider' ? [clues.issuer ?? '', ...issuers] : issuers, circumstances);
  const known = knownOf(found.finding, clues, product, circumstances);
  const { what, remedies: rows } = causes[found.cause];
  const todo = remedies(rows, known, product, circumstances);
  return { ...found, what: capital(what(known)), side: rows[0].side, product: product.title, remedies: todo };
}

/**
 * All findings that came with an error; where none of them refuses, the error itself as one more. What a provider says in its own words is
 * not in it.
 */
export function findingsOf({ code, details, message }: AnySsoError): readonly Finding[] {
  const found = 'findings' in details ? details.findings : [];
  if (failures(found).length > 0) return found;
  const actual = 'codes' in details ? details.codes.join(', ') : 'error' in details ? details.error : message;
  return [...found, { rule: code, spec: '', outcome: 'failed', expected: nothingToRefuse, actual: legible(actual) }];
}

function diagnosed(
  findings: readonly Finding[],
  evidence: Omit<Evidence, 'finding' | 'findings'>,
): Pick<Diagnosis, 'cause' | 'finding'> | undefined {
  const failed = findings.filter(({ outcome }) => outcome === 'failed');
  for (const { cause, rules, when } of symptoms) {
    const finding = failed.find(({ rule }) => rules.includes(rule));
    if (finding !== undefined && when?.({ ...evidence, findings, finding }) !== false) return { cause, finding };
  }
  const [finding] = failed;
  return finding === undefined ? undefined : { cause: 'other', finding };
}

function productMeant(names: readonly string[], { product }: Circumstances): SamlProduct {
  const name = product ?? names.map(productOf).find((known) => known !== undefined);
  return name === undefined ? { ...samlProducts.generic, title: 'the identity provider' } : samlProducts[name];
}

function knownOf(finding: Finding, clues: Clues, { title }: SamlProduct, { idp }: Circumstances): Known {
  const { rule, expected = '', actual = '' } = finding;
  const apart = apartSeconds(finding);
  const [configured] = idp?.issuers.map(legible) ?? [];
  // A rule about the issuer has the two names. Where none was reached, what the message says of itself is all there is.
  const [sender, provider] = rule.endsWith('.issuer')
    ? [actual, configured ?? expected]
    : [legible(clues.issuer ?? 'nobody'), configured ?? 'another'];
  return {
    product: title,
    expected,
    actual,
    sender: withProduct(sender),
    provider: withProduct(provider),
    difference: rule.endsWith('.issuer') ? difference(provider, sender) : difference(expected, actual),
    apart: apart === undefined ? '' : `, by ${inWords(apart)}`,
    key: clues.keys[0] === undefined ? '' : ` (${clues.keys[0]})`,
  };
}

/** A name that few people know by sight, and the product whose it seems to be. */
function withProduct(entityId: string): string {
  const product = productOf(entityId);
  return product === undefined ? entityId : `${samlProducts[product].title} (${entityId})`;
}

/** A length of time as people say it: in the largest unit of which there are two. */
function inWords(seconds: number): string {
  const [unit, length] = units.find(([, each]) => seconds >= 2 * each) ?? (['second', 1] as const);
  return `${Math.round(seconds / length)} ${unit}s`;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

const causes = { ...messageCauses, ...loginCauses };
const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;
