import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/core/bytes.ts';
import { digest } from '../../src/crypto/algorithms.ts';
import { restoreAggregate } from '../../src/metadata/aggregate/aggregate-standing.ts';
import { keep, listIn, newer, older, openStore, partIn, standingWith, summaryOf } from '../support/kept-aggregates.ts';

describe.each([undefined, 'a secret of ours, 32 octets or more'])('what is kept of aggregates, with the secret %j', (secret) => {
  const bothKept = kept([older, newer], secret);
  const either = Promise.all([older, newer].map(async (document) => await restored(await kept([document], secret), secret)));

  it('is the last one', async () => {
    expect(await restored(await bothKept, secret)).toEqual((await either)[1]);
  });

  test.prop([fc.array(deed(), { minLength: 1, maxLength: 4 })], { numRuns: 300 })(
    'is a whole one of them or none, whatever is changed, cut, taken away or mixed',
    async (deeds) => {
      const documents = new Map(await bothKept);
      for (const done of deeds) done(documents);
      expect([undefined, ...(await either)]).toContainEqual(await restored(documents, secret));
    },
  );
});

/** What somebody does to what is kept. */
type Deed = (documents: Map<string, string>) => void;

function deed(): fc.Arbitrary<Deed> {
  const which = fc.nat(30);
  const edit = fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom('', 'A', 'a', 'b', '0', '"', '{', '=', ' ', '<'));
  return fc.oneof(
    which.map(
      (one): Deed =>
        (documents) =>
          void documents.delete(named(documents, one)),
    ),
    fc.tuple(which, which).map(([one, other]) => swapped(one, other)),
    fc.tuple(which, edit).map(
      ([one, how]): Deed =>
        (documents) => {
          const name = named(documents, one);
          documents.set(name, edited(documents.get(name) ?? '', how));
        },
    ),
    fc.tuple(which, edit).map(([one, how]) => forged(one, how)),
  );
}

function swapped(one: number, other: number): Deed {
  return (documents) => {
    const [name, another] = [named(documents, one), named(documents, other)];
    const [text = '', instead = ''] = [documents.get(name), documents.get(another)];
    documents.set(name, instead);
    documents.set(another, text);
  };
}

/** Changes a part, and has the list say that it is so. */
function forged(one: number, how: Edit): Deed {
  return (documents) => {
    const list = parsed(documents.get(listIn({ documents })));
    if (list === undefined) return;
    const number = one % list.sums.length;
    const part = partIn({ documents }, list.set, number);
    const octets = Buffer.from(edited(Buffer.from(documents.get(part) ?? '', 'base64').toString('latin1'), how), 'latin1');
    documents.set(part, octets.toString('base64'));
    const sums = list.sums.with(number, toHex(digest({ hash: 'sha256' }, octets)));
    documents.set(listIn({ documents }), JSON.stringify({ ...list, sums }));
  };
}

/** Where, how many characters go, and what comes in their place. */
type Edit = readonly [place: number, cut: number, put: string];

function edited(text: string, [place, cut, put]: Edit): string {
  const at = place % (text.length + 1);
  return text.slice(0, at) + put + text.slice(at + cut);
}

function named(documents: ReadonlyMap<string, string>, number: number): string {
  return [...documents.keys()][number % Math.max(documents.size, 1)] ?? '';
}

function parsed(text = ''): { readonly set: string; readonly sums: string[] } | undefined {
  try {
    const list = JSON.parse(text);
    return Array.isArray(list.sums) && list.sums.length > 0 ? list : undefined;
  } catch {
    return undefined;
  }
}

async function kept(aggregates: readonly string[], secret: string | undefined): Promise<ReadonlyMap<string, string>> {
  const store = openStore();
  await keep(store, aggregates, secret);
  return store.documents;
}

/** What a start makes of it; that it makes nothing of what is there is said. */
async function restored(documents: ReadonlyMap<string, string>, secret: string | undefined): Promise<unknown> {
  const standing = standingWith(openStore(documents), { secret });
  await restoreAggregate(standing);
  expect(standing.known !== undefined || standing.backupError !== undefined || listIn({ documents: new Map(documents) }) === '').toBe(true);
  return summaryOf(standing);
}
