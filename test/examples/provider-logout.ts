/** Single logout of the demo's identity provider: it asks every service in a frame of a page of its own, and answers the one that has asked. */
import { type KeyObject, randomUUID } from 'node:crypto';
import { plusSeconds } from '../../src/core/time.ts';
import { fromForm, fromQuery } from '../../src/saml/index.ts';
import { html } from '../../src/web/pages/html.ts';
import type { Element } from '../../src/xml/document.ts';
import { logoutRequestXml, logoutResponseXml } from '../support/logout-messages.ts';
import { issuerXml, nameIdXml, statusXml } from '../support/messages.ts';
import { queryOf } from '../support/saml-logout.ts';
import { type Answer, type Asked, page, type Routes, redirect } from './http.ts';
import { providerPage } from './provider-page.ts';
import { idOf, type RegisteredService, verifiedMessage } from './provider-services.ts';

/** A session of the provider that has ended, with the services at which it was used. */
export interface Departure {
  readonly person: string;
  readonly index: string;
  readonly services: readonly RegisteredService[];
}

/** What it has to know. */
export interface LogoutSetting {
  readonly url: string;
  readonly privateKey: KeyObject;
  readonly services: ReadonlyMap<string, RegisteredService>;
  /** Ends a session of the provider. */
  readonly end: (session: string) => Departure | undefined;
}

/** Whom the provider has asked, and whom it owes an answer. */
interface Round {
  readonly unanswered: Set<string>;
  readonly owed?: Owed;
}

/** An answer that is owed to a service. */
interface Owed {
  readonly service: RegisteredService;
  readonly request: string;
  readonly relayState: string;
}

/** The routes of it: where messages come in, where a page goes on once all its frames are there, and where people sign out of all. */
export function logoutRoutes({ url, privateKey, services, end }: LogoutSetting): Routes {
  const rounds = new Map<string, Round>();
  const sent = (service: RegisteredService, xml: string, relayState: string): string =>
    `${service.sloUrl}?${queryOf(xml, { signing: { key: privateKey }, relayState })}`;
  const head = (destination = '') => ({
    id: `_${randomUUID()}`,
    issueInstant: new Date().toISOString(),
    issuer: issuerXml(`${url}/metadata`),
    destination,
  });

  function asking(service: RegisteredService, { person, index }: Departure, round: string): string {
    const notOnOrAfter = plusSeconds(new Date(), 120).toISOString();
    const xml = logoutRequestXml({ ...head(service.sloUrl), notOnOrAfter, nameId: nameIdXml(person), indexes: [index] });
    return sent(service, xml, round);
  }

  /** A page with a frame for each service, which goes on once all of them are there. */
  function framing(departure: Departure, owed?: Owed): Answer {
    const asked = departure.services.filter(({ sloUrl }) => sloUrl !== undefined);
    const id = randomUUID();
    rounds.set(id, { unanswered: new Set(asked.map(({ entityId }) => entityId)), ...(owed === undefined ? {} : { owed }) });
    const next = `/slo/done?${new URLSearchParams({ id })}`;
    const frames = asked.map((one) => html`<iframe title="${one.name ?? one.entityId}" src="${asking(one, departure, id)}"></iframe>`);
    return shown(
      'You are being signed out',
      html`${frames}<p><a href="${next}">Continue</a></p><script>addEventListener('load', () => location.replace(document.links[0].href))</script>`,
    );
  }

  function answered({ service, request, relayState }: Owed, isPartial: boolean): Answer {
    const status = statusXml(isPartial ? ['Success', 'PartialLogout'] : ['Success']);
    return redirect(sent(service, logoutResponseXml({ ...head(service.sloUrl), inResponseTo: request, status }), relayState));
  }

  async function message({ query, form }: Asked): Promise<Answer> {
    const incoming = form.size > 0 ? fromForm(form, `${url}/slo`) : fromQuery(query, `${url}/slo`);
    const { service, message: element } = verifiedMessage(incoming, services);
    const { relayState = '' } = incoming;
    if (incoming.parameter === 'SAMLResponse') {
      rounds.get(relayState)?.unanswered.delete(service.entityId);
      return page(200, 'Signed out.');
    }
    const departure = end(textOf(element, 'SessionIndex')) ?? { person: '', index: '', services: [] };
    const owed = { service, request: idOf(element), relayState };
    const others = departure.services.filter(({ sloUrl }) => sloUrl !== undefined && sloUrl !== service.sloUrl);
    return others.length === 0 ? answered(owed, false) : framing({ ...departure, services: others }, owed);
  }

  async function done({ query }: Asked): Promise<Answer> {
    const id = new URLSearchParams(query).get('id') ?? '';
    const { unanswered, owed } = rounds.get(id) ?? {};
    rounds.delete(id);
    if (unanswered === undefined) return page(404, 'Nobody signs out here.');
    const isPartial = unanswered.size > 0;
    if (owed === undefined)
      return shown(isPartial ? 'You are not signed out everywhere' : 'You are signed out everywhere', html`<p>At this provider, too.</p>`);
    return answered(owed, isPartial);
  }

  async function everywhere({ cookies }: Asked): Promise<Answer> {
    const departure = end(cookies.get('session') ?? '');
    return departure === undefined ? shown('You are signed out', html`<p>At this provider.</p>`) : framing(departure);
  }

  return new Map([
    ['GET /slo', message],
    ['POST /slo', message],
    ['GET /slo/done', done],
    ['GET /sign-out-everywhere', everywhere],
  ]);
}

function textOf({ children }: Element, name: string): string {
  const found = children.find((child) => typeof child === 'object' && child.name === name);
  return typeof found === 'object' ? String(found.children[0]) : '';
}

function shown(title: string, content: ReturnType<typeof html>): Answer {
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: providerPage(title, content) };
}
