/**
 * Logins, step by step: `npm run demo` starts an identity provider and a service on this machine, signs a person in as a browser would,
 * and then lets an attacker try. Fails if a login fails or a forgery is accepted. With `--serve` there is a service to try in a browser.
 */
import process from 'node:process';
import { showOpenId } from './openid-demo.ts';
import { showSaml } from './saml-demo.ts';
import { paint, print } from './screen.ts';
import { servePlayground } from './service/serve.ts';

if (process.argv.includes('--serve')) await servePlayground();
else await show();

async function show(): Promise<void> {
  const problems = [...(await showSaml()), ...(await showOpenId())];
  print(0, '');
  for (const problem of problems) print(0, paint('red', `✗ ${problem}`));
  if (problems.length === 0) print(0, paint(['bold', 'green'], '✓ Five logins accepted, every forgery refused by what must refuse it.'));
  process.exitCode = problems.length === 0 ? 0 : 1;
}
