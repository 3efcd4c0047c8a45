import { describe, expect, it } from 'vitest';
import type { Login, Outgoing } from '../../src/identity/login.ts';
import { sessionNames } from '../../src/identity/session-names.ts';
import { finish } from '../../src/saml/finish.ts';
import type { IdentityProvider } from '../../src/saml/identity-provider.ts';
import { fromForm, fromQuery, type Incoming } from '../../src/saml/incoming.ts';
import { login } from '../../src/saml/login.ts';
import { logout, readLogout } from '../../src/saml/logout.ts';
import { memoryReplayStore } from '../../src/stores/memory.ts';
import { type Answers, type Arrival, Browser, type Page } from '../support/browser.ts';
import {
  ask,
  type LabProvider,
  lab,
  labIdentityProvider,
  labRuns,
  labServiceProvider,
  persons,
  samlIdp,
  samlp,
  simpleSaml,
} from '../support/lab.ts';

/** A provider with who signs in there, how messages about logout go, and where people sign out there. */
interface Row {
  readonly name: string;
  readonly at: LabProvider;
  readonly as: Answers;
  readonly binding: 'redirect' | 'post';
  /** How it brings us its own. */
  readonly brings: Arrival['method'];
  readonly signOut: string;
  /** What it shows at last to whoever has signed out there. */
  readonly done: string;
  /** Asks nobody who is signed in, and everybody who is not. */
  readonly remembers: boolean;
}

const simpleSamlFolder = (port: number) => `http://127.0.0.1:${port}/simplesaml`;
const simpleSamlRow = {
  as: persons.student,
  binding: 'redirect',
  brings: 'get',
  remembers: true,
  done: 'You have been logged out',
} as const;
const rows: readonly Row[] = [
  ...[9110, 9111, 9113].map((port) => ({
    name: `SimpleSAMLphp at ${port}`,
    at: simpleSaml(port),
    signOut: `${simpleSamlFolder(port)}/saml2/idp/initSLO.php?RelayState=${encodeURIComponent(`${simpleSamlFolder(port)}/logout.php`)}`,
    ...simpleSamlRow,
  })),
  {
    name: 'saml-idp',
    at: samlIdp(9140),
    as: persons.profile,
    binding: 'post',
    brings: 'post',
    signOut: 'http://127.0.0.1:9140/saml/slo',
    done: 'OK',
    remembers: false,
  },
  {
    name: 'samlp',
    at: samlp('std'),
    as: persons.jane,
    binding: 'redirect',
    brings: 'get',
    signOut: 'http://127.0.0.1:9145/std/logout',
    done: 'OK',
    remembers: true,
  },
];

describe.skipIf(!(await labRuns()))('logouts over HTTP', () => {
  describe.for(rows)('$name', ({ at, as, binding, brings, signOut, done, remembers }) => {
    // Made within each test: what is skipped is read all the same, also where the files of the lab are not.
    const sp = labServiceProvider;

    it('ends its session because of ours, and says so under its signature', async () => {
      const { browser, idp, signedIn } = await session(at, as);
      const { outgoing, pending } = await logout(sp(), idp, signedIn.session, { binding, reason: 'user', returnTo: '/goodbye' });
      const incoming = broughtBy(await browser.carryOut(outgoing));
      expect(incoming.relayState).toBe(pending.handle);
      const answered = await readLogout(sp(), idp, incoming, { pending, replay: memoryReplayStore() });
      expect(answered).toMatchObject({ kind: 'answered', confirmed: true, partial: false, returnTo: '/goodbye' });
      if (remembers) expect(await isAsked(browser, idp)).toBe(true);
    });

    it('asks us to end the very session that we have, and takes our answer', async () => {
      const { browser, idp, signedIn } = await session(at, as);
      const arrived = await browser.carryOut(signOut);
      if (!('forms' in arrived)) expect(arrived.method).toBe(brings);
      const replay = memoryReplayStore();
      const asked = await readLogout(sp(), idp, broughtBy(arrived), { replay });
      if (asked.kind !== 'asked') throw new Error('this is an answer');
      expect(asked.subject).toEqual(signedIn.session.subject);
      expect(asked.names.some((name) => sessionNames(signedIn.session).includes(name))).toBe(true);
      const reply = await asked.reply('success');
      if (reply.kind === 'soap') throw new Error('a browser has brought it');
      const last = await browser.carryOut(reply satisfies Outgoing);
      if (!('forms' in last)) throw new Error('it comes back to us');
      expect(last.html).toContain(done);
      if (remembers) expect(await isAsked(browser, idp)).toBe(true);
    });
  });
});

async function session(at: LabProvider, as: Answers): Promise<{ browser: Browser; idp: IdentityProvider; signedIn: Login }> {
  const sp = labServiceProvider();
  const idp = await labIdentityProvider(at);
  const browser = new Browser(lab.acsUrl, lab.sloUrl);
  const { started, incoming } = await ask(sp, idp, as, {}, browser);
  const signedIn = await finish(sp, idp, incoming, started.pending, memoryReplayStore());
  return { browser, idp, signedIn };
}

/** Whether somebody in this browser would have to sign in once more. */
async function isAsked(browser: Browser, idp: IdentityProvider): Promise<boolean> {
  const { outgoing } = await login(labServiceProvider(), idp);
  return 'forms' in (await browser.carryOut(outgoing));
}

function broughtBy(arrived: Arrival | Page): Incoming {
  if ('forms' in arrived) throw new Error(`nothing for us, but the page ${arrived.url}: ${arrived.html.slice(0, 300)}`);
  const { method, query = '', parameters } = arrived;
  return method === 'get' ? fromQuery(query, lab.sloUrl) : fromForm(parameters, lab.sloUrl);
}
