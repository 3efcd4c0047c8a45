/** Why a text is not an instant: not in the one format, in another time zone, or a date that no calendar has. */
export type TimeFault = 'format' | 'offset' | 'impossible';

/**
 * The instant that an xs:dateTime names. One format: with `Z`, any number of fraction digits, cut to milliseconds (SAMLCore 1.3.3);
 * another offset is understood, but only returned when allowed.
 *
 * @returns the instant, or why there is none
 */
export function parseInstant(text: string, { offsets }: { readonly offsets: boolean } = inUtc): Date | TimeFault {
  if (!dateTime.test(text)) return 'format';
  const utc = text.endsWith('Z');
  if (!utc && !offsets) return 'offset';
  const [year, day] = [part(text, 0) * 100 + part(text, 2), part(text, 8)];
  const [hour, minute, second] = [part(text, 11), part(text, 14), part(text, 17)];
  const wall = new Date(Date.UTC(year, part(text, 5) - 1, day, hour, minute, second, milliseconds(text)));
  // 31 February would silently become 3 March, month 13 the next year, and a year below 100 one of the last century.
  const real = wall.getUTCFullYear() === year && wall.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  const offset = utc ? 0 : offsetMinutes(text.slice(-6));
  if (!real || Number.isNaN(offset)) return 'impossible';
  return offset === 0 ? wall : plusSeconds(wall, -offset * 60);
}

/**
 * The length of an xs:duration in seconds; a year counts 365 days and a month 30, near enough for a cache.
 *
 * @returns the seconds, a century at most, or undefined where the text is no duration of zero or more
 */
export function parseDurationSeconds(text: string): number | undefined {
  const found = duration.exec(text);
  if (found === null) return undefined;
  const lengths = [31_536_000, 2_592_000, 86_400, 3_600, 60, 1];
  const seconds = found.slice(1).reduce((sum, count, unit) => sum + Number(count ?? 0) * (lengths[unit] ?? 0), 0);
  // Longer ones are legal, but lead beyond what a date can hold.
  return Math.min(seconds, century);
}

/** That many seconds later, or earlier when negative. */
export function plusSeconds(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1000);
}

/**
 * Has less than so many seconds gone by since then? Not where then is yet to come: whoever waits for a clock that was set back would wait
 * until it shows again what it showed.
 *
 * @param now - both in milliseconds
 */
export function isWithin(seconds: number, then: number, now: number): boolean {
  return now >= then && now - then < seconds * 1000;
}

/** The fraction of a second, cut to three digits. */
function milliseconds(text: string): number {
  if (text.charCodeAt(19) !== point) return 0;
  let sum = 0;
  for (let at = 20, unit = 100; unit >= 1 && isDigit(text.charCodeAt(at)); at += 1, unit /= 10) sum += digit(text, at) * unit;
  return sum;
}

/** The number of two digits. */
function part(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
}

function digit(text: string, at: number): number {
  return text.charCodeAt(at) - zero;
}

function isDigit(code: number): boolean {
  return code >= zero && code <= zero + 9;
}

function offsetMinutes(zone: string): number {
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  // XML Schema 3.2.7.3: at most 14 hours from UTC.
  if (minutes > 59 || hours * 60 + minutes > 840) return Number.NaN;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const inUtc = { offsets: false } as const;
const duration = /^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const zero = 0x30;
const point = 0x2e;
const century = 100 * 31_536_000;
