import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderStore } from '../../../src/node/folder-store.ts';
import { laterRefusal, refusal } from '../../support/refusal.ts';
import { keepsDocuments } from '../stores/contract.ts';

describe('documents', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'signon-documents-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  keepsDocuments(() => folderStore(join(folder, 'made', 'when needed')));

  it('are files of their name that others may not read', async () => {
    const store = folderStore(folder);
    await store.write('a.xml', 'text');
    expect([readdirSync(folder), readFileSync(join(folder, 'a.xml'), 'utf8')]).toEqual([['a.xml'], 'text']);
    expect(statSync(join(folder, 'a.xml')).mode & 0o777).toBe(0o600);
  });

  it('are found where somebody has put them', async () => {
    writeFileSync(join(folder, 'idp.xml'), '<xml/>');
    expect(await folderStore(folder).read('idp.xml')).toBe('<xml/>');
  });

  it.each(['../out', '..', '.', '.hidden', 'a/b', 'a\\b', '/etc/passwd', 'C:', 'nul\0', 'a*b', '%2e%2e', 'é'])(
    'never leave their folder: %j',
    async (name) => {
      const inner = join(folder, 'inner');
      const store = folderStore(inner);
      await store.write(name, 'text');
      expect(await store.read(name)).toBe('text');
      expect([readdirSync(folder), readdirSync(inner).length]).toEqual([['inner'], 1]);
      expect(readdirSync(inner)[0]).toMatch(/^[A-Za-z0-9_%-][A-Za-z0-9._%-]*$/);
    },
  );

  it('of different names are different files', async () => {
    const store = folderStore(folder);
    const names = ['a', 'a.', 'a%', 'a%25', '.a', '%2ea', 'ä', 'a b', 'a+b'];
    for (const name of names) await store.write(name, name);
    expect(await Promise.all(names.map((name) => store.read(name)))).toEqual(names);
  });

  it('are whole for whoever reads while they are written', async () => {
    const store = folderStore(folder);
    const texts = ['a', 'b', 'c'].map((letter) => letter.repeat(200_000));
    await store.write('x', texts[0] ?? '');
    const writing = Promise.all(Array.from({ length: 12 }, (_, at) => store.write('x', texts[at % 3] ?? '')));
    const read = await Promise.all(Array.from({ length: 40 }, () => store.read('x')));
    for (const text of read) expect(texts.includes(text ?? '')).toBe(true);
    await writing;
    expect(readdirSync(folder)).toEqual(['x']);
  });

  it('that the file system does not give are refused by one code', async () => {
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'a'));
    expect(await laterRefusal(() => folderStore(join(folder, 'file')).write('x', ''))).toBe('store.unavailable');
    expect(await laterRefusal(() => folderStore(folder).read('a'))).toBe('store.unavailable');
    expect(await laterRefusal(() => folderStore(folder).write('a', 'text'))).toBe('store.unavailable');
    expect(readdirSync(folder).toSorted()).toEqual(['a', 'file']);
    chmodSync(folder, 0o700);
  });

  it('have a name that a file can have', async () => {
    for (const name of ['', ' ', 'x'.repeat(201), '\ud800', '😀'.repeat(17)])
      expect(await laterRefusal(() => folderStore(folder).read(name))).toBe('config.invalid');
    expect(refusal(() => folderStore(''))).toBe('config.invalid');
  });
});
