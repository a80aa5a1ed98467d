/**
 * Writes dates.tsv: 10,000 dates as people write them, each beside its ISO form (written form TAB 1987-05-03).
 *
 *     node samples/01-dates/generate.mjs [FOLDER]     default: the folder of this file
 *
 * Every written form has exactly one reading, so a model can get every line right:
 *   5/3/1987      slashes put the month first, as in the United States
 *   3.5.1987      dots put the day first, as in Germany
 *   1987-5-3      hyphens between numbers put the year first
 *   3-May-1987    hyphens around a name put the day first
 *   3 May '87     a year of two digits carries an apostrophe: '30 to '99 are 1930 to 1999, '00 to '29 are 2000 to 2029
 * Weekdays are the true ones of the Gregorian calendar.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom, integer, pickWeighted } from '../random.mjs';

const PAIRS = 10_000;
const SEED = 1;
const FIRST_YEAR = 1900;
const LAST_YEAR = 2099;
const FIRST_SHORT_YEAR = 1930;
const LAST_SHORT_YEAR = 2029;

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const SHORT_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const SHORT_WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const ORDINALS = [
  'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth', 'eleventh', 'twelfth', 'thirteenth', 'fourteenth',
  'fifteenth', 'sixteenth', 'seventeenth', 'eighteenth', 'nineteenth', 'twentieth', 'twenty-first', 'twenty-second', 'twenty-third', 'twenty-fourth',
  'twenty-fifth', 'twenty-sixth', 'twenty-seventh', 'twenty-eighth', 'twenty-ninth', 'thirtieth', 'thirty-first',
];

const two = (number) => String(number).padStart(2, '0');

/** 1st, 2nd, 3rd, 4th … 11th, 12th, 13th … 21st. */
function ordinal(day) {
  const suffix = day % 100 >= 11 && day % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${suffix}`;
}

/**
 * The ways of writing. `form` gets the parts of one date:
 * y year, m month 1–12, d day, M May, Mo Sept, W Tuesday, Wd Tue, th 3rd, word third, yy '87.
 * `shortYear` keeps a form to the years that two digits can name.
 */
const STYLES = [
  { weight: 7, form: ({ d, M, y }) => `${d} ${M} ${y}` },
  { weight: 7, form: ({ d, M, y }) => `${M} ${d}, ${y}` },
  { weight: 4, form: ({ d, Mo, y }) => `${d} ${Mo} ${y}` },
  { weight: 4, form: ({ d, Mo, y }) => `${Mo}. ${d}, ${y}` },
  { weight: 3, form: ({ d, Mo, y }) => `${two(d)}-${Mo}-${y}` },
  { weight: 3, form: ({ th, M, y }) => `${th} ${M} ${y}` },
  { weight: 4, form: ({ th, M, y }) => `${M} ${th}, ${y}` },
  { weight: 4, form: ({ th, M, y }) => `the ${th} of ${M}, ${y}` },
  { weight: 3, form: ({ word, M, y }) => `the ${word} of ${M} ${y}` },
  { weight: 2, form: ({ word, M, y }) => `${M} the ${word}, ${y}` },
  { weight: 5, form: ({ m, d, y }) => `${m}/${d}/${y}` },
  { weight: 3, form: ({ m, d, y }) => `${two(m)}/${two(d)}/${y}` },
  { weight: 5, form: ({ m, d, y }) => `${d}.${m}.${y}` },
  { weight: 3, form: ({ m, d, y }) => `${two(d)}.${two(m)}.${y}` },
  { weight: 2, form: ({ d, M, y }) => `${d}. ${M} ${y}` },
  { weight: 2, form: ({ m, d, y }) => `${y}-${m}-${d}` },
  { weight: 2, form: ({ m, d, y }) => `${y}${two(m)}${two(d)}` },
  { weight: 2, form: ({ d, M, y }) => `${y}, ${M} ${d}` },
  { weight: 2, form: ({ d, Mo, y }) => `${y} ${Mo} ${d}` },
  { weight: 5, form: ({ W, d, M, y }) => `${W}, ${d} ${M} ${y}` },
  { weight: 4, form: ({ W, d, M, y }) => `${W}, ${M} ${d}, ${y}` },
  { weight: 3, form: ({ Wd, d, Mo, y }) => `${Wd} ${d} ${Mo} ${y}` },
  { weight: 3, form: ({ W, th, M, y }) => `${W} the ${th} of ${M} ${y}` },
  { weight: 3, form: ({ W, d, M, y }) => `on ${W}, ${d} ${M} ${y}` },
  { weight: 3, form: ({ th, M, y }) => `on the ${th} of ${M} ${y}` },
  { weight: 2, form: ({ d, M, y }) => `born ${d} ${M} ${y}` },
  { weight: 2, form: ({ d, M, y }) => `due by ${M} ${d}, ${y}` },
  { weight: 2, form: ({ m, d, y }) => `since ${m}/${d}/${y}` },
  { weight: 2, form: ({ m, d, y }) => `until ${d}.${m}.${y}` },
  { weight: 3, shortYear: true, form: ({ d, M, yy }) => `${d} ${M} ${yy}` },
  { weight: 2, shortYear: true, form: ({ d, Mo, yy }) => `${Mo} ${d}, ${yy}` },
  { weight: 2, shortYear: true, form: ({ th, M, yy }) => `${M} ${th} ${yy}` },
];

/** Most people write dates as taught; some never press shift, some never let it go. */
const CASES = [
  { weight: 7, apply: (text) => text },
  { weight: 2, apply: (text) => text.toLowerCase() },
  { weight: 1, apply: (text) => text.toUpperCase() },
];

/** A day drawn evenly from 1 January of the first year to 31 December of the last. */
function randomDay(random, firstYear, lastYear) {
  const start = Date.UTC(firstYear, 0, 1);
  const days = (Date.UTC(lastYear + 1, 0, 1) - start) / 86_400_000;
  return new Date(start + integer(random, 0, days - 1) * 86_400_000);
}

/** Everything that a style may print of a day. */
function partsOf(date) {
  const [y, m, d] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  return {
    y, m, d, yy: `'${two(y % 100)}`, th: ordinal(d), word: ORDINALS[d - 1],
    M: MONTHS[m - 1],
    Mo: SHORT_MONTHS[m - 1],
    W: WEEKDAYS[date.getUTCDay()], Wd: SHORT_WEEKDAYS[date.getUTCDay()],
  };
}

/** The lines of dates.tsv. */
function generate() {
  const random = createRandom(SEED);
  const isoOf = new Map();
  while (isoOf.size < PAIRS) {
    const style = pickWeighted(random, STYLES);
    const date = style.shortYear ? randomDay(random, FIRST_SHORT_YEAR, LAST_SHORT_YEAR) : randomDay(random, FIRST_YEAR, LAST_YEAR);
    // "May." is no abbreviation.
    const written = pickWeighted(random, CASES).apply(style.form(partsOf(date)).replace('May.', 'May'));
    const iso = date.toISOString().slice(0, 10);
    if ((isoOf.get(written) ?? iso) !== iso) throw new Error(`internal: "${written}" means ${isoOf.get(written)} and ${iso}`);
    isoOf.set(written, iso);
  }
  return [...isoOf].map(([written, iso]) => `${written}\t${iso}\n`).join('');
}

const folder = process.argv[2] ?? dirname(fileURLToPath(import.meta.url));
writeFileSync(join(folder, 'dates.tsv'), generate());
