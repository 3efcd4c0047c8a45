import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { SsoError } from '../../../src/core/errors.ts';
import { outcomeOf } from '../../../src/web/outcomes.ts';
import { pageResponse, redirectResponse } from '../../../src/web/pages/answer.ts';
import { chosenLanguage } from '../../../src/web/pages/languages.ts';
import { look } from '../../../src/web/pages/look.ts';
import { responseOf } from '../../../src/web/plain-response.ts';
import { readPage, textOf } from '../../support/page.ts';

const page = { kind: 'finished', goOn: '/' } as const;

describe('an answer with a page', () => {
  it('is kept by nobody, tells nobody where people came from, and is what it says it is', () => {
    const { status, headers } = responseOf(pageResponse(page, look()));
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      pragma: 'no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'content-type': 'text/html; charset=utf-8',
      vary: 'accept-language',
    });
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('has the status and the headers of the error', () => {
    const refused = (error: unknown) => responseOf(pageResponse(page, look(), { outcome: outcomeOf(error) }));
    const method = refused(new SsoError('request.method', { allowed: ['GET', 'POST'] }));
    expect([method.status, method.headers.get('allow')]).toEqual([405, 'GET, POST']);
    const busy = refused(new SsoError('store.unavailable', { store: 'pending' }));
    expect([busy.status, Number(busy.headers.get('retry-after')) > 0]).toEqual([503, true]);
  });

  it('may be shown in frames of origins that are named', () => {
    const { headers } = responseOf(pageResponse(page, look(), { frameAncestors: ['https://idp.example'] }));
    expect(headers.get('x-frame-options')).toBeNull();
    expect(headers.get('content-security-policy')).toContain('frame-ancestors https://idp.example');
  });

  it('sets every cookie that it is given', () => {
    const cookies = ['a=1', 'b=2'];
    expect(responseOf(pageResponse(page, look(), { cookies })).headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(responseOf(redirectResponse('/', cookies)).headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('is in the language that the browser prefers', async () => {
    const answer = responseOf(pageResponse(page, look(), { acceptLanguage: 'fr, de-CH;q=0.9, en;q=0.8' }));
    expect(answer.headers.get('content-language')).toBe('de');
    expect(textOf(readPage(await answer.text()))).toContain('Sie sind schon angemeldet');
  });
});

describe('a redirect', () => {
  it('is followed with GET, and kept by nobody', () => {
    const { status, headers } = responseOf(redirectResponse('https://idp.example/sso?a=b'));
    expect(status).toBe(303);
    expect(Object.fromEntries(headers)).toMatchObject({
      location: 'https://idp.example/sso?a=b',
      'cache-control': 'no-store',
      pragma: 'no-cache',
      'referrer-policy': 'no-referrer',
    });
  });
});

describe('where a redirect leads', () => {
  it.each([
    ['https://idp.example/ś/%C5%9B?ä=ö', 'https://idp.example/%C5%9B/%C5%9B?%C3%A4=%C3%B6'],
    ['/zurück', '/zur%C3%BCck'],
    ["https://idp.example/sso?a='b'&c=%27", "https://idp.example/sso?a='b'&c=%27"],
  ])('is written as a URI has it: %s', (location, written) => {
    expect(responseOf(redirectResponse(location)).headers.get('location')).toBe(written);
  });

  it.each(['/\r\nset-cookie: x=y', '/\n', '/\0', '/\ud800'])('is refused where it cannot be sent: %j', (location) => {
    expect(() => redirectResponse(location)).toThrow();
  });
});

describe('the language', () => {
  it.each([
    [undefined, 'en'],
    [null, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['DE-at', 'de'],
    ['en;q=0.5, de', 'de'],
    ['de;q=0.5, en;q=0.6', 'en'],
    ['de;q=0, fr', 'en'],
    ['fr, *;q=0.1', 'en'],
    ['pt', 'pt-BR'],
    ['pt-PT, de;q=0.2', 'de'],
    ['de;q=nonsense, pt-br', 'pt-BR'],
    ['de;q=0.1234, pt-br;q=0.1', 'pt-BR'],
    [' de ; q=1.0 , en;q=0.9', 'de'],
  ])('is chosen by what a browser would rather have: %s', (wanted, chosen) => {
    expect(chosenLanguage(wanted, ['en', 'de', 'pt-BR'])).toBe(chosen);
  });

  it('is the first of those offered for one that wants none of them', () => {
    expect(chosenLanguage('fr', ['de', 'en'])).toBe('de');
  });

  test.prop([fc.string({ maxLength: 3_000 })])('is one of those offered, whatever is wanted', (wanted) => {
    expect(['en', 'de']).toContain(chosenLanguage(wanted, ['en', 'de']));
  });
});
