import { whole } from './asked.ts';
import { type AuditAttributes, attributesOf } from './audit.ts';
import { redirectResponse } from './pages/answer.ts';
import { type PlainResponse, responseOf, withCookies } from './plain-response.ts';
import { rememberProvider } from './remembered.ts';
import { refuseEnded } from './sessions.ts';
import type { AfterLogin, FinishedLogin } from './settings.ts';
import { show } from './show.ts';
import { record, type Visit } from './visit.ts';

/** What the end of a login of ours brings with it. */
export interface Ending {
  /** The body of a form that is to be sent once more. */
  readonly posted?: string | undefined;
  /** What the browser is to hold of the login, by the status of what the application answers. */
  readonly cookies?: (status: number) => readonly string[];
}

/**
 * Answers somebody whose login was accepted: has the application do its part, and begins a session of ours where there are any.
 *
 * @throws what `onLogin` throws, `login.ended` and `store.*`
 */
export async function admit(visit: Visit, login: FinishedLogin, { posted, cookies = () => [] }: Ending = {}): Promise<PlainResponse> {
  const { request, settings } = visit;
  const { onLogin, sessions } = settings;
  // Before the application does anything for somebody who has signed out meanwhile.
  if (sessions !== undefined) await refuseEnded(sessions, login);
  const after = new After(visit, login, posted);
  const response = onLogin === undefined ? after.next : sendable(await onLogin(login, whole(request), after));
  const remembered = settings.choice === undefined ? [] : [rememberProvider(login.identity.provider)];
  const session = sessions === undefined || response.status >= 400 ? [] : [await sessions.begin(login, whole(request))];
  await record(visit, 'login.finished', { ...attributesOf(login), 'http.response.status_code': response.status });
  return withCookies(response, [...remembered, ...session, ...cookies(response.status)]);
}

/** Refused here, where that is answered by a page and nobody has a session yet: an error of the network, or what was read before. */
function sendable(response: Response): Response {
  // That of another library is looked at by the maker of ours.
  if (!(response instanceof Response)) return sendable(copyOf(response));
  const { status, bodyUsed, body } = response;
  if (status === 0 || bodyUsed || body?.locked === true) throw new TypeError('onLogin must answer with what can be sent');
  return response;
}

function copyOf(response: Response): Response {
  return new Response(response.body, response);
}

/**
 * What the application is handed beside the login. A class, since V8 makes the getter of a mere object in old space, and with it keeps the
 * request and the login until that is cleared, long after both are over; so it does with a function that is written where a property is set.
 */
class After implements AfterLogin {
  readonly returnTo: string;
  readonly correlationId: string;
  readonly provisioned: AfterLogin['provisioned'];
  declare readonly next: Response;
  readonly #visit: Visit;
  readonly #posted: string | undefined;
  #next: Response | undefined;

  constructor(visit: Visit, login: FinishedLogin, posted: string | undefined) {
    const { settings, correlationId } = visit;
    // What came along with an answer that nobody asked for leads no further than what anybody may ask for.
    const sentAlong = login.relayState === undefined ? undefined : settings.returnTo.destination(login.relayState);
    const provisioned = (attributes: AuditAttributes) => record(visit, 'user.provisioned', { ...attributesOf(login), ...attributes });
    this.returnTo = login.returnTo ?? sentAlong ?? settings.returnTo.default;
    this.correlationId = correlationId;
    this.provisioned = provisioned;
    this.#visit = visit;
    this.#posted = posted;
    // Of the record itself, so that a copy of it has it as well; and one for all of them, for what is said above.
    Object.defineProperty(this, 'next', After.#whenWanted);
  }

  /** Made for whoever wants it: most applications answer in their own way. */
  static readonly #whenWanted: PropertyDescriptor & ThisType<After> = {
    enumerable: true,
    get() {
      const posted = this.#posted;
      this.#next ??= responseOf(posted === undefined ? redirectResponse(this.returnTo) : sentAgain(this.#visit, this.returnTo, posted));
      return this.#next;
    },
  };
}

/** The form that was sent before there was a session, as a page that sends it now. */
function sentAgain(visit: Visit, action: string, posted: string): PlainResponse {
  return show(visit, { kind: 'again', action, fields: new URLSearchParams(posted) });
}
