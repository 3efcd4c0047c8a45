/** A fake of Jira Data Center, written from what is known of its REST interface, with its oddities. */
import { type Call, empty, type FakeOptions, type FakeProduct, fakeProduct, fieldsOf, isFull, json, type Route, textOf } from './fake.ts';
import { fold, type People, type Person, people } from './people.ts';

/** A Jira with these people and groups. */
export function fakeJira(options: FakeOptions = {}, more: (known: People) => readonly Route[] = () => []): FakeProduct {
  const known = people(options.people ?? [], options.groups ?? [], (number) => `JIRAUSER${10100 + number}`);
  const baseUrl = options.baseUrl ?? 'https://jira.example/jira';
  const routes = [...more(known), ...accountRoutes(known), ...groupRoutes(known, options), ...ownRoutes(options)];
  return fakeProduct({ baseUrl, people: known, routes, refuse, missingRight: () => refuse(403, 'You do not have permission.') });
}

/** How Jira shows an account. */
export function shown({ key, name, displayName, email, active, lastLogin }: Person): object {
  const seen = lastLogin === undefined ? {} : { lastLoginTime: lastLogin.toISOString().replace('Z', '+0000') };
  return {
    self: `https://jira.example/jira/rest/api/2/user?key=${key}`,
    key,
    name,
    emailAddress: email,
    displayName,
    active,
    deleted: false,
    ...seen,
  };
}

/** How Jira refuses: sentences, and for a field of what was sent its own. */
export function refuse(status: number, message: string, field?: string): Response {
  return json(field === undefined ? { errorMessages: [message], errors: {} } : { errorMessages: [], errors: { [field]: message } }, status);
}

function accountRoutes(known: People): readonly Route[] {
  return [
    [
      'GET',
      '/rest/api/2/user',
      (call) => withPerson(known, call, (person) => json(call.query['expand'] === 'groups' ? withGroups(known, person) : shown(person))),
    ],
    ['GET', '/rest/api/2/user/search', (call) => json(search(known, call).map(shown))],
    ['POST', '/rest/api/2/user', (call) => create(known, call)],
    ['PUT', '/rest/api/2/user', (call) => withPerson(known, call, (person) => update(known, person, call))],
    [
      'DELETE',
      '/rest/api/2/user/session/{}',
      (_, name) => {
        const person = known.byName(name);
        if (person === undefined) return noSuchUser(name);
        person.sessions = 0;
        return empty(200);
      },
    ],
  ];
}

function groupRoutes(known: People, options: FakeOptions): readonly Route[] {
  return [
    ['GET', '/rest/api/2/groups/picker', (call) => json(picked(known, call.query['query'] ?? '', Number(call.query['maxResults'] ?? 20)))],
    [
      'GET',
      '/rest/api/2/group/member',
      ({ query: { groupname = '' } }) => {
        const group = known.group(groupname);
        if (group === undefined) return refuse(404, `The group named '${groupname}' does not exist.`);
        return json({ values: [], startAt: 0, maxResults: 1, total: group.members.size, isLast: true });
      },
    ],
    [
      'POST',
      '/rest/api/2/group',
      (call) => {
        const name = textOf(call, 'name');
        if (known.group(name) !== undefined) return refuse(400, 'A group or user with this name already exists.', 'groupName');
        return json({ name: known.addGroup(name).name }, 201);
      },
    ],
    ['POST', '/rest/api/2/group/user', (call) => join(known, options, call)],
    ['DELETE', '/rest/api/2/group/user', (call) => leave(known, call)],
  ];
}

function ownRoutes({ version = '10.3.2' }: FakeOptions): readonly Route[] {
  return [['GET', '/rest/api/2/serverInfo', () => json({ baseUrl: 'https://jira.example/jira', version, deploymentType: 'Server' })]];
}

