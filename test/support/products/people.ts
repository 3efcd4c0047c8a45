/** The accounts and groups that a fake of a product keeps. Names are found whatever their case, as in the products. */
export interface Person {
  readonly key: string;
  name: string;
  displayName: string;
  email: string;
  active: boolean;
  readonly lastLogin?: Date;
  /** In a directory that the product cannot write to. */
  readonly readOnly?: boolean;
  /** A customer of a service desk, who needs no licence. */
  readonly customer?: boolean;
  sessions?: number;
}

/** A group, as the product writes its name. */
export interface Group {
  readonly name: string;
  readonly members: Set<string>;
}

/** Accounts and groups, to be looked at and changed by a test, too. */
export interface People {
  readonly all: Person[];
  readonly groups: Map<string, Group>;
  byKey(key: string): Person | undefined;
  byName(name: string): Person | undefined;
  /** Those who have a text in their name, full name or address. */
  holding(text: string): readonly Person[];
  group(name: string): Group | undefined;
  addGroup(name: string): Group;
  groupsOf(person: Person): readonly string[];
  remove(person: Person): void;
}

/** What a test says of somebody; the rest is made up. */
export type GivenPerson = Partial<Person> & { readonly name: string; readonly groups?: readonly string[] };

/** The accounts of a test, their groups among those that there are. */
export function people(given: readonly GivenPerson[], groups: readonly string[], keyOf: (number: number) => string): People {
  const all: Person[] = [];
  const named = new Map<string, Group>();
  const made: People = {
    all,
    groups: named,
    byKey: (key) => all.find((person) => person.key === key),
    byName: (name) => all.find((person) => fold(person.name) === fold(name)),
    holding: (text) =>
      all.filter(({ name, displayName, email }) => [name, displayName, email].some((each) => fold(each).includes(fold(text)))),
    group: (name) => named.get(fold(name)),
    addGroup: (name) => {
      const group = named.get(fold(name)) ?? { name, members: new Set() };
      named.set(fold(name), group);
      return group;
    },
    groupsOf: ({ key }) => [...named.values()].filter(({ members }) => members.has(key)).map(({ name }) => name),
    remove: (person) => {
      all.splice(all.indexOf(person), 1);
      for (const { members } of named.values()) members.delete(person.key);
    },
  };
  for (const name of groups) made.addGroup(name);
  for (const { groups: memberOf = [], ...person } of given) {
    const key = keyOf(all.length);
    all.push({ key, displayName: person.name, email: `${person.name}@example.org`, active: true, ...person });
    for (const name of memberOf) made.addGroup(name).members.add(person.key ?? key);
  }
  return made;
}

/** As these products fold names. */
export function fold(name: string): string {
  return name.toLowerCase();
}
