import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bindings } from '../../src/saml/names.ts';
import { selfSigned } from './certificate.ts';
import { freePort } from './free-ports.ts';
import type { KeyPair } from './keys.ts';

/** A SimpleSAMLphp of our own on a free port of this machine, whose keys can be changed while it runs. */
export interface SimpleSaml {
  readonly entityId: string;
  /** Where it has its metadata. */
  readonly metadataUrl: string;
  /** From now on it signs with the first of these keys, and publishes them all. */
  useKeys(signing: KeyPair, next?: KeyPair): void;
  close(): void;
}

/** Says in one line why there is none. */
export function hasSimpleSaml(): boolean {
  if (existsSync('/usr/bin/php') && existsSync(home)) return true;
  console.log('there is no SimpleSAMLphp on this machine: what it is needed for is skipped');
  return false;
}

/** The service for which it signs people in. */
export interface Served {
  readonly entityId: string;
  readonly acsUrl: string;
  /** How answers come there. Default: `post`. */
  readonly binding?: 'post' | 'artifact';
}

/** Starts one that signs in one person without asking, for a service with this address, and comes back when it answers. */
export async function startSimpleSaml(service: Served, signing: KeyPair): Promise<SimpleSaml> {
  const folder = mkdtempSync(join(tmpdir(), 'signon-simplesaml-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  for (const name of ['cert', 'config', 'log', 'tmp', 'www']) mkdirSync(join(folder, name));
  symlinkSync(home, join(folder, 'www/simplesaml'));
  const useKeys = (signing: KeyPair, next?: KeyPair): void => {
    for (const [name, pair] of Object.entries({ current: signing, next: next ?? signing })) {
      writeFileSync(join(folder, `cert/${name}.key`), pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
      writeFileSync(join(folder, `cert/${name}.crt`), selfSigned(pair.privateKey).pem);
    }
    writeFileSync(join(folder, 'config/saml20-idp-hosted.php'), hostedBy(`${url}/idp`, next !== undefined));
  };
  for (const [name, text] of Object.entries(settings(folder, url, service))) writeFileSync(join(folder, 'config', name), text);
  useKeys(signing);
  const metadataUrl = `${url}/simplesaml/saml2/idp/metadata.php`;
  const env = { SIMPLESAMLPHP_CONFIG_DIR: join(folder, 'config'), PHP_CLI_SERVER_WORKERS: '2' };
  const options = ['-d', 'display_errors=0', '-d', 'error_reporting=0', '-d', 'opcache.enable=0'];
  const running = spawn('/usr/bin/php', [...options, '-S', `127.0.0.1:${port}`, '-t', join(folder, 'www')], {
    env,
    stdio: 'ignore',
    detached: true,
  });
  const close = () => {
    end(running);
    rmSync(folder, { recursive: true, force: true });
  };
  await answering(metadataUrl);
  return { entityId: `${url}/idp`, metadataUrl, useKeys, close };
}

async function answering(url: string): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) {
    const { ok } = await fetch(url).catch(() => ({ ok: false }));
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`there is no answer from ${url}`);
}

/** With those that it has started. */
function end({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid);
}

function settings(folder: string, url: string, { entityId, acsUrl, binding = 'post' }: Served) {
  // What artifacts stand for is kept where every process of it looks.
  const stored =
    binding === 'post' ? `'store.type' => 'phpsession'` : `'store.type' => 'sql', 'store.sql.dsn' => 'sqlite:${folder}/store.sq3'`;
  return {
    'config.php': `<?php $config = [
      'baseurlpath' => '${url}/simplesaml/', 'certdir' => '${folder}/cert/', 'loggingdir' => '${folder}/log/', 'datadir' => '${folder}/',
      'tempdir' => '${folder}/tmp', 'metadatadir' => '${folder}/config/', 'timezone' => 'UTC', 'secretsalt' => 'for a test',
      'auth.adminpassword' => 'for a test', 'technicalcontact_email' => 'nobody@example.org', 'logging.handler' => 'file',
      'enable.saml20-idp' => true, 'module.enable' => ['exampleauth' => true, 'core' => true, 'saml' => true],
      'session.cookie.secure' => false, 'session.phpsession.savepath' => '${folder}/tmp', ${stored},
      'metadata.sources' => [['type' => 'flatfile', 'directory' => '${folder}/config']],
    ];`,
    'authsources.php': `<?php $config = ['people' => ['exampleauth:StaticSource', 'uid' => ['alice']]];`,
    'saml20-sp-remote.php': `<?php $metadata['${entityId}'] = ['AssertionConsumerService' => [['Binding' => '${bindings[binding]}', 'Location' => '${acsUrl}', 'index' => 0]]];`,
  };
}

function hostedBy(entityId: string, hasNext: boolean): string {
  const next = hasNext ? `, 'new_privatekey' => 'next.key', 'new_certificate' => 'next.crt'` : '';
  return `<?php $metadata['${entityId}'] = ['host' => '__DEFAULT__', 'auth' => 'people', 'privatekey' => 'current.key', 'certificate' => 'current.crt', 'saml20.sendartifact' => true${next}];`;
}

const home = '/usr/share/simplesamlphp/www';
