import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { productAddresses } from '../../src/adapters/destination.ts';

const names = { loginPath: '/login.jsp', destinationParameter: 'os_destination', logoutPath: '/logout' };

describe.each(['https://jira.example', 'https://jira.example:8443/jira', 'http://localhost:2990/a/b'])(
  'a destination within %s',
  (baseUrl) => {
    const { destination, login } = productAddresses(baseUrl, names);
    const { origin, pathname } = new URL(`${baseUrl}/`);

    test.prop([wanted(pathname.slice(0, -1))], { numRuns: 2_000 })(
      'never leaves the product, to whoever reads it, decoded once more or not',
      (path) => {
        const found = destination(path);
        if (found === undefined) return;
        for (const read of [found, decoded(found), decoded(decoded(found))]) {
          const url = new URL(read);
          expect(url.origin).toBe(origin);
          expect(`${url.pathname}/`.startsWith(pathname)).toBe(true);
          expect([url.username, url.password]).toEqual(['', '']);
        }
        // A browser that is told the path alone stays where it is.
        const alone = found.slice(origin.length);
        expect(new URL(alone, origin).href).toBe(new URL(found).href);
        expect(new URL(decoded(alone.split(/[?#]/)[0] ?? ''), origin).origin).toBe(origin);
      },
    );

    test.prop([wanted(pathname.slice(0, -1))], { numRuns: 500 })('comes back from the page where people sign in', (path) => {
      const found = destination(path);
      const { origin: there, pathname: page, searchParams } = new URL(login(path));
      expect([there, page]).toEqual([origin, `${pathname}login.jsp`]);
      const handedOver = searchParams.get('os_destination');
      if (found === undefined) expect(handedOver).toBeNull();
      else expect(`${baseUrl}${handedOver}`).toBe(found);
    });
  },
);

describe('a destination', () => {
  const { destination, login } = productAddresses('https://wiki.example/wiki', names);

  it.for([
    ...[
      '',
      ' ',
      'x',
      'https://evil.example',
      '//evil.example',
      '///evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      '/\t/evil.example',
    ],
    ...['/\n/evil.example', '/%09/evil.example', '/%2f/evil.example', '/%2F%2Fevil.example', '/%252f%252fevil.example', '/%5cevil.example'],
    ...[
      '/..',
      '/../admin',
      '/a/../../x',
      '/%2e%2e/x',
      '/%252e%252e/x',
      '/.%2e/x',
      '/a/..;/x',
      '/a;x=/../x',
      '/a%3b/x',
      '/./x',
      '/x/.',
      '/..%3f',
      '/..%23a',
      '/..%253f',
    ],
    ...[
      '/wiki/../jira',
      '/wiki//evil.example',
      '/wiki/%2e%2e/jira',
      '/%00',
      '/a%0d%0aset-cookie:x',
      '/a\u0000',
      '/a\u2028b',
      '/%c0%ae%c0%ae/x',
    ],
    ...['/%25252f%25252fevil.example', '/a\u00a0b', 'javascript:alert(1)', '/\ud800'],
    ...['/?a\\b', '/browse/ABC;jsessionid=1', `/${'a'.repeat(2_100)}`],
    ...['https://wiki.example/', 'https://wiki.example/wikipedia', 'http://wiki.example/wiki/x', 'https://wiki.example:8443/wiki/x'],
    ...['https://wiki.example/wiki/../x', 'https://wiki.example/wiki//x', 'https://wiki.example/wiki\\x', 'https://wiki.example/wiki@x'],
    ...['https://wiki.example/wiki.evil.example/x', 'https://alice@wiki.example/wiki/x', ' https://wiki.example/wiki/x'],
  ])('is refused: %j', (path) => {
    expect(destination(path)).toBeUndefined();
    expect(login(path)).toBe('https://wiki.example/wiki/login.jsp');
  });

  it.for([
    '/',
    '/browse/ABC-1?filter=10000&jql=project%20%3D%20ABC',
    '/secure/Dashboard.jspa?selectPageId=10100#top',
    '/projects/X/repos/y/browse/src%2Fz?at=refs%2Fheads%2Fmain#12-14',
    '/display/SPACE/Title+with+plus',
    '/display/SPACE/Title%20with%20space',
    '/display/SPACE/F%C3%BC%C3%9Fe',
    '/display/SPACE/100%25',
    '/pages/viewpage.action?pageId=1#anchor',
    '/pages/viewpage.action?pageId=1&focusedCommentId=2#comment-2',
    '/servicedesk/customer/portal/2/create/10?summary=a;b&url=https%3A%2F%2Fother.example%2F',
    '/plugins/servlet/samlconsumer?back=//other.example/',
    '/~alice/repos',
    '/users/alice@example.org',
    '/x/..hidden/...',
  ])('is taken: %s', (path) => {
    expect(destination(path)).toBe(`https://wiki.example/wiki${path}`);
    expect(destination(`/wiki${path}`)).toBe(`https://wiki.example/wiki${path}`);
    expect(new URL(login(`/wiki${path}`)).searchParams.get('os_destination')).toBe(path);
  });

  it.for<[string, string]>([
    ['/display/SPACE/Füße', '/display/SPACE/F%C3%BC%C3%9Fe'],
    // A browser sends these as they are, and so they come back.
    ['/issues/?filter={b}^`c`', '/issues/?filter={b}^`c`'],
    ["/issues/?jql=summary ~ 'a b'", '/issues/?jql=summary%20~%20%27a%20b%27'],
    ['/download/attachments/1/My "own" {file}.pdf', '/download/attachments/1/My%20%22own%22%20%7Bfile%7D.pdf'],
    ['/issues/?jql=text ~ "größer" AND a < b', '/issues/?jql=text%20~%20%22gr%C3%B6%C3%9Fer%22%20AND%20a%20%3C%20b'],
    // Of its path Tomcat tells what it has decoded, and of its query what was sent.
    ['/display/SPACE/Über uns?src=a%20b', '/display/SPACE/%C3%9Cber%20uns?src=a%20b'],
  ])('is taken as an address has it, where a product has decoded it: %s', ([wanted, written]) => {
    expect(destination(wanted)).toBe(`https://wiki.example/wiki${written}`);
    expect(destination(`/wiki${wanted}`)).toBe(`https://wiki.example/wiki${written}`);
    expect(new URL(login(wanted)).searchParams.get('os_destination')).toBe(written);
  });

  // What Seraph says of where somebody wanted to go, once its page for signing in is another host's.
  it('may be a whole address of the product', () => {
    const { destination: atRoot } = productAddresses('https://jira.example', names);
    expect(
      ['/wiki', '/wiki/x?a=b#c', '/wiki?a', '/wiki#c', '/wiki/wiki/x'].map((path) => destination(`https://wiki.example${path}`)),
    ).toEqual([
      'https://wiki.example/wiki/',
      'https://wiki.example/wiki/x?a=b#c',
      'https://wiki.example/wiki/?a',
      'https://wiki.example/wiki/#c',
      'https://wiki.example/wiki/wiki/x',
    ]);
    expect(new URL(login('https://wiki.example/wiki/x?a=b')).searchParams.get('os_destination')).toBe('/x?a=b');
    expect(atRoot('https://jira.example/browse/ABC-1')).toBe('https://jira.example/browse/ABC-1');
    expect(['.evil.example/', '@evil.example/', ':80/', '//evil.example/'].map((more) => atRoot(`https://jira.example${more}`))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is the first page, where only the context path is wanted', () => {
    expect(['/wiki', '/wiki?a=b', '/wiki#c', '/wikipedia'].map(destination)).toEqual([
      'https://wiki.example/wiki/',
      'https://wiki.example/wiki/?a=b',
      'https://wiki.example/wiki/#c',
      'https://wiki.example/wiki/wikipedia',
    ]);
  });
});

/** What somebody could try, among what anybody wants. */
function wanted(context: string): fc.Arbitrary<string> {
  const piece = fc.constantFrom(
    ...[
      '/',
      '//',
      '\\',
      '.',
      '..',
      ';',
      '%2f',
      '%2F',
      '%5c',
      '%2e',
      '%252f',
      '%252e',
      '%255c',
      '%3b',
      '%09',
      '%0a',
      '%00',
      '%25',
      '%',
      '%3f',
    ],
    ...[
      '?',
      '#',
      '@',
      ':',
      '\t',
      '\n',
      ' ',
      '+',
      'evil.example',
      'https:',
      'browse',
      'a',
      'é',
      '%c3%a9',
      '%c0%af',
      '\u2028',
      '／',
      '%ef%bc%8f',
    ],
  );
  const pieces = fc.array(piece, { maxLength: 8 }).map((all) => all.join(''));
  const prefix = fc.constantFrom('', '/', context, `${context}/`, '//');
  return fc
    .tuple(prefix, fc.oneof(pieces, fc.webPath(), fc.string({ unit: 'binary', maxLength: 10 })))
    .map(([first, rest]) => first + rest);
}

/** Once more, as far as it goes: what cannot be decoded stays. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}
