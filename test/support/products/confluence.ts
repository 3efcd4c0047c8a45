/** A fake of Confluence Data Center, written from what is known of its REST interface, with its oddities. */
import { type Call, empty, type FakeOptions, type FakeProduct, fakeProduct, fieldsOf, isFull, json, type Route, textOf } from './fake.ts';
import { fold, type People, type Person, people } from './people.ts';

/** A Confluence with these people and groups. A user whose deletion has begun is there until `settle` is called. */
export function fakeConfluence(options: FakeOptions = {}): FakeProduct & { settle(): void } {
  const known = people(options.people ?? [], options.groups ?? [], keyOf);
  const leaving = new Set<Person>();
  const product = fakeProduct({
    baseUrl: options.baseUrl ?? 'https://wiki.example/confluence',
    people: known,
    routes: [...readRoutes(known, options), ...accountRoutes(known, options, leaving), ...groupRoutes(known, options)],
    refuse,
    missingRight: () => refuse(403, 'Not permitted to use this resource'),
  });
  const settle = () => {
    for (const person of leaving) known.remove(person);
    leaving.clear();
  };
  return Object.assign(product, { settle });
}

/** How Confluence refuses. What it says of a read-only mode is of the whole site, and in every answer. */
function refuse(statusCode: number, message: string): Response {
  const data = { authorized: statusCode !== 403, valid: true, errors: [], successful: false, allowedInReadOnlyMode: true };
  return json({ statusCode, message: `com.atlassian.confluence.api.service.exceptions: ${message}`, reason: 'Refused', data }, statusCode);
}

function readRoutes(known: People, options: FakeOptions): readonly Route[] {
  return [
    [
      'GET',
      '/rest/api/user',
      ({ query: { key, username = '', expand = '' } }) => {
        const person = key === undefined ? known.byName(username) : known.byKey(key);
        return person === undefined ? refuse(404, 'No user found') : json(shown(person, expand));
      },
    ],
    ['GET', '/rest/api/user/memberof', (call) => groupPage(known, call)],
    [
      'GET',
      '/rest/api/group/{}',
      (_, name) => {
        const group = known.group(name);
        return group === undefined ? refuse(404, `No group with name: ${name}`) : json({ type: 'group', name: group.name });
      },
    ],
    ['GET', '/rest/applinks/1.0/manifest', () => json({ id: 'a1', typeId: 'confluence', version: options.version ?? '10.0.3' })],
  ];
}

function accountRoutes(known: People, options: FakeOptions, leaving: Set<Person>): readonly Route[] {
  const toPerson = (change: (person: Person, call: Call) => Response) => (call: Call, name: string) => {
    const person = known.byName(name);
    if (person === undefined) return refuse(404, 'No user found');
    return person.readOnly === true ? refuse(403, 'The user belongs to a directory that is read-only') : change(person, call);
  };
  const switched = (active: boolean) =>
    toPerson((person) => {
      person.active = active;
      return empty();
    });
  return [
    ['POST', '/rest/api/admin/user', (call) => create(known, options, call)],
    ['PUT', '/rest/api/admin/user/{}', toPerson(update)],
    ['PUT', '/rest/api/admin/user/{}/enable', switched(true)],
    ['PUT', '/rest/api/admin/user/{}/disable', switched(false)],
    [
      'DELETE',
      '/rest/api/admin/user/{}',
      toPerson((person) => {
        leaving.add(person);
        return json({ id: '1', links: { status: '/rest/api/longtask/1' } }, 202);
      }),
    ],
  ];
}

function groupRoutes(known: People, options: FakeOptions): readonly Route[] {
  const member = (change: (person: Person, members: Set<string>, group: string) => Response) => (_: Call, user: string, group: string) => {
    const [person, found] = [known.byName(user), known.group(group)];
    if (person === undefined || found === undefined) return refuse(404, 'No user or group found');
    return change(person, found.members, found.name);
  };
  return [
    [
      'POST',
      '/rest/api/admin/group',
      (call) => {
        const name = textOf(call, 'name');
        if (known.group(name) !== undefined) return refuse(409, 'Group already exists');
        // Confluence writes all of its groups small.
        return json({ type: 'group', name: known.addGroup(fold(name)).name });
      },
    ],
    [
      'PUT',
      '/rest/api/user/{}/group/{}',
      member((person, members, group) => {
        if (isFull(known, options, person, group)) return refuse(402, 'License limit reached');
        members.add(person.key);
        return empty();
      }),
    ],
    [
      'DELETE',
      '/rest/api/user/{}/group/{}',
      member((person, members) => {
        members.delete(person.key);
        return empty();
      }),
    ],
  ];
}

/** Nobody's address is shown to anybody. */
function shown({ key, name, displayName, active }: Person, expand: string): object {
  const status = expand.includes('status') ? { status: active ? 'current' : 'deactivated' } : {};
  return { type: 'known', username: name, userKey: key, displayName, profilePicture: {}, ...status };
}

/** Two hundred at most and a link to what comes next, whatever was asked for. */
function groupPage(known: People, { query: { username = '', start = '0', limit = '200' } }: Call): Response {
  const person = known.byName(username);
  if (person === undefined) return refuse(404, 'No user found');
  const all = known.groupsOf(person).map((name) => ({ type: 'group', name }));
  const [from, most] = [Number(start), Math.min(50, Number(limit))];
  const results = all.slice(from, from + most);
  const next = from + most < all.length ? { next: `/rest/api/user/memberof?start=${from + most}` } : {};
  return json({ results, start: from, limit: most, size: results.length, _links: { base: 'https://wiki.example', ...next } });
}

function create(known: People, { seats }: FakeOptions, call: Call): Response {
  const { userName, fullName, email, password, notifyViaEmail } = fieldsOf(call);
  if (typeof userName !== 'string' || /[\\,+<>'"\sA-Z]/.test(userName) || userName === 'anonymous')
    return refuse(400, 'The userName is not valid');
  if (typeof fullName !== 'string' || /[<>]/.test(fullName)) return refuse(400, 'The fullName is not valid');
  if (typeof email !== 'string' || !/^\S+@\S+$/.test(email)) return refuse(400, 'The email is not valid');
  if ((notifyViaEmail === true) === (typeof password === 'string')) return refuse(400, 'The password is not valid');
  if (known.byName(userName) !== undefined) return refuse(409, 'User already exists');
  if (seats !== undefined && known.all.filter(({ active }) => active).length >= seats) return refuse(402, 'License limit reached');
  const person: Person = { key: keyOf(known.all.length), name: userName, displayName: fullName, email, active: true };
  known.all.push(person);
  return json({ userKey: person.key }, 201);
}

function update(person: Person, call: Call): Response {
  person.displayName = textOf(call, 'fullName') || person.displayName;
  person.email = textOf(call, 'email') || person.email;
  return empty();
}

function keyOf(number: number): string {
  return `4028d6768851c8900188556b${number.toString(16).padStart(8, '0')}`;
}
