import { joinBases } from './base.ts';
import { type Element, type Event, isTag } from './document.ts';
import type { Attribute, Tag } from './events.ts';
import { xmlNamespace } from './namespaces.ts';

/**
 * The attributes of the apex of an inclusive form: its own, and those of the xml namespace that it takes over from the ancestors that
 * are left out. Version 1.1 takes over neither xml:id nor what it does not know, and joins the values of xml:base.
 */
export function attributesOfApex(tag: Tag, ancestors: readonly Tag[], kind: 'inclusive-1.0' | 'inclusive-1.1'): readonly Attribute[] {
  const inherited = new Map<string, Attribute>();
  // They were read elsewhere, and so are not where the tag was read.
  const fromAncestors = ancestors.flatMap(attributesFromXml).map((attribute) => ({ ...attribute, place: -1 }));
  for (const attribute of [...fromAncestors, ...attributesFromXml(tag)]) {
    const outer = inherited.get(attribute.name);
    const joined = kind === 'inclusive-1.1' && attribute.name === 'base' && outer !== undefined;
    inherited.set(attribute.name, joined ? { ...attribute, value: joinBases(outer.value, attribute.value), place: -1 } : attribute);
  }
  const own = new Set(tag.attributes.map(({ qualifiedName }) => qualifiedName));
  const fromXml = [...inherited.values()].filter(({ name, qualifiedName, value }) => {
    if (kind === 'inclusive-1.0') return true;
    // What joining has made empty says nothing; version 1.1 hands down only these three.
    return name === 'base' ? value !== '' : own.has(qualifiedName) || name === 'lang' || name === 'space';
  });
  return [...tag.attributes.filter(({ namespace }) => namespace !== xmlNamespace), ...fromXml];
}

/** The start tags of the ancestors, outermost first. */
export function ancestorsOf(events: readonly Event[], { start }: Element): readonly Tag[] {
  const open: Tag[] = [];
  for (let at = 0; at < start; at += 1) {
    const event = events[at];
    if (typeof event === 'number') open.pop();
    else if (isTag(event)) open.push(event);
  }
  return open;
}

function attributesFromXml({ attributes }: Tag): readonly Attribute[] {
  return attributes.filter(({ namespace }) => namespace === xmlNamespace);
}
