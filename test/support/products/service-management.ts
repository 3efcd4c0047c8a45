/** A fake of Jira Service Management Data Center: Jira, and the one call that makes customers. */
import { type Call, type FakeOptions, type FakeProduct, json, textOf } from './fake.ts';
import { fakeJira, shown } from './jira.ts';
import { fold, type People, type Person } from './people.ts';

/** A service desk with these people and groups. */
export function fakeServiceManagement(options: FakeOptions = {}): FakeProduct {
  return fakeJira(options, (known) => [['POST', '/rest/servicedeskapi/customer', (call) => createCustomer(known, call)]]);
}

/** Customers are called by their address; neither it nor the name may be anybody's yet. */
function createCustomer(known: People, call: Call): Response {
  if (call.headers['x-experimentalapi'] !== 'opt-in') return json({ errorMessage: 'This API is experimental.' }, 412);
  const email = textOf(call, 'email');
  if (known.all.some((person) => fold(person.email) === fold(email) || fold(person.name) === fold(email)))
    return json(
      { errorMessage: 'An account already exists for this email', i18nErrorMessage: { i18nKey: 'sd.account.exists', parameters: [] } },
      400,
    );
  const person: Person = {
    key: `JIRAUSER${10100 + known.all.length}`,
    name: fold(email),
    displayName: textOf(call, 'fullName'),
    email,
    active: true,
    customer: true,
  };
  known.all.push(person);
  return json(shown(person), 201);
}
