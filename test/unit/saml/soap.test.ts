import { describe, expect, it } from 'vitest';
import { readSoap, writeSoap } from '../../../src/saml/soap.ts';
import { parseDocument } from '../../../src/xml/document.ts';
import { messageLimits } from '../../../src/xml/limits.ts';
import { refusal } from '../../support/refusal.ts';

describe('a SOAP envelope', () => {
  it('gives the one message in its body, wherever white space and comments stand', () => {
    expect(messageIn(writeSoap('<m/>'))).toBe('m');
    expect(messageIn(envelope(`\n<s:Header/>\n<s:Body>\n <!-- here --> <m xmlns="urn:x">text</m>\n</s:Body>\n`))).toBe('m');
  });

  it('is written around a message as it is', () => {
    expect(writeSoap(' <m  a="1"/>')).toContain(' <m  a="1"/>');
  });

  it('may have a header that need not be understood', () => {
    expect(messageIn(envelope('<s:Header><h xmlns="urn:h" s:mustUnderstand="0"/></s:Header><s:Body><m/></s:Body>'))).toBe('m');
  });

  it.each([
    ['holds nothing', '<s:Body/>'],
    ['holds text alone', '<s:Body>m</s:Body>'],
    ['holds two messages', '<s:Body><m/><m/></s:Body>'],
    ['has no body', '<s:Header/>'],
    ['has two bodies', '<s:Body><m/></s:Body><s:Body><m/></s:Body>'],
    ['has something behind its body', '<s:Body><m/></s:Body><m/>'],
    ['has its header behind', '<s:Body><m/></s:Body><s:Header/>'],
    ['has a header that must be understood', '<s:Header><h xmlns="urn:h" s:mustUnderstand="1"/></s:Header><s:Body><m/></s:Body>'],
  ])('is refused where it %s', (_, content) => {
    expect(refusal(() => messageIn(envelope(content)))).toBe('saml.structure');
  });

  it('is neither another document nor that of another version', () => {
    expect(refusal(() => messageIn('<m/>'))).toBe('message.kind');
    expect(refusal(() => messageIn('<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"><Body><m/></Body></Envelope>'))).toBe(
      'message.kind',
    );
  });

  it('may bring a fault, which is no message', () => {
    const fault = '<s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>Not\u0085so</faultstring></s:Fault></s:Body>';
    expect(refusal(() => messageIn(envelope(fault)))).toBe('message.kind');
  });
});

function envelope(content: string): string {
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">${content}</s:Envelope>`;
}

function messageIn(xml: string): string {
  return readSoap(parseDocument(xml, messageLimits).root).name;
}
