import { invalid, list, text } from '../core/options.ts';
import { canonicalDomain } from './domain.ts';

/** What is needed to find a provider by a domain. */
interface Knowing {
  readonly id: string;
  /** As `example.org`, or `*.example.org` for all that is beneath it. */
  readonly domains: readonly string[];
  readonly priority: number;
}

/** Domains as administrators write them, each in its one form. @throws SsoError `config.invalid` */
export function domainPatterns(field: string, written: readonly string[] | undefined): readonly string[] {
  return Object.freeze(
    list(field, written).map((pattern) => {
      const [, star = '', domain = ''] = /^(\*\.)?(.*)$/s.exec(text(field, pattern)) ?? [];
      const canonical = canonicalDomain(domain);
      if (canonical === undefined) throw invalid(field, 'must have domains, such as example.org, or *.example.org for all beneath it');
      return star + canonical;
    }),
  );
}

/**
 * Whom each domain leads to, where several know it to the first by priority.
 *
 * @throws SsoError `config.invalid` where nothing says which of two
 */
export function knownDomains<Provider extends Knowing>(field: string, providers: readonly Provider[]): ReadonlyMap<string, Provider> {
  const known = new Map<string, Provider>();
  for (const provider of providers) {
    for (const pattern of new Set(provider.domains)) {
      const other = known.get(pattern);
      if (other?.priority === provider.priority)
        throw invalid(field, `leads ${pattern} to ${other.id} and ${provider.id}, of which neither has priority`);
      if (other === undefined || provider.priority < other.priority) known.set(pattern, provider);
    }
  }
  return known;
}

/** Who knows a domain: whoever names itself, then whoever names the nearest above it with all that is beneath. */
export function whoKnows<Provider>(known: ReadonlyMap<string, Provider>, domain: string): Provider | undefined {
  return patternsOf(domain)
    .map((pattern) => known.get(pattern))
    .find((provider) => provider !== undefined);
}

/** True where a provider knows a domain, whoever else does. */
export function knows({ domains }: Pick<Knowing, 'domains'>, domain: string): boolean {
  return patternsOf(domain).some((pattern) => domains.includes(pattern));
}

function patternsOf(domain: string): readonly string[] {
  const labels = domain.split('.');
  return [domain, ...labels.slice(1).map((_, place) => `*.${labels.slice(place + 1).join('.')}`)];
}
