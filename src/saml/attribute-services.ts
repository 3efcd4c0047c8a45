import { invalid, knownFields, list } from '../core/options.ts';
import { type Localised, localised, readable, uri } from './localised.ts';
import { distinct, type Numbered, numbered } from './numbered.ts';

/** A set of attributes that we want, under a name that people understand (SAMLMeta 2.4.4.1). */
export interface AttributeConsumingServiceOptions {
  /** Default: its place in the list. */
  readonly index?: number;
  /** The set that counts when a request names none. One at most. */
  readonly isDefault?: boolean;
  /** What the attributes are for. */
  readonly name: Localised;
  readonly description?: Localised;
  readonly attributes: readonly RequestedAttribute[];
}

/** One attribute that we want (SAMLMeta 2.4.4.2). */
export interface RequestedAttribute {
  readonly name: string;
  /** As a URI; absent, the provider must guess. */
  readonly nameFormat?: string;
  /** For people. */
  readonly friendlyName?: string;
  /** Default: `false`, it is only welcome. */
  readonly isRequired?: boolean;
  /** The values that matter to us; absent or empty, all of them. */
  readonly values?: readonly string[];
}

/** A set of attributes as parsed. */
export type AttributeConsumingService = AttributeConsumingServiceOptions & Numbered;

/** Reads the sets of attributes. @throws SsoError `config.invalid` with the field: an empty set, an index twice, two defaults */
export function attributeServices(services: readonly AttributeConsumingServiceOptions[] | undefined): readonly AttributeConsumingService[] {
  const field = 'attributeConsumingServices';
  return distinct(
    field,
    list(field, services).map((service, place) => attributeService(`${field}[${place}].`, service, place)),
  );
}

function attributeService(at: string, service: AttributeConsumingServiceOptions, place: number): AttributeConsumingService {
  knownFields(service, ['index', 'isDefault', 'name', 'description', 'attributes'], at);
  const attributes = list(`${at}attributes`, service.attributes).map((attribute, each) =>
    requested(`${at}attributes[${each}].`, attribute),
  );
  if (attributes.length === 0) throw invalid(`${at}attributes`, 'must list at least one attribute');
  return Object.freeze({
    ...numbered(at, service, place),
    name: localised(`${at}name`, service.name, readable),
    ...(service.description === undefined ? {} : { description: localised(`${at}description`, service.description, readable) }),
    attributes: Object.freeze(attributes),
  });
}

function requested(at: string, attribute: RequestedAttribute): RequestedAttribute {
  const { nameFormat, friendlyName, isRequired } = knownFields(attribute, requestedFields, at);
  return Object.freeze({
    name: readable(`${at}name`, attribute.name),
    ...(nameFormat === undefined ? {} : { nameFormat: uri(`${at}nameFormat`, nameFormat) }),
    ...(friendlyName === undefined ? {} : { friendlyName: readable(`${at}friendlyName`, friendlyName) }),
    isRequired: isRequired === true,
    values: Object.freeze(list(`${at}values`, attribute.values).map((value, place) => readable(`${at}values[${place}]`, value))),
  });
}

const requestedFields = ['name', 'nameFormat', 'friendlyName', 'isRequired', 'values'] satisfies (keyof RequestedAttribute)[];
