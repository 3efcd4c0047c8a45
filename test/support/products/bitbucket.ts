/** A fake of Bitbucket Data Center, written from what is known of its REST interface, with its oddities. */
import { type Call, empty, type FakeOptions, type FakeProduct, fakeProduct, fieldsOf, isFull, json, type Route, textOf } from './fake.ts';
import { fold, type People, type Person, people } from './people.ts';

/** A Bitbucket with these people and groups. */
export function fakeBitbucket(options: FakeOptions = {}): FakeProduct {
  const known = people(options.people ?? [], options.groups ?? [], (number) => `${101 + number}`);
  return fakeProduct({
    baseUrl: options.baseUrl ?? 'https://git.example',
    people: known,
    routes: [...accountRoutes(known), ...membershipRoutes(known, options), ...groupRoutes(known), ...ownRoutes(options)],
    refuse,
    // Not 403: it is known who asks, and that is all that 401 means here.
    missingRight: () => refuse(401, 'You are not permitted to access this resource', 'com.atlassian.bitbucket.AuthorisationException'),
  });
}

/** How Bitbucket refuses: with the name of its error. */
export function refuse(status: number, message: string, exceptionName = exceptionOf(status)): Response {
  return json({ errors: [{ context: null, message, exceptionName }] }, status);
}

function accountRoutes(known: People): readonly Route[] {
  return [
    ['GET', users, (call) => json(page(known.holding(call.query['filter'] ?? '').map(shown), call))],
    ['POST', users, (call) => create(known, call)],
    ['PUT', users, (call) => toPerson(known, textOf(call, 'name'), (person) => update(person, call))],
    [
      'POST',
      `${users}/rename`,
      (call) => toPerson(known, textOf(call, 'name'), (person) => rename(known, person, textOf(call, 'newName'))),
    ],
    [
      'PUT',
      `${users}/credentials`,
      (call) => {
        const { password, passwordConfirm } = fieldsOf(call);
        return toPerson(known, textOf(call, 'name'), () => (password === passwordConfirm ? empty() : refuse(400, 'The passwords differ')));
      },
    ],
  ];
}

function membershipRoutes(known: People, options: FakeOptions): readonly Route[] {
  return [
    [
      'GET',
      `${users}/more-members`,
      (call) => {
        const person = known.byName(call.query['context'] ?? '');
        const groups = person === undefined ? [] : known.groupsOf(person);
        return json(
          page(
            groups.map((name) => ({ name, deletable: true })),
            call,
          ),
        );
      },
    ],
    [
      'POST',
      `${users}/add-groups`,
      (call) => toPerson(known, textOf(call, 'user'), (person) => join(known, options, person, fieldsOf(call)['groups'])),
    ],
    [
      'POST',
      `${users}/remove-group`,
      (call) =>
        toPerson(known, textOf(call, 'context'), ({ key }) => {
          const group = known.group(textOf(call, 'itemName'));
          if (group === undefined) return refuse(404, 'No such group', 'com.atlassian.bitbucket.user.NoSuchGroupException');
          group.members.delete(key);
          return empty(200);
        }),
    ],
  ];
}

function groupRoutes(known: People): readonly Route[] {
  return [
    [
      'GET',
      groups,
      (call) => {
        const found = [...known.groups.values()].filter(({ name }) => fold(name).includes(fold(call.query['filter'] ?? '')));
        return json(
          page(
            found.map(({ name }) => ({ name, deletable: true })),
            call,
          ),
        );
      },
    ],
    [
      'POST',
      groups,
      ({ query: { name = '' } }) => {
        if (known.group(name) !== undefined) return refuse(409, 'A group with this name already exists');
        return json({ name: known.addGroup(name).name, deletable: true });
      },
    ],
  ];
}

function ownRoutes({ version = '9.4.2' }: FakeOptions): readonly Route[] {
  return [['GET', '/rest/api/latest/application-properties', () => json({ version, buildNumber: '9004002', displayName: 'Bitbucket' })]];
}

/** The slug only looks like the name. */
function shown({ key, name, displayName, email, active, readOnly = false, lastLogin }: Person): object {
  return {
    name,
    slug: fold(name).replace(/[^a-z0-9.-]/g, '_'),
    id: Number(key),
    emailAddress: email,
    displayName,
    active,
    directoryName: readOnly ? 'LDAP' : 'Bitbucket Internal Directory',
    mutableDetails: !readOnly,
    mutableGroups: !readOnly,
    deletable: !readOnly,
    type: 'NORMAL',
    ...(lastLogin === undefined ? {} : { lastAuthenticationTimestamp: lastLogin.getTime() }),
  };
}

/** Twenty-five at a time, and where the next page begins is not where counting would have it. */
function page(all: readonly object[], { query: { start = '0' } }: Call): object {
  const from = Number(start) >= hidden ? Number(start) - hidden : Number(start);
  const values = all.slice(from, from + 25);
  const isLastPage = from + 25 >= all.length;
  return {
    size: values.length,
    limit: 25,
    isLastPage,
    values,
    start: Number(start),
    nextPageStart: isLastPage ? null : from + 25 + hidden,
  };
}

function toPerson(known: People, name: string, change: (person: Person) => Response): Response {
  const person = known.byName(name);
  if (person === undefined) return refuse(404, 'No such user', 'com.atlassian.bitbucket.user.NoSuchUserException');
  return person.readOnly === true ? refuse(403, 'The directory of the user is read-only') : change(person);
}

function create(known: People, { query: { name = '', displayName = '', emailAddress = '', password, notify } }: Call): Response {
  if (name === '' || displayName === '' || emailAddress === '') return refuse(400, 'A field is missing');
  if (password === undefined && notify !== 'true') return refuse(400, 'A password is missing');
  if (known.byName(name) !== undefined) return refuse(409, 'A user with this name already exists');
  known.all.push({ key: `${101 + known.all.length}`, name, displayName, email: emailAddress, active: true });
  return empty();
}

/** What is left out is lost. */
function update(person: Person, call: Call): Response {
  person.displayName = textOf(call, 'displayName');
  person.email = textOf(call, 'email');
  return json(shown(person));
}

function rename(known: People, person: Person, newName: string): Response {
  const holder = known.byName(newName);
  if (holder !== undefined && holder !== person) return refuse(409, 'A user with this name already exists');
  person.name = newName;
  return json(shown(person));
}

function join(known: People, options: FakeOptions, person: Person, names: unknown): Response {
  const wanted = (Array.isArray(names) ? names : []).map((name) => known.group(String(name)));
  for (const group of wanted) {
    if (group === undefined) return refuse(404, 'No such group', 'com.atlassian.bitbucket.user.NoSuchGroupException');
    if (isFull(known, options, person, group.name)) return refuse(403, 'Adding the user would exceed the number that the license permits');
    group.members.add(person.key);
  }
  return empty(200);
}

function exceptionOf(status: number): string {
  return status === 401
    ? 'com.atlassian.bitbucket.auth.IncorrectPasswordAuthenticationException'
    : 'com.atlassian.bitbucket.validation.ArgumentValidationException';
}

const users = '/rest/api/latest/admin/users';
const groups = '/rest/api/latest/admin/groups';
/** As many as somebody may not see, and the start counts nevertheless. */
const hidden = 1_000;