/** By name it is found whatever the case; by key only to the letter. */
function withPerson(known: People, { query: { key, username } }: Call, answer: (person: Person) => Response): Response {
  const person = key === undefined ? known.byName(username ?? '') : known.byKey(key);
  return person === undefined ? noSuchUser(key ?? username ?? '') : answer(person);
}

function noSuchUser(name: string): Response {
  return refuse(404, `The user named '${name}' does not exist`);
}

function withGroups(known: People, person: Person): object {
  const items = known.groupsOf(person).map((name) => ({ name, self: `https://jira.example/jira/rest/api/2/group?groupname=${name}` }));
  return { ...shown(person), groups: { size: items.length, items }, expand: 'groups,applicationRoles' };
}

/** Whatever holds the text, in name, full name or address; a hundred at most, whatever was asked for. */
function search(known: People, { query }: Call): readonly Person[] {
  const { username = '', startAt = '0', maxResults = '50', includeInactive = 'false', includeActive = 'true' } = query;
  const found = known.holding(username).filter(({ active }) => (active ? includeActive : includeInactive) === 'true');
  return found.slice(Number(startAt), Number(startAt) + Math.min(100, Number(maxResults)));
}

function picked(known: People, text: string, most: number): object {
  const found = [...known.groups.values()]
    .filter(({ name }) => fold(name).includes(fold(text)))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  const groups = found.slice(0, Math.min(20, most)).map(({ name }) => ({ name, html: name, labels: [] }));
  return { header: `Showing ${groups.length} of ${found.length} matching groups`, total: found.length, groups };
}

function create(known: People, call: Call): Response {
  const [name, displayName, email] = [textOf(call, 'name'), textOf(call, 'displayName'), textOf(call, 'emailAddress')];
  if (known.byName(name) !== undefined) return refuse(400, 'A user with that username already exists.', 'username');
  if (email === '') return refuse(400, 'You must specify an email address.', 'email');
  const person: Person = { key: `JIRAUSER${10100 + known.all.length}`, name, displayName, email, active: true };
  known.all.push(person);
  return json(shown(person), 201);
}

function update(known: People, person: Person, call: Call): Response {
  if (person.readOnly === true) return refuse(400, "Cannot edit user, the user's directory is read only.");
  const { name, displayName, emailAddress, active } = fieldsOf(call);
  if (typeof name === 'string') {
    const holder = known.byName(name);
    if (holder !== undefined && holder !== person) return refuse(400, 'A user with that username already exists.', 'username');
    person.name = name;
  }
  if (typeof displayName === 'string') person.displayName = displayName;
  if (typeof emailAddress === 'string') person.email = emailAddress;
  if (typeof active === 'boolean') person.active = active;
  return json(shown(person));
}

function join(known: People, options: FakeOptions, call: Call): Response {
  const group = known.group(call.query['groupname'] ?? '');
  const person = known.byName(textOf(call, 'name'));
  if (group === undefined) return refuse(404, `The group named '${call.query['groupname']}' does not exist.`);
  if (person === undefined) return noSuchUser(textOf(call, 'name'));
  if (person.readOnly === true) return refuse(400, `Cannot add user '${person.name}': the directory is read-only.`);
  if (group.members.has(person.key)) return refuse(400, `Cannot add user. '${person.name}' is already a member of '${group.name}'.`);
  if (isFull(known, options, person, group.name))
    return refuse(400, 'Adding the user would exceed the number of users that the license permits.');
  group.members.add(person.key);
  return json({ name: group.name, users: { size: group.members.size, items: [] } }, 201);
}

function leave(known: People, { query: { groupname = '', username = '' } }: Call): Response {
  const [group, person] = [known.group(groupname), known.byName(username)];
  if (group === undefined) return refuse(404, `The group named '${groupname}' does not exist.`);
  if (person === undefined) return noSuchUser(username);
  if (!group.members.delete(person.key)) return refuse(400, `Cannot remove user '${username}' from group '${groupname}': not a member.`);
  return empty(200);
}
