/** Why a text is not an instant: not in the one format, in another time zone, or a date that no calendar has. */
export type TimeFault = 'format' | 'offset' | 'impossible';

/**
 * The instant that an xs:dateTime names. One format: with `Z`, any number of fraction digits, cut to milliseconds (SAMLCore 1.3.3);
 * another offset is understood, but only returned when allowed.
 *
 * @returns the instant, or why there is none
 */
export function parseInstant(text: string, { offsets = false } = {}): Date | TimeFault {
  const found = dateTime.exec(text);
  if (found === null) return 'format';
  const [, year, month, day, hour, minute, second, fraction, zone] = found as unknown as readonly string[] & {
    readonly 7: string | undefined;
  };
  const offset = zone === 'Z' ? 0 : offsetMinutes(zone as string);
  if (offset !== 0 && !offsets) return 'offset';
  if (zone !== 'Z' && !offsets) return 'offset';
  const parts = [Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)] as const;
  const wall = new Date(Date.UTC(...parts, fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'))));
  // 31 February would silently become 3 March; years below 100 would become 19xx.
  const real =
    wall.getUTCFullYear() === parts[0] &&
    wall.getUTCMonth() === parts[1] &&
    wall.getUTCDate() === parts[2] &&
    parts[3] < 24 &&
    parts[4] < 60 &&
    parts[5] < 60;
  if (!real || Number.isNaN(offset)) return 'impossible';
  return offset === 0 ? wall : new Date(wall.getTime() - offset * 60_000);
}

/**
 * The length of an xs:duration in seconds; a year counts 365 days and a month 30, near enough for a cache.
 *
 * @returns the seconds, or undefined where the text is no duration of zero or more
 */
export function parseDurationSeconds(text: string): number | undefined {
  const found = duration.exec(text);
  if (found === null) return undefined;
  const lengths = [31_536_000, 2_592_000, 86_400, 3_600, 60, 1];
  return found.slice(1).reduce((sum, count, unit) => sum + Number(count ?? 0) * (lengths[unit] ?? 0), 0);
}

/** That many seconds later, or earlier when negative. */
export function plusSeconds(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1000);
}

function offsetMinutes(zone: string): number {
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  // XML Schema 3.2.7.3: at most 14 hours from UTC.
  if (minutes > 59 || hours * 60 + minutes > 840) return Number.NaN;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

const dateTime = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/;
const duration = /^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
