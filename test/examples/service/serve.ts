import process from 'node:process';
import type { AuditEvent } from '../../../src/web/index.ts';
import { field, heading, paint, print } from '../screen.ts';
import { partners, password, staff } from './people.ts';
import { type Playground, startPlayground } from './playground.ts';

/** Starts the service to try, says where it is and who may come in, and tells of each login until Ctrl-C. */
export async function servePlayground(): Promise<void> {
  const playground = await startPlayground(tell);
  introduce(playground);
  await new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await playground.close();
}

function introduce({ url, products, idp }: Playground): void {
  heading('signon', 'a service to try: everything runs on this machine, until Ctrl-C');
  field(2, 'open', `${url}/`, ['bold', 'green'], 26);
  print(0, '');
  for (const { name, home, entrance } of products) {
    field(2, name, `${url}${home}`, 'reset', 26);
    field(2, '', ways[entrance.start], 'dim', 26);
  }
  print(0, '');
  for (const { name, attributes } of staff) field(2, name, `in ${attributes['groups']?.join(', ')}`, 'reset', 26);
  field(2, '', `by SAML, with the password: ${password}`, 'dim', 26);
  for (const [name, { groups }] of Object.entries(partners)) field(2, name, `in ${[groups].flat().join(', ')}`, 'reset', 26);
  field(2, '', 'by OpenID Connect, without a password', 'dim', 26);
  print(0, '');
  field(2, 'tiles', `${idp.url}/`, 'reset', 26);
  field(2, '', 'from which the provider begins a login; taken at Bitbucket alone', 'dim', 26);
  print(0, '');
}

function tell({ name, attributes }: AuditEvent, product: string): void {
  const said = ['signon.provider', 'signon.reason', 'error.type', 'product.user'].map((key) => attributes[key]).filter(Boolean);
  print(2, `${paint('dim', product)}  ${paint(name.endsWith('.refused') ? 'red' : 'green', name)}  ${said.join('  ')}`);
}

const ways = {
  chooser: 'where people choose their provider',
  'email-first': 'where they type their address',
  forced: 'where they are led on at once',
  default: 'where they are led on at once',
  password: 'with its own login',
};
