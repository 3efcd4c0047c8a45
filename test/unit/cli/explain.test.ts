import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../../src/diagnosis/index.ts';
import { samlProducts } from '../../../src/providers/saml-products.ts';
import {
  type BrokenAnswer,
  type BrokenProduct,
  brokenAnswers,
  brokenProducts,
  metadataOf,
  sender,
  usualOptions,
} from '../../support/broken-answers.ts';
import { type Typed, typed } from '../../support/terminal.ts';

describe.each(brokenProducts)('an answer of %s', (product) => {
  it.each(brokenAnswers.map((broken) => [broken.name, broken] as const))('%s', async (_, broken) => {
    const { code, out } = await explained(broken, product, ['--json']);
    const { verdict, diagnosis } = JSON.parse(out) as { readonly verdict: string; readonly diagnosis: Diagnosis };
    expect([code, verdict, diagnosis.cause, diagnosis.side]).toEqual([1, 'refused', broken.cause, broken.side]);
    expect(diagnosis.remedies[0]?.side).toBe(broken.side);
    const { out: text } = await explained(broken, product);
    expect(text.startsWith(`Refused. ${diagnosis.what}`)).toBe(true);
    expect(text).toContain(broken.places[brokenProducts.indexOf(product)]);
    expect(text).toContain(samlProducts[product].title);
  });
});

function explained(broken: BrokenAnswer, product: BrokenProduct, more: readonly string[] = []): Promise<Typed> {
  const from = sender(product);
  const files = { 'metadata.xml': metadataOf(product), '-': broken.file(from), ...broken.files?.(from) };
  return typed(['explain', '-', ...usualOptions(product), ...(broken.options ?? []), ...more], files);
}
