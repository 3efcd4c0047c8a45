import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ask } from './outside.ts';

/** A program of others beside the repository that judges what we send. */
export type Checker = (...options: readonly string[]) => ReturnType<typeof ask>;

/** The schemas of OASIS and W3C, as Debian has them. */
export function schemaChecker(): Checker | undefined {
  return checker('xsd.sh', existsSync('/usr/share/xml/opensaml/saml-schema-metadata-2.0.xsd') && runs('xmllint', 'xsltproc'), 'bash');
}

/** xmlsec1, which verifies every signature within a document. */
export function signatureChecker(): Checker | undefined {
  return checker('xmlsec.sh', runs('xmlsec1', 'xmllint', 'xsltproc'), 'bash');
}

/** The cryptography of Python, which verifies the signature of a redirect. */
export function redirectChecker(): Checker | undefined {
  const python = pythonWith('cryptography');
  return checker('redirect_sig.py', python !== undefined, python);
}

/** liblasso, which reads a request as an identity provider does. */
export function lassoChecker(): Checker | undefined {
  const python = pythonWith('lasso');
  return checker('lasso_idp.py', python !== undefined, python);
}

function checker(script: string, usable: boolean, interpreter = ''): Checker | undefined {
  const path = resolve(process.env['SIGNON_SHARED'] ?? '../shared', 'lab/check', script);
  if (usable && existsSync(path)) return (...options) => ask(interpreter, path, ...options);
  console.log(`${script} or what it needs is not here: what it would judge is skipped`);
  return undefined;
}

function runs(...programs: readonly string[]): boolean {
  return programs.every((program) => spawnSync(program, ['--version']).error === undefined);
}

/** Several may be installed, and the packages of the system are known to its own alone. */
function pythonWith(module: string): string | undefined {
  return ['python3', '/usr/bin/python3'].find((python) => spawnSync(python, ['-c', `import ${module}`]).status === 0);
}
